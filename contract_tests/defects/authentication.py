"""Defects of tokens (AUTH): those that ought to be refused and are not, and how refusals are told."""

import base64
import json
from collections.abc import Callable
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect, Tokens, Wrap
from contract_tests.defects.looking import somebody
from contract_tests.defects.tokens import Token, caller_of, token_of
from contract_tests.defects.wrapping import answering, remembering, restating


def _accepting(is_meant: Callable[[Token], bool]) -> Wrap:
    """Take refused tokens of some kind for sound ones of the user whom they name."""

    def make(tokens: Tokens) -> Respond:
        async def respond(asked: Asked, ask: Ask) -> Answer:
            answer = await ask(asked)
            token = token_of(asked) if answer.status == 401 else None
            if token is None or not is_meant(token):
                return answer
            return await ask(asked.with_token(tokens(token.subject)))

        return respond

    return remembering(by=make)


def _is_dateless(token: Token) -> bool:
    return token.algorithm == "HS256" and not {"exp", "nbf"} & token.claims.keys()


def _accepting_as_somebody(is_meant: Callable[[Token], bool]) -> Wrap:
    """Take refused tokens that name nobody known for somebody's."""

    def make(tokens: Tokens) -> Respond:
        async def respond(asked: Asked, ask: Ask) -> Answer:
            answer = await ask(asked)
            token = token_of(asked) if answer.status == 401 else None
            if token is None or not _is_dateless(token) or not is_meant(token):
                return answer
            if token.subject and (await ask(asked.with_token(tokens(token.subject)))).status != 401:
                return answer
            host = await somebody(asked, ask)
            return await ask(asked.with_token(tokens(host))) if host else answer

        return respond

    return remembering(by=make)


def _has_text_for_its_end(token: Token) -> bool:
    return isinstance(token.claims.get("exp"), str)


def _is_of_no_objects(asked: Asked) -> bool:
    """Whether each part of a token is JSON, and none an object."""
    parts = (asked.header(b"authorization") or "").removeprefix("Bearer ").split(".")
    return len(parts) == 3 and not any(isinstance(_decoded(part), dict) for part in parts)


def _decoded(part: str) -> Any:
    """What a part of a token says; an object where it is no JSON."""
    try:
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return {}


def _without_any(tokens: Tokens) -> Respond:
    async def respond(asked: Asked, ask: Ask) -> Answer:
        host = await somebody(asked, ask) if asked.header(b"authorization") is None else None
        return await ask(asked.with_token(tokens(host)) if host else asked)

    return respond


def _challenging_with(challenge: bytes | None) -> Respond:
    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.status != 401 or asked.header(b"authorization") is None:
            return answer
        return answer.with_header(b"www-authenticate", challenge)

    return respond


def _has_no_token(asked: Asked) -> bool:
    return asked.header(b"authorization") is None


async def _refuse_bad_token(asked: Asked, ask: Ask) -> Answer:
    if not _has_no_token(asked):
        tried = await ask(asked.calling("listGiftTypes"))
        if tried.status == 401:
            return tried
    return await ask(asked)


