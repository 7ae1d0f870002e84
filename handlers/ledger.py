"""Credits move only here: every change of a balance leaves a transaction."""

from handlers.errors import Conflict
from handlers.services import Services
from handlers.times import written

PLATFORM = "platform"
"""The account of the service itself, which is nobody's balance."""


def charge(services: Services, account: str, credits: int, *, stream_id: str, kind: str) -> None:
    """Take credits from a user; Conflict, and nothing taken, where there are too few (RENT-5, GIFT-5)."""
    paid = services.store["users"].find_one_and_update(
        {"_id": account, "credits": {"$gte": credits}}, {"$inc": {"credits": -credits}}
    )
    if paid is None:
        raise Conflict(f"You have fewer than the {credits} credits that this costs")
    _record(services, account, -credits, stream_id=stream_id, kind=kind)


def pay(services: Services, account: str, credits: int, *, stream_id: str, kind: str) -> None:
    """Give credits to a user or to the platform."""
    if account != PLATFORM:
        services.store["users"].update_one({"_id": account}, {"$inc": {"credits": credits}})
    _record(services, account, credits, stream_id=stream_id, kind=kind)


def _record(services: Services, account: str, credits: int, *, stream_id: str, kind: str) -> None:
    services.store["transactions"].insert_one(
        {
            "_id": services.new_id(),
            "account": account,
            "stream": stream_id,
            "kind": kind,
            "credits": credits,
            "at": written(services.clock.now()),
        }
    )
