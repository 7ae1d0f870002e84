"""Live streams as they are shown: the detail, the featured list, the viewer count."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.answers import data_of
from tests.sound_requests import stream_titled
from tests.staging import Stage, staged

DETAIL = {
    "id",
    "title",
    "liveStreamType",
    "channelName",
    "broadcasters",
    "guests",
    "creator",
    "thumbnailUrl",
    "recording",
    "recordingUrl",
    "replayAccess",
    "status",
    "accessType",
    "price",
    "interest",
    "durationGoal",
    "motivation",
    "isActiveReplayOnCreatorProfile",
    "replayCreditPrice",
    "startedAt",
    "plannedStartDate",
    "endedAt",
    "plannedEndDate",
    "createdAt",
    "updatedAt",
}
SHOWN_OTHERWISE = {"id", "broadcasters", "guests", "creator", "recordingUrl", "replayAccess"}
SUMMARY = {"_id", "username", "name", "surname", "profilePhoto"}
STATUSES = {
    "active",
    "ended",
    "scheduled",
    "preparing",
    "expired",
    "cancelled_by_host",
    "cancelled_by_guest",
}


@pytest.fixture(scope="module")
def empty_stage() -> Iterator[Stage]:
    with staged(world="empty") as stage:
        yield stage


def streams(stage: Stage, **wanted: Any) -> list[dict[str, Any]]:
    """The streams of the world that are not deleted and have these values."""
    found = [stream for stream in stage.mock.world.documents["streams"] if stream["deletedAt"] is None]
    return [stream for stream in found if all(stream[name] == value for name, value in wanted.items())]


def detail(stage: Stage, stream: str, persona: str = "viewer") -> dict[str, Any]:
    found: dict[str, Any] = data_of(stage.get(f"/live-stream/{stream}", persona))
    return found


def featured(stage: Stage, persona: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data_of(stage.get("/live-stream/featured", persona))
    return found


def viewer_count(stage: Stage, stream: str) -> int:
    count: int = data_of(stage.get(f"/live-stream/{stream}/viewer-count"))["viewerCount"]
    return count


def test_a_stream_in_any_status_is_shown_in_full(quiet_stage: Stage) -> None:
    assert {stream["status"] for stream in streams(quiet_stage)} == STATUSES, "the world has one of each"

    for stream in streams(quiet_stage):
        shown = detail(quiet_stage, stream["_id"])

        assert shown.keys() == DETAIL, stream["title"]
        assert shown["id"] == stream["_id"]


def test_a_stream_is_shown_as_the_world_has_it(quiet_stage: Stage) -> None:
    for stream in streams(quiet_stage):
        shown = detail(quiet_stage, stream["_id"])

        as_kept = {name: stream[name] for name in DETAIL - SHOWN_OTHERWISE}
        assert as_kept.items() <= shown.items(), stream["title"]


def test_people_on_stage_are_summaries_and_the_host_stands_among_the_broadcasters(quiet_stage: Stage) -> None:
    for stream in streams(quiet_stage):
        shown = detail(quiet_stage, stream["_id"])

        assert [person["_id"] for person in shown["broadcasters"]] == stream["broadcasters"]
        assert [person["_id"] for person in shown["guests"]] == stream["guests"]
        assert stream["host"] in stream["broadcasters"]
        assert all(person.keys() == SUMMARY for person in shown["broadcasters"] + shown["guests"])


def test_the_creator_is_the_host_with_an_availability(quiet_stage: Stage) -> None:
    creator = detail(quiet_stage, quiet_stage.main)["creator"]

    assert creator.keys() == {*SUMMARY, "availabilityStatus"}
    assert (creator["_id"], creator["availabilityStatus"]) == (quiet_stage.user_id("creator"), "busy")


@pytest.mark.parametrize("part", ["", "/gift-statistics", "/replay-status"])
def test_these_work_for_a_stream_in_any_status(quiet_stage: Stage, part: str) -> None:
    for stream in streams(quiet_stage):
        data_of(quiet_stage.get(f"/live-stream/{stream['_id']}{part}", "blocked"))


@pytest.mark.rule("VIEW-1")
def test_the_viewer_count_is_the_total_of_the_viewers_list(quiet_stage: Stage) -> None:
    for stream in streams(quiet_stage, status="active"):
        data = data_of(quiet_stage.get(f"/live-stream/{stream['_id']}/viewer-count"))

        listed = data_of(quiet_stage.get(f"/live-stream/{stream['_id']}/viewers", limit=1))
        assert data == {"streamId": stream["_id"], "viewerCount": listed["pagination"]["totalItems"]}


def test_a_stream_that_everyone_has_left_counts_nobody(quiet_stage: Stage) -> None:
    assert viewer_count(quiet_stage, stream_titled(quiet_stage, "Portfolyo Sohbeti")) == 0


def test_featured_are_the_ten_most_watched_active_streams(quiet_stage: Stage) -> None:
    counts = {
        stream["_id"]: viewer_count(quiet_stage, stream["_id"])
        for stream in streams(quiet_stage, status="active")
    }
    assert len(counts) > 10, "the world has more than are featured"

    shown = [stream["id"] for stream in featured(quiet_stage)]

    assert shown == sorted(counts, key=lambda stream: (-counts[stream], stream))[:10]


def test_featured_streams_that_are_equally_watched_come_by_id(quiet_stage: Stage) -> None:
    tied = {stream_titled(quiet_stage, "Evening Flow"), stream_titled(quiet_stage, "Canlı Kod İncelemesi")}
    assert {viewer_count(quiet_stage, stream) for stream in tied} == {12}, "the world has a tie"

    shown = [stream["id"] for stream in featured(quiet_stage) if stream["id"] in tied]

    assert shown == sorted(tied)


def test_featured_streams_have_the_detail_s_shape(quiet_stage: Stage) -> None:
    for stream in featured(quiet_stage):
        own = detail(quiet_stage, stream["id"], "rich")

        assert stream == own, "rich has no access of their own to any active stream"


@pytest.mark.rule("RENT-8", "RENT-7")
def test_the_featured_list_is_nobody_s_own_view(quiet_stage: Stage) -> None:
    anonymous = featured(quiet_stage)

    assert featured(quiet_stage, "creator") == anonymous
    assert {stream["replayAccess"]["status"] for stream in anonymous} == {"unavailable"}
    assert {stream["recordingUrl"] for stream in anonymous} == {None}


def test_where_nothing_is_live_nothing_is_featured(empty_stage: Stage) -> None:
    assert featured(empty_stage) == []


def test_a_stream_that_has_ended_is_not_featured(stage: Stage) -> None:
    first = featured(stage)[0]["id"]

    stage.mock.services.store["streams"].update_one({"_id": first}, {"$set": {"status": "ended"}})

    assert first not in [stream["id"] for stream in featured(stage)]
