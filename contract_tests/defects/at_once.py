"""Defects of requests that come while another is under way: what was looked up is so no more."""

import asyncio
from collections import Counter
from collections.abc import Callable, Hashable

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.counting import CREATE
from contract_tests.defects.defect import Defect, Tokens, Wrap
from contract_tests.defects.renting import RENT
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import remembering, with_changed_data

_UNDER_WAY = 0.03
"""Seconds between looking up and writing, long enough for what is sent at once to arrive."""


def _overlapping(operation_id: str, by: Callable[[Answer], Answer], *, instead_of: int = 200) -> Wrap:
    """Change the answers of requests that the same caller sends alike while one is under way."""

    def make(tokens: Tokens) -> Respond:
        under_way: Counter[Hashable] = Counter()

        async def respond(asked: Asked, ask: Ask) -> Answer:
            key = caller_of(asked), asked.path
            is_late = under_way[key] > 0
            under_way[key] += 1
            await asyncio.sleep(_UNDER_WAY)
            answer = await ask(asked)
            under_way[key] -= 1
            return by(answer) if is_late and answer.status == instead_of else answer

        return respond

    return remembering(operation_id, by=make)


def _rented_anew(answer: Answer) -> Answer:
    return answer.restated(201, answer.data)


def _sent_on_credit(answer: Answer) -> Answer:
    return answer.restated(201, {"message": "Success"})


def _not_followed_before(answer: Answer) -> Answer:
    return with_changed_data(answer, lambda data: data.update(previouslyFollowing=False))


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "sent-on-credit-by-each-of-two-taps",
        ("GIFT-5",),
        "A gift is sent whatever is left, while the sender sends another.",
        True,
        _overlapping(CREATE, by=_sent_on_credit, instead_of=409),
    ),
    Defect(
        "rented-anew-by-each-of-two-taps",
        ("RENT-3",),
        "A replay that is asked for while it is being rented is rented once more.",
        True,
        _overlapping(RENT, by=_rented_anew),
    ),
    Defect(
        "followed-anew-by-each-of-two-taps",
        ("FOLLOW-1",),
        "Who follows a user while doing so already is told not to have followed them before.",
        True,
        _overlapping("followUser", by=_not_followed_before),
    ),
)
