"""Defects of what is refused first (AUTH-5)."""

import re
from collections.abc import Callable

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.counting import gift_in
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.looking import somebody, stream_seen
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import answering, remembering, restating

_ID = re.compile(r"[0-9a-f]{24}")


def _has_no_token(asked: Asked) -> bool:
    return asked.header(b"authorization") is None


def _has_unsound_gift(asked: Asked) -> bool:
    gift = gift_in(asked)
    return gift is None or not all(_ID.fullmatch(id) for id in gift)


def _telling_strangers(status: int) -> Callable[[Tokens], Respond]:
    """Refuse those without a token as one would be refused who has one. For reading operations only."""

    def make(tokens: Tokens) -> Respond:
        async def respond(asked: Asked, ask: Ask) -> Answer:
            answer = await ask(asked)
            host = await somebody(asked, ask) if answer.status == 401 and _has_no_token(asked) else None
            told = await ask(asked.with_token(tokens(host))) if host else answer
            return told if told.status == status else answer

        return respond

    return make


def _stream_before_parameters(status: int) -> Respond:
    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.status != 400 or not asked.query:
            return answer
        plain = await ask(asked.calling("getLiveStreamViewers", asked.arguments))
        return plain if plain.status == status else answer

    return respond


async def _body_before_token(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    return answer.restated(400) if answer.status == 401 and _has_unsound_gift(asked) else answer


async def _media_type_before_token(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    is_json = (asked.header(b"content-type") or "application/json").startswith("application/json")
    return answer.restated(415) if answer.status == 401 and not is_json else answer


async def _plain_text_before_media_type(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    return answer.restated(400) if answer.status == 415 and not asked.body.startswith(b"{") else answer


async def _block_before_gift_type(asked: Asked, ask: Ask) -> Answer:
    answer, gift = await ask(asked), gift_in(asked)
    if answer.status != 404 or gift is None:
        return answer
    viewers = await ask(asked.calling("getLiveStreamViewers", {"id": gift[0]}))
    return viewers if viewers.status == 403 else answer


async def _block_before_state(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    stream = await stream_seen(asked, ask) if answer.status == 404 else None
    featured = (await ask(asked.calling("listFeaturedLiveStreams"))).data if stream else None
    for other in featured or ():
        if stream and other["creator"]["_id"] == stream["creator"]["_id"]:
            watched = await ask(asked.calling("getLiveStreamViewers", {"id": other["id"]}))
            return watched if watched.status == 403 else answer
    return answer


def _state_before(status: int) -> Respond:
    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, gift = await ask(asked), gift_in(asked)
        if answer.status != status or gift is None:
            return answer
        stream = await stream_seen(asked, ask, gift[0])
        return answer.restated(409) if stream and stream["status"] != "active" else answer

    return respond


def _credits_before_block(tokens: Tokens) -> Respond:
    spent: set[str] = set()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, caller = await ask(asked), caller_of(asked)
        if answer.status == 409 and await _is_to_an_active_stream(asked, ask):
            spent.add(caller)
        return answer.restated(409) if answer.status == 403 and caller in spent else answer

    return respond


async def _is_to_an_active_stream(asked: Asked, ask: Ask) -> bool:
    gift = gift_in(asked)
    stream = await stream_seen(asked, ask, gift[0]) if gift else None
    return stream is not None and stream["status"] == "active"


async def _strangers_see_no_routes(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    is_unknown = asked.operation_id is None and answer.status == 404
    return answer.restated(401) if is_unknown and _has_no_token(asked) else answer


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "400-before-401",
        ("AUTH-5", "AUTH-3"),
        "The viewers' parameters are checked before the token.",
        False,
        remembering("getLiveStreamViewers", by=_telling_strangers(400)),
    ),
    Defect(
        "404-before-401",
        ("AUTH-5", "AUTH-3"),
        "Those without a token learn which streams there are: an unknown one is 404 for them.",
        False,
        remembering("getLiveStream", by=_telling_strangers(404)),
    ),
    Defect(
        "body-before-401",
        ("AUTH-5", "AUTH-3"),
        "A gift's body is checked before the token.",
        False,
        answering("createGift", by=_body_before_token),
    ),
    Defect(
        "415-before-401",
        ("AUTH-5", "AUTH-3"),
        "A gift's media type is checked before the token.",
        False,
        answering("createGift", by=_media_type_before_token),
    ),
    Defect(
        "400-before-415",
        ("AUTH-5",),
        "A gift's body that begins no object is told before its media type.",
        False,
        answering("createGift", by=_plain_text_before_media_type),
    ),
    Defect(
        "404-before-400",
        ("AUTH-5", "PAGE-1"),
        "The viewers' stream is looked up before page and limit are checked.",
        False,
        answering("getLiveStreamViewers", by=_stream_before_parameters(404)),
    ),
    Defect(
        "403-before-400",
        ("AUTH-5", "PAGE-1"),
        "Whoever is blocked is told so before page and limit are checked.",
        False,
        answering("getLiveStreamViewers", by=_stream_before_parameters(403)),
    ),
    Defect(
        "403-before-404",
        ("AUTH-5", "GIFT-5"),
        "Whoever is blocked is told so before the gift type is looked up.",
        False,
        answering("createGift", by=_block_before_gift_type),
    ),
    Defect(
        "409-before-404",
        ("AUTH-5", "GIFT-5"),
        "A stream that is not active is told before the gift type is looked up.",
        False,
        answering("createGift", by=_state_before(404)),
    ),
    Defect(
        "block-before-a-stream-that-is-over",
        ("AUTH-5", "VIEW-1"),
        "Whom a host has blocked is told so of the viewers of streams that are over, too.",
        False,
        answering("getLiveStreamViewers", by=_block_before_state),
    ),
    Defect(
        "409-before-403",
        ("AUTH-5", "VIEW-7"),
        "A stream that is not active is told before the block.",
        False,
        answering("createGift", by=_state_before(403)),
    ),
    Defect(
        "spent-credits-before-a-block",
        ("AUTH-5", "VIEW-7"),
        "Who has nothing left is told so before the block.",
        True,
        remembering("createGift", by=_credits_before_block),
    ),
    Defect(
        "401-before-405",
        ("AUTH-5", "ENV-8"),
        "A wrong method without a token is answered with 401.",
        False,
        restating(instead_of=405, status=401, when=_has_no_token),
    ),
    Defect(
        "401-before-an-unknown-route",
        ("AUTH-5", "ENV-8"),
        "An unknown route without a token is answered with 401.",
        False,
        answering(by=_strangers_see_no_routes),
    ),
)
