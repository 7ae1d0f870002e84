"""PAGE-1 to PAGE-7: laws of pages, for the viewers and for one's own rentals."""

import re
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.answers import assert_refused, data_of
from tests.sound_requests import stream_titled
from tests.staging import Stage

LISTS = ("viewers", "rentals")
BAD_NUMBERS = (
    "0",
    "-1",
    "01",
    "+1",
    "1.0",
    "1e2",
    "",
    " 1",
    "1 ",
    "1_0",
    "0x1",
    "one",
    "null",
    "١",
    "１",
    "1２",
    "1٢",
    "1\0",
)

pages = st.integers(1, 60)
limits = st.integers(1, 100)
lists = pytest.mark.parametrize("which", LISTS)
few_requests = settings(max_examples=40)


def read(stage: Stage, which: str, **query: Any) -> httpx2.Response:
    if which == "viewers":
        return stage.get(f"/live-stream/{stage.main}/viewers", **query)
    return stage.get("/live-stream/my-replay-rentals", "renter", **query)


def whole(stage: Stage, which: str) -> list[Any]:
    """The whole list, which has room on one page."""
    data = data_of(read(stage, which, limit=100))
    assert len(data["list"]) == data["pagination"]["totalItems"] > 2, "the laws need a list that is worth it"
    items: list[Any] = data["list"]
    return items


@pytest.mark.rule("PAGE-3", "PAGE-4", "PAGE-5", "PAGE-6")
@lists
@few_requests
@given(page=pages, limit=limits)
def test_a_page_is_its_part_of_the_whole_list(quiet_stage: Stage, which: str, page: int, limit: int) -> None:
    items = whole(quiet_stage, which)

    data = data_of(read(quiet_stage, which, page=page, limit=limit))

    assert data["list"] == items[(page - 1) * limit : page * limit]


@pytest.mark.rule("PAGE-2", "PAGE-3")
@lists
@few_requests
@given(page=pages, limit=limits)
def test_pagination_tells_where_a_page_lies(quiet_stage: Stage, which: str, page: int, limit: int) -> None:
    total = len(whole(quiet_stage, which))

    pagination = data_of(read(quiet_stage, which, page=page, limit=limit))["pagination"]

    last = (total + limit - 1) // limit
    assert pagination == {
        "currentPage": page,
        "totalPages": last,
        "totalItems": total,
        "itemsPerPage": limit,
        "hasNextPage": page < last,
        "hasPrevPage": page > 1,
    }


@pytest.mark.rule("PAGE-4")
@lists
@few_requests
@given(page=pages, limit=limits)
def test_a_page_is_filled_as_far_as_items_are_left(
    quiet_stage: Stage, which: str, page: int, limit: int
) -> None:
    data = data_of(read(quiet_stage, which, page=page, limit=limit))

    left = max(0, data["pagination"]["totalItems"] - (page - 1) * limit)
    assert len(data["list"]) == min(limit, left)


@pytest.mark.rule("PAGE-6", "PAGE-3")
@lists
@settings(max_examples=15)
@given(limit=st.one_of(st.integers(3, 50), st.sampled_from([44, 45, 46, 100])))
def test_turning_pages_shows_everything_once_and_in_order(quiet_stage: Stage, which: str, limit: int) -> None:
    seen, page, has_next = [], 0, True

    while has_next:
        page += 1
        data = data_of(read(quiet_stage, which, page=page, limit=limit))
        seen += data["list"]
        has_next = data["pagination"]["hasNextPage"]

    assert seen == whole(quiet_stage, which)
    assert page == data["pagination"]["totalPages"], "the last page is the one without a next"


@pytest.mark.rule("PAGE-6")
@lists
def test_single_items_are_pages_too(quiet_stage: Stage, which: str) -> None:
    items = whole(quiet_stage, which)

    seen = [data_of(read(quiet_stage, which, page=at + 1, limit=1))["list"] for at in range(len(items))]

    assert seen == [[item] for item in items]


@pytest.mark.rule("PAGE-5", "PAGE-3")
@lists
@pytest.mark.parametrize("page", ["46", str(2**31), str(2**63), str(2**64 + 1), "1" + "0" * 5000], ids=len)
def test_a_page_past_the_end_is_empty_however_large(quiet_stage: Stage, which: str, page: str) -> None:
    answer = read(quiet_stage, which, page=page, limit=1)

    data = data_of(answer)
    assert data["list"] == []
    assert f'"currentPage":{page},' in answer.text, "the page is not echoed digit by digit"
    assert (data["pagination"]["hasNextPage"], data["pagination"]["hasPrevPage"]) == (False, True)