def _sessions(tokens: Tokens) -> Respond:
    first: dict[str, str] = {}

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.status != 200:
            return answer
        owner = first.setdefault(asked.arguments["id"], caller_of(asked))
        return answer if owner == caller_of(asked) else await ask(asked.with_token(tokens(owner)))

    return respond


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "text-for-an-expiry-taken",
        ("AUTH-4",),
        "A token whose exp is a text is taken.",
        False,
        _accepting(_has_text_for_its_end),
    ),
    Defect(
        "token-of-no-objects-is-a-fault",
        ("AUTH-4", "ENV-8"),
        "A token whose parts are JSON, but no objects, is answered with 500.",
        False,
        restating(instead_of=401, status=500, when=_is_of_no_objects),
    ),
    Defect(
        "sound-token-refused-by-one-operation",
        ("AUTH-1",),
        "The replay status answers 401, whatever the token.",
        False,
        restating("getReplayStatus", instead_of=200, status=401),
    ),
    Defect(
        "expired-token-accepted",
        ("AUTH-4",),
        "A token is still taken when it has expired.",
        False,
        _accepting(lambda token: token.algorithm == "HS256" and "exp" in token.claims),
    ),
    Defect(
        "token-accepted-before-its-time",
        ("AUTH-4",),
        "A token is taken before it is valid: nbf is not read.",
        False,
        _accepting(lambda token: token.algorithm == "HS256" and "nbf" in token.claims),
    ),
    Defect(
        "unsigned-token-accepted",
        ("AUTH-4",),
        "A token of alg none is taken.",
        False,
        _accepting(lambda token: token.algorithm == "none"),
    ),
    Defect(
        "signature-not-verified",
        ("AUTH-4",),
        "A token is taken whatever secret it was signed with.",
        False,
        _accepting(_is_dateless),
    ),
    Defect(
        "wrong-algorithm-accepted",
        ("AUTH-4",),
        "A token of HS512 is taken, where HS256 is agreed.",
        False,
        _accepting(lambda token: token.algorithm == "HS512"),
    ),
    Defect(
        "unknown-subject-accepted",
        ("AUTH-4", "AUTH-6"),
        "A token of a user whom nobody knows is taken.",
        False,
        _accepting_as_somebody(lambda token: bool(token.subject)),
    ),
    Defect(
        "token-without-a-subject-accepted",
        ("AUTH-4", "AUTH-6"),
        "A token that names no user is taken.",
        False,
        _accepting_as_somebody(lambda token: not token.subject),
    ),
    Defect(
        "gift-types-without-a-token",
        ("AUTH-3",),
        "The gift types are shown to those who send no token.",
        False,
        remembering("listGiftTypes", by=_without_any),
    ),
    Defect(
        "rentals-without-a-token",
        ("AUTH-3",),
        "Without a token, somebody else's rentals are shown.",
        False,
        remembering("listMyReplayRentals", by=_without_any),
    ),
    Defect(
        "missing-token-is-403",
        ("AUTH-3",),
        "The viewer count answers 403 to those who send no token.",
        False,
        restating("getViewerCount", instead_of=401, status=403, when=_has_no_token),
    ),
    Defect(
        "missing-token-is-400",
        ("AUTH-3", "AUTH-5"),
        "Following answers 400 to those who send no token.",
        False,
        restating("followUser", instead_of=401, status=400, when=_has_no_token),
    ),
    Defect(
        "challenge-missing",
        ("AUTH-4",),
        "A bad token is refused without WWW-Authenticate.",
        False,
        answering(by=_challenging_with(None)),
    ),
    Defect(
        "challenge-of-another-scheme",
        ("AUTH-4",),
        "A bad token is refused with WWW-Authenticate: Basic.",
        False,
        answering(by=_challenging_with(b'Basic realm="live-stream"')),
    ),
    Defect(
        "bad-token-refused-on-the-public-list",
        ("AUTH-4", "ENV-8"),
        "The featured list refuses a bad token, where it asks for none.",
        False,
        answering("listFeaturedLiveStreams", by=_refuse_bad_token),
    ),
    Defect(
        "featured-list-wants-a-token",
        ("AUTH-3", "AUTH-4", "AUTH-5", "ENV-3", "ENV-8"),
        "The featured list, which is public, answers 401 to those who send no token.",
        False,
        restating("listFeaturedLiveStreams", instead_of=200, status=401, when=_has_no_token),
    ),
    Defect(
        "replay-status-of-the-first-who-asked",
        ("AUTH-6", "RENT-6", "RENT-7", "RENT-8"),
        "A stream's replay status is kept, and shown to whoever asks after the first caller.",
        True,
        remembering("getReplayStatus", by=_sessions),
    ),
)
