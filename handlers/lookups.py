"""Finding what a request names, or refusing it."""

from collections.abc import Iterable, Sequence

from handlers.errors import Forbidden, NotFound
from handlers.services import Caller, Document, Services


def stream_named(services: Services, stream_id: str) -> Document:
    """The stream that is not deleted, in whatever status; NotFound otherwise (ID-3)."""
    stream = services.store["streams"].find_one({"_id": stream_id, "deletedAt": None})
    if stream is None:
        raise NotFound(f"There is no live stream {stream_id}")
    return stream


def active_stream_named(services: Services, stream_id: str) -> Document:
    """The stream that is live now; NotFound for any other (VIEW-1)."""
    stream = stream_named(services, stream_id)
    if stream["status"] != "active":
        raise NotFound(f"Live stream {stream_id} is not active but {stream['status']}")
    return stream


def user_named(services: Services, user_id: str) -> Document:
    """The user who is not deleted; NotFound otherwise (ID-3)."""
    user = services.store["users"].find_one({"_id": user_id, "deletedAt": None})
    if user is None:
        raise NotFound(f"There is no user {user_id}")
    return user


def users_by_id(services: Services, user_ids: Iterable[str], fields: Sequence[str]) -> dict[str, Document]:
    """These fields of the users of these ids, deleted ones included, since a list may still show them."""
    wanted = {"_id": {"$in": list(user_ids)}}
    return {user["_id"]: user for user in services.store["users"].find(wanted, fields)}


def refuse_if_blocked(services: Services, caller: Caller, stream: Document) -> None:
    """Raise Forbidden where the stream's host has blocked the caller (VIEW-7)."""
    if services.store["blocks"].find_one({"host": stream["host"], "user": caller.id}):
        raise Forbidden("The host of this live stream has blocked you")
