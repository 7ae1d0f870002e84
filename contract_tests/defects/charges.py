"""Defects of what is charged: what should be free costs something, or costs more (GIFT-5, RENT-1 to 6)."""

from collections import Counter
from collections.abc import Awaitable, Callable

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.counting import CREATE, STATISTICS, Gift, gift_in, spend, with_gifts
from contract_tests.defects.defect import Defect, Tokens, Wrap
from contract_tests.defects.looking import stream_seen_by_its_host
from contract_tests.defects.renting import RENT, STATUS
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import remembering

Charge = Callable[[Asked, Answer, Ask], Awaitable[int]]
"""How many credits a request costs beside what the app charges for it."""

_MUCH = 25


def charging(operation_id: str, by: Callable[[Tokens], Charge]) -> Wrap:
    """Charge more for an operation than the app does, and never show for what."""

    def make(tokens: Tokens) -> Respond:
        charge = by(tokens)
        hidden: Counter[Gift] = Counter()

        async def respond(asked: Asked, ask: Ask) -> Answer:
            answer = await ask(asked)
            if asked.operation_id == STATISTICS:
                return with_gifts(answer, hidden, in_total=-1, of_type=-1)
            if asked.operation_id == operation_id:
                hidden.update(await spend(asked, ask, await charge(asked, answer, ask)))
            return answer

        return respond

    return remembering(operation_id, STATISTICS, by=make)


def _for_what_is_ones_own(tokens: Tokens) -> Charge:
    async def charge(asked: Asked, answer: Answer, ask: Ask) -> int:
        stream = await stream_seen_by_its_host(asked, ask, tokens) if answer.status == 409 else None
        people = [stream["creator"], *stream["guests"]] if stream else []
        is_own = caller_of(asked) in [person["_id"] for person in people]
        return int(stream["replayCreditPrice"]) if stream and is_own else 0

    return charge


def _for_what_is_refused(*, can_rent: bool) -> Callable[[Tokens], Charge]:
    """Credits alone keep somebody from renting who, by the replay's status, can rent it."""

    async def charge(asked: Asked, answer: Answer, ask: Ask) -> int:
        if answer.status != 409:
            return 0
        access = (await ask(asked.calling(STATUS, asked.arguments))).data
        return _MUCH if access and access["canRent"] is can_rent else 0

    return lambda tokens: charge


def _for_a_status(status: int, amount: int = _MUCH) -> Callable[[Tokens], Charge]:
    async def charge(asked: Asked, answer: Answer, ask: Ask) -> int:
        return amount if answer.status == status else 0

    return lambda tokens: charge


def _for_the_second_of_a_caller(tokens: Tokens) -> Charge:
    rented: Counter[str] = Counter()

    async def charge(asked: Asked, answer: Answer, ask: Ask) -> int:
        rented[caller_of(asked)] += answer.status == 201
        return _MUCH if answer.status == 201 and rented[caller_of(asked)] == 2 else 0

    return charge


def _for_rentals_of_old(tokens: Tokens) -> Charge:
    lately: set[tuple[str, str]] = set()

    async def charge(asked: Asked, answer: Answer, ask: Ask) -> int:
        rental = caller_of(asked), asked.path
        lately.update([rental] if answer.status == 201 else [])
        return _MUCH if answer.status == 200 and rental not in lately else 0

    return charge


def _for_the_dearest_gift(tokens: Tokens) -> Charge:
    async def charge(asked: Asked, answer: Answer, ask: Ask) -> int:
        types, gift = (await ask(asked.calling("listGiftTypes"))).data or [], gift_in(asked)
        dearest = max(types, key=lambda kind: int(kind["creditAmount"]), default=None)
        is_meant = dearest is not None and gift is not None and dearest["id"] == gift[1]
        return int(is_meant and answer.status == 201)

    return charge


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "ones-own-replay-is-charged",
        ("RENT-6", "RENT-1"),
        "Who hosted a replay, or took part in it, is charged for it when renting is refused.",
        True,
        charging(RENT, by=_for_what_is_ones_own),
    ),
    Defect(
        "refused-replay-is-charged",
        ("RENT-1", "RENT-6"),
        "A replay that is not to be rented costs credits when it is asked for.",
        True,
        charging(RENT, by=_for_what_is_refused(can_rent=False)),
    ),
    Defect(
        "replay-that-is-too-dear-is-charged",
        ("RENT-5", "GIFT-5"),
        "Who cannot pay a replay loses credits over it.",
        True,
        charging(RENT, by=_for_what_is_refused(can_rent=True)),
    ),
    Defect(
        "renting-again-is-charged",
        ("RENT-3",),
        "Renting a replay again that is rented already costs credits.",
        True,
        charging(RENT, by=_for_a_status(200)),
    ),
    Defect(
        "renting-again-is-charged-after-a-while",
        ("RENT-3",),
        "Renting a replay again costs credits, unless it was rented a moment ago.",
        True,
        charging(RENT, by=_for_rentals_of_old),
    ),
    Defect(
        "replay-costs-a-credit-more",
        ("RENT-2", "RENT-4"),
        "A replay costs a credit more than its price.",
        True,
        charging(RENT, by=_for_a_status(201, 1)),
    ),
    Defect(
        "second-replay-costs-more",
        ("RENT-2", "RENT-4"),
        "The second replay that somebody rents costs more than its price.",
        True,
        charging(RENT, by=_for_the_second_of_a_caller),
    ),
    Defect(
        "blocked-gift-is-charged",
        ("VIEW-7",),
        "A gift that a block forbids costs credits.",
        True,
        charging(CREATE, by=_for_a_status(403)),
    ),
    Defect(
        "gift-of-an-unknown-type-is-charged",
        ("GIFT-5",),
        "A gift of a type that there is not costs credits.",
        True,
        charging(CREATE, by=_for_a_status(404)),
    ),
    Defect(
        "dearest-gift-costs-a-credit-more",
        ("GIFT-5",),
        "The dearest gift costs a credit more than its type says.",
        True,
        charging(CREATE, by=_for_the_dearest_gift),
    ),
)