@pytest.mark.rule("PAGE-3")
@pytest.mark.parametrize("page", [1, 2])
def test_an_empty_list_has_no_pages(quiet_stage: Stage, page: int) -> None:
    nobody = stream_titled(quiet_stage, "Nefes ve Sessizlik")

    for answer in (
        quiet_stage.get(f"/live-stream/{nobody}/viewers", page=page),
        quiet_stage.get("/live-stream/my-replay-rentals", "viewer", page=page),
    ):
        data = data_of(answer)
        assert data["list"] == []
        assert data["pagination"] == {
            "currentPage": page,
            "totalPages": 0,
            "totalItems": 0,
            "itemsPerPage": 20,
            "hasNextPage": False,
            "hasPrevPage": page > 1,
        }


@pytest.mark.rule("PAGE-1")
@lists
@pytest.mark.parametrize("name", ["page", "limit"])
@pytest.mark.parametrize("number", BAD_NUMBERS, ids=repr)
def test_what_is_no_plain_number_is_refused(quiet_stage: Stage, which: str, name: str, number: str) -> None:
    assert_refused(read(quiet_stage, which, **{name: number}), 400)


@pytest.mark.rule("PAGE-1")
@lists
@settings(max_examples=50)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"])).filter(
        lambda text: not re.fullmatch("[0-9]+", text)
    )
)
def test_any_text_but_digits_is_refused(quiet_stage: Stage, which: str, text: str) -> None:
    assert_refused(read(quiet_stage, which, page=text), 400)
    assert_refused(read(quiet_stage, which, limit=text), 400)


@pytest.mark.rule("PAGE-1")
@lists
@settings(max_examples=25)
@given(limit=st.one_of(st.just(101), st.integers(min_value=101), st.integers(max_value=0)))
def test_a_limit_out_of_range_is_refused(quiet_stage: Stage, which: str, limit: int) -> None:
    assert_refused(read(quiet_stage, which, limit=limit), 400)


@pytest.mark.rule("PAGE-1")
@lists
@pytest.mark.parametrize("limit", [1, 100])
def test_the_bounds_themselves_are_in_range(quiet_stage: Stage, which: str, limit: int) -> None:
    assert data_of(read(quiet_stage, which, page=1, limit=limit))["pagination"]["itemsPerPage"] == limit


@pytest.mark.rule("PAGE-1")
@lists
@pytest.mark.parametrize("name", ["page", "limit"])
def test_a_number_given_twice_is_refused(quiet_stage: Stage, which: str, name: str) -> None:
    assert_refused(read(quiet_stage, which, **{name: ["1", "1"]}), 400)


@pytest.mark.rule("PAGE-1", "PAGE-7")
@lists
@pytest.mark.parametrize(
    ("left_out", "spelt_out"),
    [
        ({}, {"page": 1, "limit": 20}),
        ({"page": 2}, {"page": 2, "limit": 20}),
        ({"limit": 3}, {"page": 1, "limit": 3}),
    ],
    ids=["both", "limit", "page"],
)
def test_a_parameter_left_out_means_its_default(
    quiet_stage: Stage, which: str, left_out: dict[str, int], spelt_out: dict[str, int]
) -> None:
    data = data_of(read(quiet_stage, which, **left_out))

    assert data == data_of(read(quiet_stage, which, **spelt_out))


@pytest.mark.rule("PAGE-7")
def test_a_search_left_out_means_an_empty_one(quiet_stage: Stage) -> None:
    assert data_of(read(quiet_stage, "viewers", search="")) == data_of(read(quiet_stage, "viewers"))


@pytest.mark.rule("PAGE-1")
@lists
def test_unknown_parameters_are_ignored_and_noted_in_the_journal(stage: Stage, which: str) -> None:
    plain = data_of(read(stage, which))

    data = data_of(read(stage, which, Page=7, offset=3))

    assert data == plain
    remarks = " ".join(stage.mock.journal.entries[-1].remarks)
    assert "'Page'" in remarks and "'offset'" in remarks, f"the journal says only: {remarks!r}"
