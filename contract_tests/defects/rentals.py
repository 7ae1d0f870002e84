"""Defects of renting: who may rent what, and for how long (RENT-1, RENT-2, RENT-5, RENT-6)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.looking import stream_seen, stream_seen_by_its_host
from contract_tests.defects.renting import (
    DETAIL,
    RENT,
    RENTALS,
    STATUS,
    accesses,
    moved,
    rental_of,
    renting_in_spite_of,
)
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import (
    answering,
    changing_data,
    refusing,
    remembering,
    restating,
)

Stream = dict[str, Any]


def _part_of(stream: Stream, caller: str) -> str:
    """What the caller is to the stream: host, broadcaster, guest, or nothing."""
    if stream["creator"]["_id"] == caller:
        return "host"
    if any(person["_id"] == caller for person in stream["broadcasters"]):
        return "broadcaster"
    return "guest" if any(person["_id"] == caller for person in stream["guests"]) else ""


def _lacks(stream: Stream) -> set[str]:
    """What a replay lacks that it would need to be rented."""
    return {
        lack
        for lack, is_there in {
            "end": stream["status"] == "ended",
            "recording": bool(stream["recordingUrl"]),
            "profile": stream["isActiveReplayOnCreatorProfile"],
            "price": stream["replayCreditPrice"] > 0,
            "guest": stream["liveStreamType"] == "solo" or bool(stream["guests"]),
        }.items()
        if not is_there
    }


def _lacking(lack: str) -> Callable[[Stream, str], bool]:
    return lambda stream, caller: lack in _lacks(stream) and not _part_of(stream, caller)


def _playing(part: str) -> Callable[[Stream, str], bool]:
    return lambda stream, caller: _part_of(stream, caller) == part


def _too_dear(stream: Stream, caller: str) -> bool:
    return not _lacks(stream) and not _part_of(stream, caller)


async def _refuse_duos(asked: Asked, ask: Ask) -> Answer:
    stream = await stream_seen(asked, ask)
    if stream is None or stream["liveStreamType"] == "solo" or not stream["replayAccess"]["canRent"]:
        return await ask(asked)
    return (await ask(asked.calling(STATUS, asked.arguments))).restated(409)


def _keeping_refused(tokens: Tokens) -> Respond:
    kept: dict[tuple[str, str], str] = {}

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        key = (caller_of(asked), asked.arguments["id"])
        if asked.operation_id == RENT and answer.status == 409:
            kept[key] = answer.timestamp
        if asked.operation_id == STATUS and answer.status == 200 and key in kept and answer.data["canRent"]:
            stream = await stream_seen_by_its_host(asked, ask, tokens)
            if stream:
                rental = rental_of(stream, rented_at=kept[key], now=answer.timestamp)
                return answer.with_data({**rental, "recordingUrl": stream["recordingUrl"]})
        return answer

    return respond


def _an_hour_less(data: Any, asked: Asked) -> None:
    for access in accesses(data):
        if access["expiresAt"]:
            access["expiresAt"] = moved(access["expiresAt"], timedelta(hours=-1))
            access["remainingSeconds"] = max(access["remainingSeconds"] - 3600, 0)


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "replay-without-a-price-rented",
        ("RENT-1", "RENT-7"),
        "A replay that has no price is rented.",
        False,
        renting_in_spite_of(_lacking("price")),
    ),
    Defect(
        "replay-off-the-profile-rented",
        ("RENT-1", "RENT-7"),
        "A replay that is not on its creator's profile is rented.",
        False,
        renting_in_spite_of(_lacking("profile")),
    ),
    Defect(
        "replay-without-a-recording-rented",
        ("RENT-1", "RENT-7"),
        "A replay whose recording is lost is rented.",
        False,
        renting_in_spite_of(_lacking("recording")),
    ),
    Defect(
        "duo-without-a-guest-rented",
        ("RENT-1", "RENT-7"),
        "The replay of a duo that has no guest to share with is rented.",
        False,
        renting_in_spite_of(_lacking("guest")),
    ),
    Defect(
        "stream-that-has-not-ended-rented",
        ("RENT-1", "RENT-7"),
        "A stream that has not ended is rented.",
        False,
        renting_in_spite_of(_lacking("end")),
    ),
    Defect(
        "duo-replay-refused",
        ("RENT-1", "RENT-4"),
        "The replay of a duo is not rented, though its replay status says it can be.",
        True,
        answering(RENT, by=_refuse_duos),
    ),
    Defect(
        "access-lasts-23-hours",
        ("RENT-2",),
        "A rental ends an hour too early, everywhere.",
        False,
        changing_data(RENT, STATUS, DETAIL, RENTALS, by=_an_hour_less),
    ),
    Defect(
        "rental-with-a-body-refused",
        ("RENT-3",),
        "Renting with a body, which should be ignored, is refused with 400.",
        False,
        refusing(RENT, status=400, when=lambda asked: bool(asked.body)),
    ),
    Defect(
        "rental-on-credit",
        ("RENT-5",),
        "A replay is rented by somebody who cannot pay for it.",
        False,
        renting_in_spite_of(_too_dear),
    ),
    Defect(
        "refused-rental-kept",
        ("RENT-5", "RENT-7"),
        "Renting is refused for want of credits, and the replay can be watched all the same.",
        True,
        remembering(RENT, STATUS, by=_keeping_refused),
    ),
    Defect(
        "owner-rents-own-replay",
        ("RENT-6", "RENT-7"),
        "A stream's host can rent its replay.",
        False,
        renting_in_spite_of(_playing("host")),
    ),
    Defect(
        "guest-rents-own-replay",
        ("RENT-6", "RENT-7"),
        "A stream's guest can rent its replay.",
        False,
        renting_in_spite_of(_playing("guest")),
    ),
    Defect(
        "conflict-of-renting-is-403",
        ("RENT-1", "RENT-5", "RENT-6"),
        "Where renting is a conflict, it is answered with 403.",
        False,
        restating(RENT, instead_of=409, status=403),
    ),
)
