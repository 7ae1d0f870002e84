"""Defects of how many are watching, and how many have joined (VIEW-1, VIEW-6)."""

from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked
from contract_tests.defects.defect import Defect
from contract_tests.defects.searching import is_search
from contract_tests.defects.wrapping import answering, changing_data, with_changed_data

_VIEWERS = "getLiveStreamViewers"


async def _count_all_who_joined(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    viewers = (await ask(asked.calling(_VIEWERS, asked.arguments))).data
    if viewers is None:
        return answer
    total = viewers["participantAudienceTotal"]
    return with_changed_data(answer, lambda data: data.update(viewerCount=total))


def _count_one_more(data: Any, asked: Asked) -> None:
    data["viewerCount"] += 1


def _total_of_matches(data: Any, asked: Asked) -> None:
    if is_search(asked):
        data["participantAudienceTotal"] = data["pagination"]["totalItems"]


def _total_one_short(data: Any, asked: Asked) -> None:
    data["participantAudienceTotal"] = max(data["pagination"]["totalItems"] - 1, 0)


def _total_of_the_present_later(data: Any, asked: Asked) -> None:
    if data["pagination"]["currentPage"] > 1:
        data["participantAudienceTotal"] = data["pagination"]["totalItems"]


def _total_left_out(data: Any, asked: Asked) -> None:
    if not data["list"]:
        del data["participantAudienceTotal"]


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "viewer-count-one-too-many",
        ("VIEW-1",),
        "The viewer count is one more than the viewers list has.",
        True,
        changing_data("getViewerCount", by=_count_one_more),
    ),
    Defect(
        "viewer-count-with-those-who-left",
        ("VIEW-1", "VIEW-6"),
        "The viewer count counts everyone who has joined.",
        True,
        answering("getViewerCount", by=_count_all_who_joined),
    ),
    Defect(
        "audience-total-of-the-matches",
        ("VIEW-6",),
        "In a search participantAudienceTotal counts the matches.",
        True,
        changing_data(_VIEWERS, by=_total_of_matches),
    ),
    Defect(
        "audience-total-other-on-later-pages",
        ("VIEW-6",),
        "From the second page on participantAudienceTotal counts only those present.",
        True,
        changing_data(_VIEWERS, by=_total_of_the_present_later),
    ),
    Defect(
        "audience-total-one-short",
        ("VIEW-6",),
        "participantAudienceTotal is one less than totalItems.",
        False,
        changing_data(_VIEWERS, by=_total_one_short),
    ),
    Defect(
        "audience-total-left-out-of-empty-pages",
        ("VIEW-6",),
        "An empty page has no participantAudienceTotal.",
        False,
        changing_data(_VIEWERS, by=_total_left_out),
    ),
)
