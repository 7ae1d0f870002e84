"""What becomes of a rental's price once its window closes, or its stream is deleted (RENT-9)."""

from collections.abc import Mapping

from handlers.ledger import PLATFORM, pay
from handlers.lookups import stream_named
from handlers.services import Document, Services
from handlers.times import written

_UNSETTLED = {"status": "active", "settledAt": None}


def settle_lapsed_rentals(services: Services) -> None:
    """Pay out every rental whose window has closed.

    Called before a balance is spent, so that revenue is there when its owner looks for it.
    """
    now = written(services.clock.now())
    rentals = services.store["rentals"]
    while True:
        first = next(iter(rentals.find(_UNSETTLED, sort=(("expiresAt", 1),), limit=1)), None)
        if first is None or first["expiresAt"] > now:
            return
        _pay_out(services, first)
        rentals.update_one({"_id": first["_id"]}, {"$set": {"settledAt": now}})


def delete_stream(services: Services, stream_id: str) -> None:
    """Delete a stream softly, refunding in full the rentals still inside their window.

    Raises NotFound where there is no such stream.
    """
    settle_lapsed_rentals(services)
    stream_named(services, stream_id)
    now = written(services.clock.now())
    services.store["streams"].update_one({"_id": stream_id}, {"$set": {"deletedAt": now, "updatedAt": now}})
    rentals = services.store["rentals"]
    for rental in list(rentals.find({"stream": stream_id})):
        gone: dict[str, str] = {"streamDeletedAt": now}
        if rental["status"] == "active" and rental["expiresAt"] > now:
            pay(services, rental["user"], rental["price"], stream_id=stream_id, kind="refund")
            gone["status"] = "refunded"
        rentals.update_one({"_id": rental["_id"]}, {"$set": gone})


def revenue_shares(stream: Document, price: int) -> Mapping[str, int]:
    """Who gets what: solo 80 to 20, duo 40 to 40 to 20; the platform keeps what does not divide."""
    is_solo = stream["liveStreamType"] == "solo"
    owners = [stream["host"], *([] if is_solo else stream["guests"][:1])]
    share = price * (80 if is_solo else 40) // 100
    return {**dict.fromkeys(owners, share), PLATFORM: price - share * len(owners)}


def _pay_out(services: Services, rental: Document) -> None:
    stream = services.store["streams"].find_one({"_id": rental["stream"]})
    if stream is None:
        return
    for account, credits in revenue_shares(stream, rental["price"]).items():
        pay(services, account, credits, stream_id=rental["stream"], kind="revenue")
