"""What defects of rentals have in common: a rental as it is shown, and who may rent what (RENT-1, RENT-8)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Tokens, Wrap
from contract_tests.defects.looking import stream_seen_by_its_host
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import remembering

RENT = "createReplayRental"
STATUS = "getReplayStatus"
RENTALS = "listMyReplayRentals"
DETAIL = "getLiveStream"

WINDOW = timedelta(hours=24)


def accesses(data: Any) -> Iterator[dict[str, Any]]:
    """Every ReplayAccess within some data."""
    parts = data if isinstance(data, list) else data.values() if isinstance(data, dict) else ()
    if isinstance(data, dict) and "remainingSeconds" in data:
        yield data
    for part in parts:
        yield from accesses(part)


def rental_of(stream: dict[str, Any], *, rented_at: str, now: str) -> dict[str, Any]:
    """The ReplayAccess of somebody who has rented a stream."""
    expires_at = moved(rented_at, WINDOW)
    left = datetime.fromisoformat(expires_at) - datetime.fromisoformat(now)
    return {
        "status": "active",
        "canRent": False,
        "canViewRecording": True,
        "price": stream["replayCreditPrice"],
        "rentedAt": rented_at,
        "expiresAt": expires_at,
        "remainingSeconds": max(int(left.total_seconds()), 0),
    }


def moved(moment: str, by: timedelta) -> str:
    """A moment some time later, as the API writes it."""
    later = datetime.fromisoformat(moment) + by
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def renting_in_spite_of(reason: Callable[[dict[str, Any], str], bool]) -> Wrap:
    """Answer as rented what was refused with 409, for reasons that lie in stream and caller.

    The reason is given the stream as its host sees it, and the caller's id.
    """

    def make(tokens: Tokens) -> Respond:
        async def respond(asked: Asked, ask: Ask) -> Answer:
            answer = await ask(asked)
            if answer.status != 409:
                return answer
            stream = await stream_seen_by_its_host(asked, ask, tokens)
            if stream is None or not reason(stream, caller_of(asked)):
                return answer
            return answer.restated(201, _made(stream, answer))

        return respond

    return remembering(RENT, by=make)


def _made(stream: dict[str, Any], answer: Answer) -> dict[str, Any]:
    rental = rental_of(stream, rented_at=answer.timestamp, now=answer.timestamp)
    return {**rental, "liveStreamId": stream["id"], "recordingUrl": stream["recordingUrl"]}
