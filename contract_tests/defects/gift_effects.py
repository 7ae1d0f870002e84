"""Defects of what a gift changes: counts and credits (GIFT-5)."""

from collections import Counter
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.counting import CREATE, STATISTICS, Gift, gift_in, miscounting, spend, with_gifts
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import remembering, with_changed_data

_SENT = {"message": "Success"}


def _charging_twice(tokens: Tokens) -> Respond:
    hidden: Counter[Gift] = Counter()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, gift = await ask(asked), gift_in(asked)
        if asked.operation_id == STATISTICS:
            return with_gifts(answer, hidden, in_total=-1, of_type=-1)
        if answer.status == 201 and gift and (await ask(asked)).status == 201:
            hidden[gift] += 1
        return answer

    return respond


def _charging_once(tokens: Tokens) -> Respond:
    paid: set[tuple[str, Gift]] = set()
    unpaid: Counter[Gift] = Counter()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        if asked.operation_id == STATISTICS:
            return with_gifts(await ask(asked), unpaid)
        gift, caller = gift_in(asked), caller_of(asked)
        if gift is None or (caller, gift) not in paid:
            answer = await ask(asked)
            if gift and answer.status == 201:
                paid.add((caller, gift))
            return answer
        # Another answer lends its moment; a token that is no longer sound is refused by it too.
        answer = await ask(asked.calling("listGiftTypes"))
        unpaid[gift] += answer.status == 200
        return answer.restated(201, _SENT) if answer.status == 200 else answer

    return respond


def _charging_refused(tokens: Tokens) -> Respond:
    hidden: Counter[Gift] = Counter()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, gift = await ask(asked), gift_in(asked)
        if asked.operation_id == STATISTICS:
            return with_gifts(answer, hidden, in_total=-1, of_type=-1)
        if answer.status == 409 and gift:
            types = (await ask(asked.calling("listGiftTypes"))).data or []
            for kind in types:
                if kind["id"] == gift[1]:
                    hidden.update(await spend(asked, ask, kind["creditAmount"]))
        return answer

    return respond


def _counting_late(tokens: Tokens) -> Respond:
    kept: dict[str, Any] = {}

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.status != 200:
            return answer
        before = kept.get(asked.arguments["id"], answer.data)
        kept[asked.arguments["id"]] = answer.data
        return answer.with_data(before)

    return respond


def _counting_as_the_next_type(tokens: Tokens) -> Respond:
    sent: Counter[Gift] = Counter()

    def shift(data: Any) -> None:
        rows = data["giftTypeCounts"]
        for row, following in zip(rows, [*rows[1:], *rows[:1]], strict=True):
            number = sent[data["liveStreamId"], row["giftType"]["id"]]
            row["count"] -= number
            following["count"] += number

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, gift = await ask(asked), gift_in(asked)
        if asked.operation_id == STATISTICS:
            return with_changed_data(answer, shift)
        if gift and answer.status == 201:
            sent[gift] += 1
        return answer

    return respond


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "gift-not-counted-for-its-type",
        ("GIFT-5",),
        "A gift raises totalCount, and not the count of its type.",
        True,
        miscounting(status=201, in_total=0, of_type=-1),
    ),
    Defect(
        "gift-not-counted-in-total",
        ("GIFT-5", "GIFT-2"),
        "A gift raises the count of its type, and not totalCount.",
        True,
        miscounting(status=201, in_total=-1, of_type=0),
    ),
    Defect(
        "gift-counted-twice",
        ("GIFT-5",),
        "A gift raises both counts by two.",
        True,
        miscounting(status=201, in_total=1, of_type=1),
    ),
    Defect(
        "gift-counted-twice-in-total",
        ("GIFT-5",),
        "A gift raises totalCount by two, and the count of its type by one.",
        True,
        miscounting(status=201, in_total=1, of_type=0),
    ),
    Defect(
        "gift-counted-as-the-next-type",
        ("GIFT-5",),
        "A gift raises the count of the type that stands after its own.",
        True,
        remembering(CREATE, STATISTICS, by=_counting_as_the_next_type),
    ),
    Defect(
        "gift-counted-late",
        ("GIFT-5",),
        "The statistics of a stream are those of the last time that somebody asked.",
        True,
        remembering(STATISTICS, by=_counting_late),
    ),
    Defect(
        "refused-gift-counted",
        ("GIFT-5",),
        "A gift that was refused for want of credits is counted.",
        True,
        miscounting(status=409, in_total=1, of_type=1),
    ),
    Defect(
        "gift-of-a-blocked-sender-counted",
        ("GIFT-5", "VIEW-7"),
        "A gift that was refused since the host blocked its sender is counted.",
        True,
        miscounting(status=403, in_total=1, of_type=1),
    ),
    Defect(
        "gift-charged-twice",
        ("GIFT-5",),
        "A gift costs twice its creditAmount.",
        True,
        remembering(CREATE, STATISTICS, by=_charging_twice),
    ),
    Defect(
        "gift-charged-once-for-all",
        ("GIFT-5",),
        "Sending the same gift again is counted, and costs nothing.",
        True,
        remembering(CREATE, STATISTICS, by=_charging_once),
    ),
    Defect(
        "refused-gift-charged",
        ("GIFT-5",),
        "A gift that was refused with 409 is charged, where there are credits for it.",
        True,
        remembering(CREATE, STATISTICS, by=_charging_refused),
    ),
)
