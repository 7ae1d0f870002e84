"""Mechanisms for gifts: counting them otherwise than the app, and spending a caller's credits on them."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Tokens, Wrap
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import remembering, with_changed_data

STATISTICS = "getGiftStatistics"
CREATE = "createGift"

Gift = tuple[str, str]
"""The ids of a stream and of a gift type."""


def gift_in(asked: Asked) -> Gift | None:
    """What a body wants to be sent; None where it does not say."""
    body = asked.json if isinstance(asked.json, Mapping) else {}
    stream, kind = body.get("liveStreamId"), body.get("giftTypeId")
    return (stream, kind) if isinstance(stream, str) and isinstance(kind, str) else None


def miscounting(*, status: int, in_total: int, of_type: int) -> Wrap:
    """Show, for every gift that was answered with a status, so many more in total and of its type."""

    def make(tokens: Tokens) -> Respond:
        noted: Counter[Gift] = Counter()

        async def respond(asked: Asked, ask: Ask) -> Answer:
            answer = await ask(asked)
            if asked.operation_id == STATISTICS:
                return with_gifts(answer, noted, in_total=in_total, of_type=of_type)
            gift = gift_in(asked)
            if answer.status == status and gift:
                noted[gift] += 1
            return answer

        return respond

    return remembering(CREATE, STATISTICS, by=make)


def with_gifts(answer: Answer, gifts: Counter[Gift], *, in_total: int = 1, of_type: int = 1) -> Answer:
    """The statistics of a stream with so many more for each of these gifts; with -1 they are hidden."""

    def count(data: Any) -> None:
        own = {kind: number for (stream, kind), number in gifts.items() if stream == data["liveStreamId"]}
        data["totalCount"] = max(data["totalCount"] + in_total * sum(own.values()), 0)
        for row in data["giftTypeCounts"]:
            row["count"] = max(row["count"] + of_type * own.get(row["giftType"]["id"], 0), 0)

    return with_changed_data(answer, count)


async def spend(asked: Asked, ask: Ask, amount: int) -> Counter[Gift]:
    """Have the caller pay an amount for gifts to a featured stream; the gifts that were sent."""
    sent: Counter[Gift] = Counter()
    types = (await ask(asked.calling("listGiftTypes"))).data or []
    featured = (await ask(asked.calling("listFeaturedLiveStreams"))).data or []
    foreign = [stream["id"] for stream in featured if stream["creator"]["_id"] != caller_of(asked)]
    for kind in sorted(types, key=lambda kind: -int(kind["creditAmount"])):
        while foreign and 0 < kind["creditAmount"] <= amount:
            body = json.dumps({"giftTypeId": kind["id"], "liveStreamId": foreign[-1]}).encode()
            if (await ask(asked.calling(CREATE, body=body))).status != 201:
                break
            sent[foreign[-1], kind["id"]] += 1
            amount -= kind["creditAmount"]
    return sent
