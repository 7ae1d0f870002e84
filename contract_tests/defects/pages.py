"""Defects of pages and of what they say of themselves (PAGE-2 to PAGE-6)."""

from collections.abc import Callable
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect
from contract_tests.defects.listing import Items, relisting
from contract_tests.defects.routes import largest_limit
from contract_tests.defects.searching import is_search
from contract_tests.defects.wrapping import answering, changing_data

_VIEWERS = "getLiveStreamViewers"
_RENTALS = "listMyReplayRentals"
_BOTH = (_VIEWERS, _RENTALS)


def _paging(change: Callable[[dict[str, Any]], None]) -> Callable[[Any, Asked], None]:
    return lambda data, asked: change(data["pagination"])


def _round_down(pagination: dict[str, Any]) -> None:
    pagination["totalPages"] = pagination["totalItems"] // pagination["itemsPerPage"]


def _at_least_one(pagination: dict[str, Any]) -> None:
    pagination["totalPages"] = max(pagination["totalPages"], 1)


def _more_on_the_last(pagination: dict[str, Any]) -> None:
    pagination["hasNextPage"] |= pagination["currentPage"] == pagination["totalPages"]


def _nothing_before_the_past(pagination: dict[str, Any]) -> None:
    pagination["hasPrevPage"] &= pagination["currentPage"] <= pagination["totalPages"]


def _by_way_of_float(pagination: dict[str, Any]) -> None:
    if pagination["currentPage"] < 10**300:
        pagination["currentPage"] = int(float(pagination["currentPage"]))


def _count_items(data: Any, asked: Asked) -> None:
    data["pagination"]["itemsPerPage"] = len(data["list"]) or data["pagination"]["itemsPerPage"]


def _one_more_in_the_middle(pagination: dict[str, Any]) -> None:
    is_middle = 1 < pagination["currentPage"] < pagination["totalPages"]
    # One more would make a page more where the last one is full, and that would show by itself.
    is_last_full = pagination["totalItems"] % pagination["itemsPerPage"] == 0
    pagination["totalItems"] += is_middle and not is_last_full


def _nothing_past_the_end(pagination: dict[str, Any]) -> None:
    if pagination["currentPage"] > pagination["totalPages"]:
        pagination |= {"totalItems": 0, "totalPages": 0}


def _without_previous(pagination: dict[str, Any]) -> None:
    del pagination["hasPrevPage"]


def _rename_total(pagination: dict[str, Any]) -> None:
    pagination["total"] = pagination.pop("totalItems")


def _short_last(data: Any, asked: Asked) -> None:
    page = data["pagination"]["currentPage"]
    if 1 < page == data["pagination"]["totalPages"]:
        del data["list"][-1:]


def _short_at_the_maximum(data: Any, asked: Asked) -> None:
    if data["pagination"]["itemsPerPage"] == largest_limit(_VIEWERS):
        del data["list"][-1:]


