"""What happens on live streams without any operation: they begin and end, people join and leave."""

from handlers.errors import Conflict, NotFound
from handlers.folding import search_texts
from handlers.ledger import pay
from handlers.lookups import active_stream_named, refuse_if_blocked, stream_named, user_named
from handlers.services import Caller, Document, Services
from handlers.times import written


def join_audience(services: Services, stream_id: str, user_id: str) -> None:
    """Let a user watch an active stream; who has left before is present anew, from now (VIEW-1, VIEW-5).

    Raises NotFound, Forbidden where the host has blocked the user, and Conflict for whoever is on the stage
    or present already.
    """
    stream, user = active_stream_named(services, stream_id), user_named(services, user_id)
    refuse_if_blocked(services, Caller(user_id), stream)
    if user_id in (stream["host"], *stream["broadcasters"], *stream["guests"]):
        raise Conflict("Who is on the stage is no part of the audience")
    key = audience_id(stream_id, user_id)
    audience = services.store["audience"]
    row = audience.find_one({"_id": key})
    if row is not None and row["leftAt"] is None:
        raise Conflict(f"User {user_id} is in the audience already")
    joined = {"joinedAt": written(services.clock.now()), "leftAt": None}
    if row is not None:
        audience.update_one({"_id": key}, {"$set": joined})
    else:
        audience.insert_one(
            {"_id": key, "stream": stream_id, "user": user_id, **joined, "search": _texts(user)}
        )


def leave_audience(services: Services, stream_id: str, user_id: str) -> None:
    """Let a user leave a stream, of whose audience they stay a part (VIEW-6); NotFound if not present."""
    left = services.store["audience"].find_one_and_update(
        {"_id": audience_id(stream_id, user_id), "leftAt": None},
        {"$set": {"leftAt": written(services.clock.now())}},
    )
    if left is None:
        raise NotFound(f"User {user_id} is not watching live stream {stream_id}")


def start_stream(services: Services, stream_id: str) -> None:
    """Begin a stream that is planned; Conflict where it is not, or its host has another on."""
    stream = stream_named(services, stream_id)
    if stream["status"] not in ("scheduled", "preparing"):
        raise Conflict(f"Only what is planned can begin; this live stream is {stream['status']}")
    if _is_on_air(services, stream["host"]):
        raise Conflict("The host of this live stream has another on")
    now = written(services.clock.now())
    begun = {"status": "active", "startedAt": now, "updatedAt": now}
    services.store["streams"].update_one({"_id": stream_id}, {"$set": begun})
    services.store["users"].update_one({"_id": stream["host"]}, {"$set": {"availabilityStatus": "busy"}})


def end_stream(services: Services, stream_id: str, *, replay_price: int) -> None:
    """End an active stream: its audience leaves, and what was recorded becomes a replay to rent (RENT-1).

    `replay_price` is what the replay costs where the stream itself names no price. Raises NotFound.
    """
    stream = active_stream_named(services, stream_id)
    now = written(services.clock.now())
    ended = {"status": "ended", "endedAt": now, "updatedAt": now, **_replay(stream, replay_price)}
    services.store["streams"].update_one({"_id": stream_id}, {"$set": ended})
    audience = services.store["audience"]
    for row in list(audience.find({"stream": stream_id, "leftAt": None})):
        audience.update_one({"_id": row["_id"]}, {"$set": {"leftAt": now}})
    _free_host(services, stream["host"])


def buy_credits(services: Services, user_id: str, credits: int, *, stream_id: str) -> None:
    """Let a user buy credits while watching a stream; NotFound where there is no such user."""
    user_named(services, user_id)
    pay(services, user_id, credits, stream_id=stream_id, kind="purchase")


def audience_id(stream_id: str, user_id: str) -> str:
    """The key of a place in an audience, so that nobody stands in it twice (VIEW-5)."""
    return f"{stream_id}:{user_id}"


def _texts(user: Document) -> list[str]:
    return search_texts(user["username"], user["name"], user["surname"])


def _replay(stream: Document, price: int) -> Document:
    if not stream["recording"]:
        return {}
    folder = stream["thumbnailUrl"].rpartition("/")[0]
    return {
        "recordingUrl": f"{folder}/recording.mp4",
        "isActiveReplayOnCreatorProfile": True,
        "replayCreditPrice": stream["replayCreditPrice"] or price,
    }


def _free_host(services: Services, host: str) -> None:
    if not _is_on_air(services, host):
        services.store["users"].update_one(
            {"_id": host, "availabilityStatus": "busy"}, {"$set": {"availabilityStatus": "available"}}
        )


def _is_on_air(services: Services, host: str) -> bool:
    return (
        services.store["streams"].find_one({"status": "active", "deletedAt": None, "host": host}) is not None
    )
