"""RENT-6 to RENT-8: who may watch a replay, for how long, and what is told of it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kulis.tokens import DEVELOPMENT_SECRET, mint
from tests.answers import assert_refused, data_of, everything
from tests.renting import (
    BAND,
    DUO,
    MASTERCLASS,
    NOT_RENTABLE,
    RENTABLE,
    SOLO,
    rent,
    rentals,
    replay_status,
    stream_detail,
    user_id,
)
from tests.sound_requests import SNACK, stream_titled
from tests.staging import NOON, Stage, staged

ACCESS = {"status", "canRent", "canViewRecording", "price", "rentedAt", "expiresAt", "remainingSeconds"}
DAY = 24 * 3600


def as_user(stage: Stage, username: str) -> Mapping[str, str]:
    """The headers of somebody who is no persona."""
    return {"Authorization": f"Bearer {mint(user_id(stage, username), secret=DEVELOPMENT_SECRET)}"}


@pytest.mark.rule("RENT-6", "RENT-7", "RENT-8")
@pytest.mark.parametrize(
    ("title", "username", "expected"),
    [
        (SOLO, "selin.gunes", "owner"),
        (DUO, "arda.show", "owner"),
        (DUO, "baris.demir", "participant"),
        (BAND, "melis.ates", "participant"),
        (BAND, "onur.deniz", "participant"),
    ],
    ids=["owner", "owner of a duo", "guest", "broadcaster", "guest beside a broadcaster"],
)
def test_who_made_a_stream_watches_it_without_paying(
    quiet_stage: Stage, title: str, username: str, expected: str
) -> None:
    stream, headers = stream_titled(quiet_stage, title), as_user(quiet_stage, username)
    before = everything(quiet_stage)

    answer = quiet_stage.send("GET", f"/live-stream/{stream}/replay-status", None, headers=headers)

    access = data_of(answer)
    assert (access["status"], access["canViewRecording"], access["canRent"]) == (expected, True, False)
    assert access["recordingUrl"] == quiet_stage.stream(_id=stream)["recordingUrl"] is not None
    renting = quiet_stage.send("POST", f"/live-stream/{stream}/replay-rentals", None, headers=headers)
    assert_refused(renting, 409)
    assert everything(quiet_stage) == before, "something was charged"


@pytest.mark.rule("RENT-8", "RENT-6")
def test_an_owner_may_view_even_where_there_is_no_recording(quiet_stage: Stage) -> None:
    stream = stream_titled(quiet_stage, "Haftaya Akustik")

    access = replay_status(quiet_stage, stream, "creator")

    assert (access["status"], access["canViewRecording"]) == ("owner", True)
    assert access["recordingUrl"] is None


@pytest.mark.rule("RENT-7")
def test_the_recording_is_there_while_the_rental_is_active_and_no_longer(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)
    recording = stage.stream(_id=stream)["recordingUrl"]

    def shown() -> set[str | None]:
        listed = [item["liveStream"]["recordingUrl"] for item in rentals(stage)]
        return {
            replay_status(stage, stream)["recordingUrl"],
            stream_detail(stage, stream)["recordingUrl"],
            *listed,
        }

    assert shown() == {None}, "before renting"
    rent(stage, stream)
    assert shown() == {recording}, "just rented"
    stage.advance(hours=23, minutes=59, seconds=59, milliseconds=999)
    assert shown() == {recording}, "in the last millisecond"
    stage.advance(milliseconds=1)
    assert shown() == {None}, "after the window"
    assert [item["liveStream"]["id"] for item in rentals(stage)] == [stream], "it may stay listed"


@pytest.mark.rule("RENT-7")
def test_one_s_rental_is_nobody_else_s(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)

    rent(stage, stream)

    assert replay_status(stage, stream, "rich")["status"] == "available"
    assert stream_detail(stage, stream, "rich")["recordingUrl"] is None
    assert rentals(stage, "rich") == []


@pytest.mark.rule("RENT-7")
def test_rentals_are_listed_newest_first(quiet_stage: Stage) -> None:
    listed = rentals(quiet_stage, "renter")

    titles = [item["liveStream"]["title"] for item in listed]
    assert titles == ["Güne Başlarken", BAND, "Işıkla Portre"], "the deleted stream is left out"
    assert [item["replayAccess"]["status"] for item in listed] == ["active", "expired", "refunded"]


@pytest.mark.rule("RENT-7")
def test_rentals_of_the_same_moment_are_listed_by_id(stage: Stage) -> None:
    streams = [stream_titled(stage, title) for title in (SOLO, DUO, SNACK, BAND)]
    for stream in streams:
        rent(stage, stream, "rich")
    stage.advance(minutes=1)
    newest = stream_titled(stage, MASTERCLASS)
    rent(stage, newest, "rich")

    listed = [item["liveStream"]["id"] for item in rentals(stage, "rich")]

    assert listed == [newest, *sorted(streams)]


@pytest.mark.rule("RENT-7", "RENT-8")
def test_detail_status_and_list_tell_the_same_access(quiet_stage: Stage) -> None:
    for item in rentals(quiet_stage, "renter"):
        assert item.keys() == {"liveStream", "replayAccess"}
        stream = item["liveStream"]

        assert stream == stream_detail(quiet_stage, stream["id"], "renter")
        assert item["replayAccess"] == stream["replayAccess"]
        own = {**item["replayAccess"], "recordingUrl": stream["recordingUrl"]}
        assert own == replay_status(quiet_stage, stream["id"], "renter")


STATUSES = {
    "owner": (SOLO, "creator", False, True),
    "participant": (DUO, "guest", False, True),
    "active": ("Güne Başlarken", "renter", False, True),
    "expired": (BAND, "renter", True, False),
    "refunded": ("Işıkla Portre", "renter", True, False),
    "available": (SNACK, "renter", True, False),
    "unavailable": ("Profilde Gizli", "renter", False, False),
}
"""For each status a stream and a persona who has it, then canRent and canViewRecording."""


@pytest.mark.rule("RENT-8")
@pytest.mark.parametrize("expected", STATUSES)
def test_each_status_says_what_may_be_done(quiet_stage: Stage, expected: str) -> None:
    title, persona, can_rent, can_view = STATUSES[expected]

    access = replay_status(quiet_stage, stream_titled(quiet_stage, title), persona)

    assert access.keys() == {*ACCESS, "recordingUrl"}
    told = (access["status"], access["canRent"], access["canViewRecording"])
    assert told == (expected, can_rent, can_view)
    assert (access["recordingUrl"] is not None) == can_view
    is_row_kept = expected in ("active", "expired", "refunded")
    assert (access["rentedAt"] is not None, access["expiresAt"] is not None) == (is_row_kept, is_row_kept)
    assert access["remainingSeconds"] == (22 * 3600 if expected == "active" else 0)


@pytest.mark.rule("RENT-8", "RENT-1")
def test_what_may_be_rented_is_what_a_rental_is_given_for(stage: Stage) -> None:
    for title in [*RENTABLE, *NOT_RENTABLE.values()]:
        stream = stream_titled(stage, title)
        for persona in ("rich", "renter", "creator", "guest"):
            user = {"_id": stage.user_id(persona)}
            stage.mock.services.store["users"].update_one(user, {"$set": {"credits": 100_000}})
            may_rent = replay_status(stage, stream, persona)["canRent"]

            answer = rent(stage, stream, persona)

            assert (answer.status_code == 201) == may_rent, f"{title} by {persona}: {answer.text}"


@pytest.fixture(scope="module")
def rented_stage() -> Iterator[Stage]:
    """A stage on which the viewer rented a replay at noon, and whose clock is set by the tests."""
    with staged() as stage:
        data_of(rent(stage, stream_titled(stage, SOLO)), 201)
        yield stage


@pytest.mark.rule("RENT-8", "RENT-2")
@settings(max_examples=40)
@given(milliseconds=st.integers(0, 2 * DAY * 1000))
@example(0)
@example(DAY * 1000 - 1)
@example(DAY * 1000)
@example(1)
def test_remaining_seconds_are_the_whole_ones_until_the_end(rented_stage: Stage, milliseconds: int) -> None:
    rented_stage.mock.clock.freeze(NOON + timedelta(milliseconds=milliseconds))

    access = replay_status(rented_stage, stream_titled(rented_stage, SOLO))

    left = DAY * 1000 - milliseconds
    assert access["remainingSeconds"] == max(0, left // 1000)
    assert access["status"] == ("active" if left > 0 else "expired")
    window = datetime.fromisoformat(access["expiresAt"]) - datetime.fromisoformat(access["rentedAt"])
    assert window == timedelta(hours=24)
