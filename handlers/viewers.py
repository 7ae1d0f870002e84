"""Who is watching a live stream."""

from typing import Any

from handlers.folding import search_pattern
from handlers.follows import follow_id
from handlers.lookups import active_stream_named, refuse_if_blocked, users_by_id
from handlers.pages import read_page
from handlers.services import Caller, Document, Services

_NEWEST_FIRST = (("joinedAt", -1), ("user", 1))
_SHOWN_OF_A_USER = (
    "username",
    "name",
    "surname",
    "profilePhoto",
    "followersCount",
    "followingCount",
    "expertise",
)


def get_live_stream_viewers(
    services: Services, caller: Caller, *, id: str, page: int, limit: int, search: str = ""
) -> dict[str, Any]:
    """One page of the present audience, newest first (VIEW-1 to VIEW-7, FIND-1 to FIND-3)."""
    stream = active_stream_named(services, id)
    refuse_if_blocked(services, caller, stream)
    audience = services.store["audience"]
    present: dict[str, Any] = _present_in(id)
    pattern = search_pattern(search)
    if pattern is not None:
        present["search"] = {"$regex": pattern}
    found = read_page(audience, present, _NEWEST_FIRST, page=page, limit=limit)
    return {
        "list": _viewers(services, caller, found.documents),
        "pagination": found.pagination,
        "participantAudienceTotal": audience.count_documents({"stream": id}),
    }


def get_viewer_count(services: Services, caller: Caller, *, id: str) -> dict[str, Any]:
    """How many are present: the unfiltered totalItems of the viewers list."""
    active_stream_named(services, id)
    return {"streamId": id, "viewerCount": viewer_count(services, id)}


def viewer_count(services: Services, stream_id: str) -> int:
    """How many of a stream's audience are present."""
    return services.store["audience"].count_documents(_present_in(stream_id))


def _present_in(stream_id: str) -> dict[str, Any]:
    return {"stream": stream_id, "leftAt": None}


def _viewers(services: Services, caller: Caller, rows: list[Document]) -> list[dict[str, Any]]:
    ids = [row["user"] for row in rows]
    users = users_by_id(services, ids, _SHOWN_OF_A_USER)
    follow_ids = [follow_id(caller.id, user_id) for user_id in ids]
    followed = {row["followed"] for row in services.store["follows"].find({"_id": {"$in": follow_ids}})}
    return [
        dict(users[user_id], isFollowing=user_id in followed, joinedAt=row["joinedAt"])
        for user_id, row in zip(ids, rows, strict=True)
    ]
