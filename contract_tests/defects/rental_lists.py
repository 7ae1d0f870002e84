"""Defects of the list of one's rentals (RENT-7, RENT-8)."""

from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.listing import Items, relisting
from contract_tests.defects.renting import RENTALS
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import changing_data, remembering


def _withhold_in_list(data: Any, asked: Asked) -> None:
    for item in data["list"]:
        item["liveStream"]["recordingUrl"] = None


def _no_time_left_in_list(data: Any, asked: Asked) -> None:
    for item in data["list"]:
        item["replayAccess"]["remainingSeconds"] = 0


def _oldest_first(items: Items, asked: Asked) -> Items:
    return items[::-1]


def _without_newest(items: Items, asked: Asked) -> Items:
    return items[1:]


def _of_the_last_caller(tokens: Tokens) -> Respond:
    last: list[str] = []

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.page is None:
            return answer
        before = last.pop() if last else caller_of(asked)
        last.append(caller_of(asked))
        return answer if before == last[0] else await ask(asked.with_token(tokens(before)))

    return respond


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "recording-withheld-in-the-list",
        ("RENT-7",),
        "One's rentals are listed without the recording, also while they are active.",
        True,
        changing_data(RENTALS, by=_withhold_in_list),
    ),
    Defect(
        "no-time-left-in-the-list",
        ("RENT-8",),
        "Beside one's rentals remainingSeconds is 0.",
        False,
        changing_data(RENTALS, by=_no_time_left_in_list),
    ),
    Defect(
        "oldest-rental-first",
        ("RENT-7",),
        "One's rentals come oldest rentedAt first.",
        False,
        relisting(RENTALS, by=_oldest_first),
    ),
    Defect(
        "newest-rental-not-listed",
        ("RENT-7", "RENT-2"),
        "The newest of one's rentals is not listed.",
        True,
        relisting(RENTALS, by=_without_newest),
    ),
    Defect(
        "rentals-of-the-last-caller",
        ("AUTH-6", "RENT-2", "RENT-7", "RENT-8", "PAGE-3", "PAGE-4", "PAGE-6", "PAGE-7"),
        "Whoever asks for rentals after somebody else is shown the other's.",
        True,
        remembering(RENTALS, by=_of_the_last_caller),
    ),
)
