"""Gifts: what there is to send, sending one, and what was sent."""

from collections.abc import Iterable
from typing import Any

from handlers.errors import Conflict, NotFound
from handlers.ledger import charge
from handlers.lookups import refuse_if_blocked, stream_named
from handlers.services import Caller, Created, Document, Services
from handlers.settlement import settle_lapsed_rentals
from handlers.times import written

_CHEAPEST_FIRST = (("creditAmount", 1), ("_id", 1))


def list_gift_types(services: Services, caller: Caller) -> list[dict[str, Any]]:
    """The active gift types, cheapest first (GIFT-4)."""
    return [
        {**_gift_type(kind), "createdAt": kind["createdAt"], "updatedAt": kind["updatedAt"]}
        for kind in _active_types(services)
    ]


def get_gift_statistics(services: Services, caller: Caller, *, id: str) -> dict[str, Any]:
    """All gifts in total, and the active types one by one (GIFT-1 to GIFT-3)."""
    stream = stream_named(services, id)
    counts = [
        {"giftType": _gift_type(kind), "count": stream["giftCounts"].get(kind["_id"], 0)}
        for kind in _active_types(services)
    ]
    return {"liveStreamId": id, "totalCount": stream["giftTotal"], "giftTypeCounts": counts}


def create_gift(services: Services, caller: Caller, *, gift_type_id: str, live_stream_id: str) -> Created:
    """Send a gift: it is charged and counted, or refused and nothing changes (GIFT-5)."""
    kind = services.store["giftTypes"].find_one({"_id": gift_type_id, "isActive": True})
    stream = stream_named(services, live_stream_id)
    if kind is None:
        raise NotFound(f"There is no active gift type {gift_type_id}")
    refuse_if_blocked(services, caller, stream)
    if stream["host"] == caller.id:
        raise Conflict("You cannot send a gift to your own live stream")
    if stream["status"] != "active":
        raise Conflict(f"Gifts go to active live streams; this one is {stream['status']}")
    settle_lapsed_rentals(services)
    charge(services, caller.id, kind["creditAmount"], stream_id=live_stream_id, kind="gift")
    _count(services, caller, kind, stream)
    return Created({"message": "Success"})


def _active_types(services: Services) -> Iterable[Document]:
    return services.store["giftTypes"].find({"isActive": True}, sort=_CHEAPEST_FIRST)


def _gift_type(kind: Document) -> dict[str, Any]:
    return {
        "id": kind["_id"],
        "creditAmount": kind["creditAmount"],
        "svgUrl": kind["svgUrl"],
        "isActive": kind["isActive"],
    }


def _count(services: Services, caller: Caller, kind: Document, stream: Document) -> None:
    services.store["gifts"].insert_one(
        {
            "_id": services.new_id(),
            "stream": stream["_id"],
            "giftType": kind["_id"],
            "sender": caller.id,
            "creditAmount": kind["creditAmount"],
            "sentAt": written(services.clock.now()),
        }
    )
    services.store["streams"].update_one(
        {"_id": stream["_id"]}, {"$inc": {"giftTotal": 1, f"giftCounts.{kind['_id']}": 1}}
    )
