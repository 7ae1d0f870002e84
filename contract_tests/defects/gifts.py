"""Defects of how sending a gift is answered (GIFT-5)."""

from collections.abc import Callable, Mapping
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked
from contract_tests.defects.counting import CREATE, gift_in
from contract_tests.defects.defect import Defect, Wrap
from contract_tests.defects.looking import stream_seen
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import (
    answering,
    changing_data,
    refusing,
    restating,
)

_SENT = {"message": "Success"}


def _sending_in_spite_of(reason: Callable[[dict[str, Any], str], bool]) -> Wrap:
    """Answer a gift as sent that was refused with 409, for reasons that lie in stream and caller."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, gift = await ask(asked), gift_in(asked)
        stream = await stream_seen(asked, ask, gift[0]) if answer.status == 409 and gift else None
        is_meant = stream is not None and reason(stream, caller_of(asked))
        return answer.restated(201, _SENT) if is_meant else answer

    return answering(CREATE, by=respond)


def _is_inactive(stream: dict[str, Any], caller: str) -> bool:
    return bool(stream["status"] != "active") and not _is_own(stream, caller)


def _is_own(stream: dict[str, Any], caller: str) -> bool:
    return bool(stream["creator"]["_id"] == caller)


def _is_too_dear(stream: dict[str, Any], caller: str) -> bool:
    return not _is_inactive(stream, caller) and not _is_own(stream, caller)


def _has_more_fields(asked: Asked) -> bool:
    return isinstance(asked.json, Mapping) and bool(asked.json.keys() - {"giftTypeId", "liveStreamId"})


def _say_quietly(data: Any, asked: Asked) -> None:
    data["message"] = data["message"].lower()


def _say_more(data: Any, asked: Asked) -> None:
    data["giftId"] = "0" * 24


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "gift-on-credit",
        ("GIFT-5",),
        "A gift is sent that its sender cannot pay for.",
        False,
        _sending_in_spite_of(_is_too_dear),
    ),
    Defect(
        "gift-to-a-stream-that-is-not-active",
        ("GIFT-5",),
        "A gift to a stream that is not active is answered as sent.",
        False,
        _sending_in_spite_of(_is_inactive),
    ),
    Defect(
        "gift-to-oneself",
        ("GIFT-5",),
        "A gift to one's own stream is answered as sent.",
        False,
        _sending_in_spite_of(_is_own),
    ),
    Defect(
        "unknown-gift-type-is-a-conflict",
        ("GIFT-5", "ID-3"),
        "A gift of an unknown type, or to an unknown stream, is answered with 409.",
        False,
        restating(CREATE, instead_of=404, status=409),
    ),
    Defect(
        "gift-is-200",
        ("GIFT-5", "ENV-8"),
        "A gift that was sent is answered with 200.",
        False,
        restating(CREATE, instead_of=201, status=200, data=_SENT),
    ),
    Defect(
        "gift-message-in-small-letters",
        ("GIFT-5",),
        "The message of a gift that was sent is success.",
        False,
        changing_data(CREATE, by=_say_quietly),
    ),
    Defect(
        "gift-with-a-further-field",
        ("GIFT-5",),
        "The data of a gift that was sent has a giftId.",
        False,
        changing_data(CREATE, by=_say_more),
    ),
    Defect(
        "gift-with-unknown-fields-refused",
        ("GIFT-5",),
        "A gift whose body has further fields is refused with 400.",
        False,
        refusing(CREATE, status=400, when=_has_more_fields),
    ),
)
