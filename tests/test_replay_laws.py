"""Each law about replays in a single response speaks up on an exchange that was broken by hand."""

from copy import deepcopy

import pytest

from contract_tests.checks import replay_laws
from tests.breaches import Breach, named, told_of
from tests.drafts import (
    A_LATER_MOMENT,
    ACTIVE,
    AVAILABLE,
    DETAIL,
    EXPIRED,
    FEATURED,
    ONE,
    RENTALS,
    RENTED,
    Draft,
    both,
    put,
    twice,
)

CHECKS = replay_laws.RESPONSE_CHECKS


def then_a_newer_rental(draft: Draft) -> None:
    newer = deepcopy(draft.data["list"][0])
    newer["liveStream"]["id"] = "f" * 24
    newer["replayAccess"]["rentedAt"] = "2026-03-01T12:00:01.000Z"
    draft.data["list"].append(newer)


BREACHES: tuple[Breach, ...] = (
    Breach(
        replay_laws.a_rental_lasts_24_hours,
        "RENT-2",
        EXPIRED,
        put("data", "rentedAt", to="2026-02-27T19:00:00.000Z"),
    ),
    Breach(
        replay_laws.a_new_rental_ends_24_hours_from_now,
        "RENT-2",
        RENTED,
        put("data", "expiresAt", to="2026-03-03T12:00:00.000Z"),
    ),
    Breach(replay_laws.each_stream_has_one_rental, "RENT-2", RENTALS, twice("data", "list")),
    Breach(
        replay_laws.a_recording_is_hidden_while_no_rental_is_active,
        "RENT-7",
        EXPIRED,
        put("data", "recordingUrl", to="https://x"),
    ),
    Breach(
        replay_laws.a_recording_is_hidden_while_no_rental_is_active,
        "RENT-7",
        DETAIL,
        put("data", "recordingUrl", to="https://x"),
    ),
    Breach(
        replay_laws.a_recording_is_hidden_from_all_who_may_not_view_it,
        "RENT-7",
        DETAIL,
        put("data", "recordingUrl", to=""),
    ),
    Breach(
        replay_laws.whoever_has_rented_gets_the_recording,
        "RENT-7",
        RENTED,
        put("data", "recordingUrl", to=None),
    ),
    Breach(
        replay_laws.a_new_rental_gives_the_recording, "RENT-7", RENTED, put("data", "recordingUrl", to=None)
    ),
    Breach(replay_laws.rentals_come_newest_first, "RENT-7", RENTALS, then_a_newer_rental),
    Breach(
        replay_laws.only_rentals_are_listed_as_rentals,
        "RENT-7",
        RENTALS,
        put(*ONE, "replayAccess", "status", to="available"),
    ),
    Breach(
        replay_laws.recordings_are_for_owners_participants_and_active_renters,
        "RENT-8",
        AVAILABLE,
        put("data", "canViewRecording", to=True),
    ),
    Breach(
        replay_laws.recordings_are_for_owners_participants_and_active_renters,
        "RENT-8",
        ACTIVE,
        put("data", "canViewRecording", to=False),
    ),
    Breach(
        replay_laws.only_who_has_no_access_yet_can_rent, "RENT-8", ACTIVE, put("data", "canRent", to=True)
    ),
    Breach(
        replay_laws.what_can_be_rented_is_a_replay_to_rent,
        "RENT-1",
        DETAIL,
        put("data", "status", to="active"),
    ),
    Breach(
        replay_laws.what_can_be_rented_is_a_replay_to_rent,
        "RENT-1",
        DETAIL,
        put("data", "replayCreditPrice", to=0),
    ),
    Breach(
        replay_laws.what_can_be_rented_is_a_replay_to_rent,
        "RENT-1",
        DETAIL,
        both(put("data", "liveStreamType", to="duocrowd"), put("data", "guests", to=[])),
    ),
    Breach(
        replay_laws.remaining_seconds_count_down_to_the_end,
        "RENT-8",
        ACTIVE,
        put("data", "remainingSeconds", to=82797),
    ),
    Breach(
        replay_laws.remaining_seconds_count_down_to_the_end,
        "RENT-8",
        EXPIRED,
        put("data", "remainingSeconds", to=1),
    ),
    Breach(
        replay_laws.a_rental_has_its_times_and_nothing_else_has,
        "RENT-8",
        EXPIRED,
        put("data", "rentedAt", to=None),
    ),
    Breach(
        replay_laws.a_rental_has_its_times_and_nothing_else_has,
        "RENT-8",
        AVAILABLE,
        put("data", "expiresAt", to="2026-03-01T12:00:00.000Z"),
    ),
    Breach(
        replay_laws.a_status_agrees_with_the_times,
        "RENT-8",
        ACTIVE,
        put("data", "expiresAt", to="2026-03-01T11:00:00.000Z"),
    ),
    Breach(
        replay_laws.a_status_agrees_with_the_times,
        "RENT-8",
        EXPIRED,
        put("data", "expiresAt", to="2026-03-01T13:00:00.000Z"),
    ),
    Breach(
        replay_laws.a_status_agrees_with_the_times,
        "RENT-8",
        RENTED,
        put("data", "rentedAt", to=A_LATER_MOMENT),
    ),
    Breach(replay_laws.renting_gives_access, "RENT-8", RENTED, put("data", "status", to="available")),
    Breach(
        replay_laws.nobody_in_particular_has_rented_anything,
        "RENT-8",
        FEATURED,
        put("data", 0, "replayAccess", "status", to="owner"),
    ),
    Breach(
        replay_laws.a_rental_tells_its_access_alike_twice,
        "RENT-8",
        RENTALS,
        put(*ONE, "liveStream", "replayAccess", "price", to=9999),
    ),
)


@pytest.mark.parametrize("breach", BREACHES, ids=named)
def test_a_broken_law_about_replays_is_told_with_its_rule(breach: Breach) -> None:
    assert breach.told in told_of(CHECKS, breach)


def test_every_law_about_replays_is_seen_to_bite() -> None:
    assert {check.run for check in CHECKS} == {breach.check for breach in BREACHES}


@pytest.mark.parametrize(("seconds", "is_told"), [(1, False), (2, True)])
def test_a_second_may_pass_between_the_two_accesses_of_a_rental(seconds: int, is_told: bool) -> None:
    def later(draft: Draft) -> None:
        (rental,) = draft.data["list"][:1]
        rental["replayAccess"] = {**rental["replayAccess"], "remainingSeconds": 3000}
        rental["liveStream"]["replayAccess"]["remainingSeconds"] = 3000 - seconds

    breach = Breach(replay_laws.a_rental_tells_its_access_alike_twice, "RENT-8", RENTALS, later)

    assert (breach.told in told_of(CHECKS, breach)) is is_told
