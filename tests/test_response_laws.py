"""Each law about a single response speaks up on an exchange that was broken by hand."""

from copy import deepcopy

import pytest

from contract_tests.checks import page_laws, response_laws
from tests.breaches import Breach, named, told_of
from tests.drafts import (
    A_LATER_MOMENT,
    DETAIL,
    FEATURED,
    ONE,
    PAGE,
    RENTED,
    STATISTICS,
    TYPES,
    VIEWERS,
    asked,
    both,
    drop,
    put,
    turned,
    twice,
)

CHECKS = (*page_laws.RESPONSE_CHECKS, *response_laws.RESPONSE_CHECKS)

BREACHES: tuple[Breach, ...] = (
    Breach(page_laws.the_numbers_of_a_page_agree, "PAGE-3", VIEWERS, put(*PAGE, "totalPages", to=22)),
    Breach(page_laws.the_numbers_of_a_page_agree, "PAGE-3", VIEWERS, put(*PAGE, "hasNextPage", to=False)),
    Breach(page_laws.the_numbers_of_a_page_agree, "PAGE-3", VIEWERS, put(*PAGE, "hasPrevPage", to=True)),
    Breach(page_laws.page_and_limit_are_echoed, "PAGE-3", VIEWERS, asked("page=2&limit=2")),
    Breach(page_laws.page_and_limit_are_echoed, "PAGE-3", VIEWERS, asked("page=1&limit=3")),
    Breach(page_laws.what_is_left_out_takes_its_default, "PAGE-1", VIEWERS, asked("page=1")),
    Breach(page_laws.a_page_holds_no_more_than_its_limit, "PAGE-4", VIEWERS, twice("data", "list")),
    Breach(page_laws.a_page_holds_all_that_are_left, "PAGE-4", VIEWERS, drop("data", "list", 1)),
    Breach(response_laws.viewers_come_newest_first, "VIEW-4", VIEWERS, turned("data", "list")),
    Breach(
        response_laws.viewers_come_newest_first,
        "VIEW-4",
        VIEWERS,
        both(
            put("data", "list", 1, "joinedAt", to="2026-03-01T11:58:12.000Z"), put(*ONE, "_id", to="f" * 24)
        ),
    ),
    Breach(
        response_laws.nobody_joined_after_the_response,
        "VIEW-5",
        VIEWERS,
        put(*ONE, "joinedAt", to=A_LATER_MOMENT),
    ),
    Breach(response_laws.no_viewer_stands_on_a_page_twice, "VIEW-5", VIEWERS, twice("data", "list")),
    Breach(
        response_laws.all_who_joined_are_no_fewer_than_those_present,
        "VIEW-6",
        VIEWERS,
        put("data", "participantAudienceTotal", to=44),
    ),
    Breach(
        response_laws.no_more_gifts_are_counted_by_type_than_in_total,
        "GIFT-2",
        STATISTICS,
        put("data", "totalCount", to=5),
    ),
    Breach(
        response_laws.gifts_are_counted_for_active_types_only,
        "GIFT-2",
        STATISTICS,
        put("data", "giftTypeCounts", 0, "giftType", "isActive", to=False),
    ),
    Breach(
        response_laws.gift_counts_come_cheapest_type_first,
        "GIFT-3",
        STATISTICS,
        turned("data", "giftTypeCounts"),
    ),
    Breach(
        response_laws.no_gift_type_is_counted_twice, "GIFT-3", STATISTICS, twice("data", "giftTypeCounts")
    ),
    Breach(
        response_laws.only_active_gift_types_are_listed, "GIFT-4", TYPES, put("data", 1, "isActive", to=False)
    ),
    Breach(response_laws.gift_types_come_cheapest_first, "GIFT-4", TYPES, turned("data")),
    Breach(response_laws.no_gift_type_is_listed_twice, "GIFT-4", TYPES, twice("data")),
    Breach(
        response_laws.at_most_ten_streams_are_featured,
        "ENV-1",
        FEATURED,
        lambda draft: draft.data.extend(deepcopy(draft.data[0]) for _ in range(10)),
    ),
    Breach(
        response_laws.only_active_streams_are_featured,
        "ENV-1",
        FEATURED,
        put("data", 0, "status", to="ended"),
    ),
    Breach(response_laws.no_stream_is_featured_twice, "ENV-1", FEATURED, twice("data")),
    Breach(
        response_laws.an_answer_is_about_the_stream_that_was_asked_for,
        "ID-1",
        DETAIL,
        put("data", "id", to="f" * 24),
    ),
    Breach(
        response_laws.an_answer_is_about_the_stream_that_was_asked_for,
        "VIEW-1",
        ("getViewerCount", 200, "viewerCount"),
        put("data", "streamId", to="f" * 24),
    ),
    Breach(
        response_laws.an_answer_is_about_the_stream_that_was_asked_for,
        "GIFT-1",
        STATISTICS,
        put("data", "liveStreamId", to="f" * 24),
    ),
    Breach(
        response_laws.a_rental_is_of_the_stream_that_was_asked_for,
        "RENT-8",
        RENTED,
        put("data", "liveStreamId", to="f" * 24),
    ),
    Breach(
        response_laws.following_and_unfollowing_tell_what_they_did,
        "FOLLOW-1",
        ("followUser", 200, "followNew"),
        put("data", "isFollowing", to=False),
    ),
)


@pytest.mark.parametrize("breach", BREACHES, ids=named)
def test_a_broken_law_is_told_with_its_rule(breach: Breach) -> None:
    assert breach.told in told_of(CHECKS, breach)


def test_every_law_is_seen_to_bite() -> None:
    assert {check.run for check in CHECKS} == {breach.check for breach in BREACHES}
