"""Defects of renting a replay again (RENT-2 to RENT-4)."""

from collections import Counter
from datetime import timedelta
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.counting import STATISTICS, Gift, spend, with_gifts
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.listing import repaged, whole_list
from contract_tests.defects.renting import RENT, RENTALS, STATUS, WINDOW, moved
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import answering, remembering, restating, with_changed_data


async def _moving_the_times(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    if answer.status != 200:
        return answer
    now = answer.timestamp
    renewed = {"rentedAt": now, "expiresAt": moved(now, WINDOW)}
    renewed_seconds = int(WINDOW.total_seconds())
    return with_changed_data(answer, lambda data: data.update(renewed, remainingSeconds=renewed_seconds))


def _moving_them_bit_by_bit(tokens: Tokens) -> Respond:
    again: Counter[tuple[str, str]] = Counter()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, key = await ask(asked), (caller_of(asked), asked.arguments["id"])
        if answer.status != 200:
            return answer
        earlier = timedelta(minutes=-again[key])
        again[key] += 1
        return with_changed_data(answer, lambda data: _move(data, earlier))

    return respond


def _move(data: Any, by: timedelta) -> None:
    data |= {name: moved(data[name], by) for name in ("rentedAt", "expiresAt")}
    data["remainingSeconds"] = max(data["remainingSeconds"] + int(by.total_seconds()), 0)


def _charging_again(tokens: Tokens) -> Respond:
    hidden: Counter[Gift] = Counter()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if asked.operation_id == STATISTICS:
            return with_gifts(answer, hidden, in_total=-1, of_type=-1)
        if answer.status == 200:
            hidden.update(await spend(asked, ask, answer.data["price"]))
        return answer

    return respond


def _listing_twice(tokens: Tokens) -> Respond:
    again: set[tuple[str, str]] = set()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, caller = await ask(asked), caller_of(asked)
        if asked.operation_id == RENT and answer.status == 200:
            again.add((caller, asked.arguments["id"]))
        if asked.operation_id == RENT or answer.page is None:
            return answer
        items = [
            row
            for item in await whole_list(asked, ask)
            for row in [item] * (1 + ((caller, item["liveStream"]["id"]) in again))
        ]
        return repaged(answer, items)

    return respond


def _answered_as(status: int, *, instead_of: int) -> Respond:
    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        return answer.restated(status, answer.data) if answer.status == instead_of else answer

    return respond


async def _renewal_is_nothing_new(asked: Asked, ask: Ask) -> Answer:
    was_lapsed = _is_lapsed(await ask(asked.calling(STATUS, asked.arguments)))
    answer = await ask(asked)
    return answer.restated(200, answer.data) if was_lapsed and answer.status == 201 else answer


async def _refuse_renewal(asked: Asked, ask: Ask) -> Answer:
    before = await ask(asked.calling(STATUS, asked.arguments))
    return before.restated(409) if _is_lapsed(before) else await ask(asked)


def _is_lapsed(answer: Answer) -> bool:
    return answer.status == 200 and answer.data["status"] in ("expired", "refunded")


def _forgetting(tokens: Tokens) -> Respond:
    rented: set[tuple[str, str]] = set()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, key = await ask(asked), (caller_of(asked), asked.arguments["id"])
        if asked.operation_id == RENT and answer.status == 201:
            rented.add(key)
        if asked.operation_id == STATUS and answer.status == 200 and key in rented:
            return with_changed_data(answer, _forget)
        return answer

    return respond


def _forget(data: Any) -> None:
    data |= {
        "status": "available",
        "canRent": True,
        "canViewRecording": False,
        "rentedAt": None,
        "expiresAt": None,
        "remainingSeconds": 0,
        "recordingUrl": None,
    }


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "rental-renewed-while-active",
        ("RENT-3", "RENT-2"),
        "Renting again while the rental is active begins its 24 hours anew.",
        True,
        answering(RENT, by=_moving_the_times),
    ),
    Defect(
        "rental-moved-whenever-rented-again",
        ("RENT-3", "RENT-2"),
        "Each time a rental that is active is rented again, the next such answer tells it a minute earlier.",
        True,
        remembering(RENT, by=_moving_them_bit_by_bit),
    ),
    Defect(
        "rental-while-active-is-201",
        ("RENT-3",),
        "Renting again while the rental is active is answered with 201.",
        True,
        answering(RENT, by=_answered_as(201, instead_of=200)),
    ),
    Defect(
        "rental-while-active-is-a-conflict",
        ("RENT-3",),
        "Renting again while the rental is active is answered with 409.",
        True,
        restating(RENT, instead_of=200, status=409),
    ),
    Defect(
        "rental-while-active-charged",
        ("RENT-3",),
        "Renting again while the rental is active costs the price once more.",
        True,
        remembering(RENT, STATISTICS, by=_charging_again),
    ),
    Defect(
        "rental-listed-twice",
        ("RENT-2", "RENT-3", "PAGE-6"),
        "Renting again while the rental is active puts a second row into one's rentals.",
        True,
        remembering(RENT, RENTALS, by=_listing_twice),
    ),
    Defect(
        "new-rental-is-200",
        ("RENT-1", "RENT-2", "RENT-3", "RENT-4"),
        "A replay that was rented is answered with 200, as if it had been rented before.",
        True,
        answering(RENT, by=_answered_as(200, instead_of=201)),
    ),
    Defect(
        "rental-forgotten",
        ("RENT-2", "RENT-7", "RENT-8"),
        "The replay status of a replay that was rented is available, as before.",
        True,
        remembering(RENT, STATUS, by=_forgetting),
    ),
    Defect(
        "renewal-is-200",
        ("RENT-4",),
        "Renting again what has expired or was refunded is answered with 200.",
        True,
        answering(RENT, by=_renewal_is_nothing_new),
    ),
    Defect(
        "renewal-refused",
        ("RENT-4",),
        "What has expired or was refunded cannot be rented again.",
        True,
        answering(RENT, by=_refuse_renewal),
    ),
)
