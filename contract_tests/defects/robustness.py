"""Defects that only odd requests bring to light (ENV-8, and the rules that the requests try)."""

from collections.abc import Callable, Mapping
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect
from contract_tests.defects.searching import VIEWERS, search_of
from contract_tests.defects.wrapping import answering, asking_otherwise, changing_answers, refusing

_GIFT = "createGift"
_LARGEST_BODY = 1024 * 1024


def _searches_for(*letters: str) -> Callable[[Asked], bool]:
    return lambda asked: any(letter in search_of(asked) for letter in letters)


def _beyond_the_first_plane(asked: Asked) -> bool:
    return any(ord(letter) > 0xFFFF for letter in search_of(asked))


def _has_broken_utf_8(asked: Asked) -> bool:
    return "\ufffd" in search_of(asked)


def _failing_in_plain_text(when: Callable[[Asked], bool]) -> Respond:
    """Fail as a framework does whose faults nobody catches."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if not when(asked) or answer.status == 401:
            return answer
        failed = answer.restated(500).with_body(b"Internal Server Error")
        return failed.with_header(b"content-type", b"text/plain; charset=utf-8")

    return respond


def _is_no_json(asked: Asked) -> bool:
    return _is_json_by_type(asked) and asked.json is None and asked.body.strip() != b"null"


def _is_no_object(asked: Asked) -> bool:
    return _is_json_by_type(asked) and asked.json is not None and not isinstance(asked.json, Mapping)


def _has_object_for_id(asked: Asked) -> bool:
    body: Any = asked.json
    return isinstance(body, Mapping) and any(isinstance(value, Mapping) for value in body.values())


def _is_json_by_type(asked: Asked) -> bool:
    return (asked.header(b"content-type") or "").startswith("application/json")


def _has_charset(asked: Asked) -> bool:
    return _is_json_by_type(asked) and "charset" in (asked.header(b"content-type") or "")


def _has_odd_letter_in_path(asked: Asked) -> bool:
    return any(not letter.isprintable() for letter in asked.path)


def _shorten(asked: Asked) -> Asked:
    """The request with no more of its body than an implementation would read that sets no bound."""
    if len(asked.body) <= _LARGEST_BODY:
        return asked
    return asked.with_body(asked.body.strip()[:_LARGEST_BODY])


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "nul-in-a-search-is-500",
        ("FIND-1", "ENV-8"),
        "A NUL in a search makes the server fail.",
        False,
        refusing(VIEWERS, status=500, when=_searches_for("\0")),
    ),
    Defect(
        "emoji-in-a-search-is-500",
        ("FIND-1", "ENV-8"),
        "A letter beyond the first plane of Unicode in a search makes the server fail.",
        False,
        refusing(VIEWERS, status=500, when=_beyond_the_first_plane),
    ),
    Defect(
        "broken-utf-8-in-a-search-is-500",
        ("FIND-1", "ENV-8"),
        "Bytes in a search that are not UTF-8 make the server fail.",
        False,
        refusing(VIEWERS, status=500, when=_has_broken_utf_8),
    ),
    Defect(
        "dollar-in-a-search-refused",
        ("FIND-1",),
        "A dollar sign in a search is refused with 400, for fear of queries.",
        False,
        refusing(VIEWERS, status=400, when=_searches_for("$")),
    ),
    Defect(
        "quote-in-a-search-refused",
        ("FIND-1",),
        "A quotation mark in a search, as in O'Neill, is refused with 400.",
        False,
        refusing(VIEWERS, status=400, when=_searches_for("'", '"')),
    ),
    Defect(
        "malformed-json-is-500",
        ("ENV-8",),
        "A body that is not JSON makes the server fail.",
        False,
        answering(_GIFT, by=_failing_in_plain_text(_is_no_json)),
    ),
    Defect(
        "list-as-a-body-is-500",
        ("ENV-8", "ID-2"),
        "A body that is JSON but no object makes the server fail.",
        False,
        refusing(_GIFT, status=500, when=_is_no_object),
    ),
    Defect(
        "object-for-an-id-is-500",
        ("ENV-8", "ID-2"),
        "An object where an id should be in a body makes the server fail.",
        False,
        refusing(_GIFT, status=500, when=_has_object_for_id),
    ),
    Defect(
        "control-letter-in-a-path-is-500",
        ("ENV-8", "ID-2", "ENV-1"),
        "A control letter in a path makes the server fail.",
        False,
        answering(by=_failing_in_plain_text(_has_odd_letter_in_path)),
    ),
    Defect(
        "json-with-a-charset-refused",
        ("ENV-8",),
        "application/json; charset=utf-8 is refused with 415.",
        False,
        refusing(_GIFT, status=415, when=_has_charset),
    ),
    Defect(
        "large-body-taken",
        ("ENV-8",),
        "A body over 1 MiB is not refused as too large.",
        False,
        asking_otherwise(_GIFT, by=_shorten),
    ),
    Defect(
        "refusals-as-plain-text",
        ("ENV-1", "ENV-8"),
        "404 answers are JSON by their body, and text/plain by their Content-Type.",
        False,
        changing_answers(
            when=lambda answer: answer.status == 404,
            by=lambda answer: answer.with_header(b"content-type", b"text/plain; charset=utf-8"),
        ),
    ),
)
