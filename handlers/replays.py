"""Renting the replay of a stream that has ended."""

from typing import Any

from handlers.access import (
    RENTAL_WINDOW,
    ReplayAccess,
    is_rentable,
    rental_id,
    replay_access,
    visible_recording,
)
from handlers.errors import Conflict
from handlers.ledger import charge
from handlers.lookups import refuse_if_blocked, stream_named
from handlers.pages import read_page
from handlers.services import Caller, Created, Document, Services
from handlers.settlement import settle_lapsed_rentals
from handlers.streams import stream_details
from handlers.times import written

_NEWEST_FIRST = (("rentedAt", -1), ("_id", 1))


def create_replay_rental(services: Services, caller: Caller, *, id: str) -> dict[str, Any] | Created:
    """Rent a replay for 24 hours; renting it again meanwhile changes nothing (RENT-1 to RENT-6)."""
    stream = stream_named(services, id)
    refuse_if_blocked(services, caller, stream)
    access = replay_access(services, stream, caller.id)
    if access.status in ("owner", "participant"):
        raise Conflict(f"You watch this replay without paying: you are its {access.status}")
    if access.status == "active":
        return _rental_data(stream, access)
    if not is_rentable(stream):
        raise Conflict("This live stream has no replay to rent")
    settle_lapsed_rentals(services)
    charge(services, caller.id, stream["replayCreditPrice"], stream_id=id, kind="rental")
    _write_rental(services, caller, stream)
    return Created(_rental_data(stream, replay_access(services, stream, caller.id)))


def get_replay_status(services: Services, caller: Caller, *, id: str) -> dict[str, Any]:
    """What the caller may do with the replay of a stream in any status (RENT-7, RENT-8)."""
    stream = stream_named(services, id)
    access = replay_access(services, stream, caller.id)
    return {**access.as_data(), "recordingUrl": visible_recording(stream, access)}


def list_my_replay_rentals(services: Services, caller: Caller, *, page: int, limit: int) -> dict[str, Any]:
    """The caller's rentals, newest first, those of deleted streams left out (RENT-7)."""
    mine = {"user": caller.id, "streamDeletedAt": None}
    found = read_page(services.store["rentals"], mine, _NEWEST_FIRST, page=page, limit=limit)
    stream_ids = [rental["stream"] for rental in found.documents]
    streams = {row["_id"]: row for row in services.store["streams"].find({"_id": {"$in": stream_ids}})}
    details = stream_details(services, [streams[stream_id] for stream_id in stream_ids], caller.id)
    items = [{"liveStream": detail, "replayAccess": detail["replayAccess"]} for detail in details]
    return {"list": items, "pagination": found.pagination}


def _write_rental(services: Services, caller: Caller, stream: Document) -> None:
    now = services.clock.now()
    row = {
        "user": caller.id,
        "stream": stream["_id"],
        "status": "active",
        "price": stream["replayCreditPrice"],
        "rentedAt": written(now),
        "expiresAt": written(now + RENTAL_WINDOW),
        "settledAt": None,
        "streamDeletedAt": None,
    }
    key = rental_id(caller.id, stream["_id"])
    services.store["rentals"].update_one({"_id": key}, {"$set": row}, upsert=True)


def _rental_data(stream: Document, access: ReplayAccess) -> dict[str, Any]:
    return {
        **access.as_data(),
        "liveStreamId": stream["_id"],
        "recordingUrl": visible_recording(stream, access),
    }
