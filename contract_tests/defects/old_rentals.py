"""Defects of rentals that were there before: refunded, lapsed, of streams that are gone (RENT-3, RENT-8)."""

from datetime import datetime, timedelta
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.listing import Items, relisting
from contract_tests.defects.looking import stream_seen_by_its_host
from contract_tests.defects.renting import DETAIL, RENTALS, STATUS, moved, rental_of
from contract_tests.defects.wrapping import answering, remembering


def _refunded_is_active(tokens: Tokens) -> Respond:
    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        data = answer.data
        if answer.status != 200:
            return answer
        for shown in data["list"] if asked.operation_id == RENTALS else [data]:
            access, place = shown.get("replayAccess", shown), shown.get("liveStream", shown)
            if access["status"] == "refunded":
                path = {"id": place["id"]} if "id" in place else asked.arguments
                stream = await stream_seen_by_its_host(asked.calling(DETAIL, path), ask, tokens)
                access |= _as_of_today(access["rentedAt"], answer.timestamp, stream or place)
                place["recordingUrl"] = stream and stream["recordingUrl"]
        return answer.with_data(data)

    return respond


def _as_of_today(rented_at: str, now: str, stream: dict[str, Any]) -> dict[str, Any]:
    """The rental as if it had been made on the last day, at the same hour."""
    day = timedelta(days=1)
    passed = (datetime.fromisoformat(now) - datetime.fromisoformat(rented_at)) // day
    return rental_of(stream, rented_at=moved(rented_at, passed * day), now=now)


async def _told_of_what_is_gone(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    rentals = (await ask(asked.calling(RENTALS))).data if answer.status == 404 else None
    for row in rentals["list"] if rentals else ():
        if row["replayAccess"]["status"] == "refunded":
            return answer.restated(200, {**row["replayAccess"], "recordingUrl": None})
    return answer


def _by_status(items: Items, asked: Asked) -> Items:
    return sorted(items, key=lambda row: row["replayAccess"]["status"], reverse=True)


def _has_few_on_a_page(asked: Asked) -> bool:
    limit = asked.parameter("limit")
    return limit is not None and int(limit) < 20


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "refunded-rental-shown-active",
        ("RENT-3", "RENT-4", "RENT-7", "RENT-8"),
        "A rental that was refunded is shown as active, with its recording, as if it had been made today.",
        True,
        remembering(RENTALS, STATUS, DETAIL, by=_refunded_is_active),
    ),
    Defect(
        "refunded-rental-of-a-deleted-stream",
        ("ID-3",),
        "Who has had a rental refunded is told its access for streams that are deleted.",
        False,
        answering(STATUS, by=_told_of_what_is_gone),
    ),
    Defect(
        "rentals-by-status-on-small-pages",
        ("PAGE-6", "PAGE-7", "RENT-7"),
        "One's rentals come ordered by status where pages hold fewer than 20.",
        True,
        relisting(RENTALS, by=_by_status, when=_has_few_on_a_page),
    ),
)