async def _two_for_one(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    page = answer.page
    if page is None or page["pagination"]["itemsPerPage"] != 1 or not page["pagination"]["hasNextPage"]:
        return answer
    following = (await ask(asked.with_parameters(page=str(page["pagination"]["currentPage"] + 1)))).page
    return answer.with_data({**page, "list": [*page["list"], *following["list"]]}) if following else answer


def _sliding(*, by: int, when: Callable[[Asked], bool]) -> Respond:
    """Begin a page one item too early (-1) or too late (1), where there is a page on either side."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        data = answer.page
        if data is None or not when(asked):
            return answer
        page, pages = data["pagination"]["currentPage"], data["pagination"]["totalPages"]
        if not 1 < page < pages + (by < 0):
            return answer
        beside = (await ask(asked.with_parameters(page=str(page + by)))).page
        own = data["list"]
        if not beside or not beside["list"]:
            return answer
        data["list"] = [beside["list"][-1], *own[:-1]] if by < 0 else [*own[1:], beside["list"][0]]
        return answer.with_data(data)

    return respond


def _ties_turned_for_odd_limits(items: Items, asked: Asked) -> Items:
    if not (asked.parameter("limit") or "").endswith(("1", "3", "5", "7", "9")):
        return items
    by_id = sorted(items, key=lambda viewer: str(viewer["_id"]), reverse=True)
    return sorted(by_id, key=lambda viewer: str(viewer["joinedAt"]), reverse=True)


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "pagination-without-has-prev-page",
        ("PAGE-2",),
        "The pagination of rentals does not say whether there is a page before.",
        False,
        changing_data(_RENTALS, by=_paging(_without_previous)),
    ),
    Defect(
        "pagination-with-another-total",
        ("PAGE-2",),
        "The pagination of viewers says total in place of totalItems.",
        False,
        changing_data(_VIEWERS, by=_paging(_rename_total)),
    ),
    Defect(
        "total-pages-rounded-down",
        ("PAGE-3",),
        "totalPages does not count a last page that is not full.",
        False,
        changing_data(*_BOTH, by=_paging(_round_down)),
    ),
    Defect(
        "one-page-of-nothing",
        ("PAGE-3",),
        "totalPages is 1 where there is no item.",
        False,
        changing_data(*_BOTH, by=_paging(_at_least_one)),
    ),
    Defect(
        "next-page-after-the-last",
        ("PAGE-3",),
        "hasNextPage is true on the last page.",
        False,
        changing_data(*_BOTH, by=_paging(_more_on_the_last)),
    ),
    Defect(
        "no-page-before-one-past-the-end",
        ("PAGE-3",),
        "hasPrevPage is false past the end.",
        False,
        changing_data(*_BOTH, by=_paging(_nothing_before_the_past)),
    ),
    Defect(
        "huge-page-rounded",
        ("PAGE-3", "PAGE-5"),
        "currentPage is echoed by way of a floating-point number, wrong beyond 2 to the 53rd.",
        False,
        changing_data(*_BOTH, by=_paging(_by_way_of_float)),
    ),
    Defect(
        "items-per-page-counts-the-items",
        ("PAGE-3", "PAGE-1"),
        "itemsPerPage is how many items the page has, not the limit.",
        False,
        changing_data(*_BOTH, by=_count_items),
    ),
    Defect(
        "total-larger-in-the-middle",
        ("PAGE-3", "PAGE-6"),
        "totalItems is one more on the pages between the first and the last.",
        True,
        changing_data(*_BOTH, by=_paging(_one_more_in_the_middle)),
    ),
    Defect(
        "no-total-past-the-end",
        ("PAGE-3", "PAGE-5", "PAGE-6"),
        "Past the end totalItems and totalPages are 0.",
        True,
        changing_data(*_BOTH, by=_paging(_nothing_past_the_end)),
    ),
    Defect(
        "last-page-short-by-one",
        ("PAGE-4", "PAGE-6"),
        "The last page, where it is not the first, lacks its last item.",
        False,
        changing_data(*_BOTH, by=_short_last),
    ),
    Defect(
        "maximum-limit-loses-an-item",
        ("PAGE-4", "PAGE-6"),
        "With the largest limit, and no other, a page lacks its last item.",
        False,
        changing_data(*_BOTH, by=_short_at_the_maximum),
    ),
    Defect(
        "limit-of-1-gives-two",
        ("PAGE-4", "PAGE-6"),
        "With a limit of 1 a page holds two items.",
        False,
        answering(*_BOTH, by=_two_for_one),
    ),
    Defect(
        "pages-overlap",
        ("PAGE-6", "VIEW-5"),
        "From the second page on, a page begins with the last item of the page before.",
        True,
        answering(*_BOTH, by=_sliding(by=-1, when=lambda asked: True)),
    ),
    Defect(
        "pages-overlap-in-a-search",
        ("PAGE-6", "VIEW-5", "FIND-1"),
        "In a search, and only there, a page begins with the last item of the page before.",
        True,
        answering(_VIEWERS, by=_sliding(by=-1, when=is_search)),
    ),
    Defect(
        "item-lost-between-pages",
        ("PAGE-6", "VIEW-5"),
        "A page between the first and the last begins one item too late, and ends one too late.",
        True,
        answering(_VIEWERS, by=_sliding(by=1, when=lambda asked: True)),
    ),
    Defect(
        "ties-turned-for-odd-limits",
        ("PAGE-6", "VIEW-4"),
        "Viewers who joined at the same moment come in the other order when the limit is odd.",
        False,
        relisting(_VIEWERS, by=_ties_turned_for_odd_limits),
    ),
)
