"""VIEW-1 to VIEW-7: who is watching, in which order, and who may know."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from tests.answers import assert_refused, data_of
from tests.sound_requests import gift, stream_titled
from tests.staging import Stage

EXPERTISE = {
    "musician",
    "trainer",
    "chef",
    "photographer",
    "designer",
    "stylist",
    "gamer",
    "educator",
    "coach",
    "entertainer",
    "developer",
    "creator",
}
VIEWER = {
    "_id",
    "username",
    "name",
    "surname",
    "profilePhoto",
    "followersCount",
    "followingCount",
    "expertise",
    "isFollowing",
    "joinedAt",
}
PHOTO = {"_id", "url", "type", "variants", "createdAt", "updatedAt"}
NOT_ACTIVE = ("ended", "scheduled", "preparing", "expired", "cancelled_by_host", "cancelled_by_guest")


def viewers(stage: Stage, stream: str, persona: str = "viewer", **query: Any) -> list[dict[str, Any]]:
    """All viewers of a stream of at most 100."""
    data = data_of(stage.get(f"/live-stream/{stream}/viewers", persona, limit=100, **query))
    assert len(data["list"]) == data["pagination"]["totalItems"], "the stream has more than 100 viewers"
    found: list[dict[str, Any]] = data["list"]
    return found


def rows(stage: Stage, collection: str, **wanted: Any) -> list[dict[str, Any]]:
    """The documents of the world, as it was loaded, that have these values."""
    found = stage.mock.world.documents[collection]
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def active(stage: Stage) -> list[dict[str, Any]]:
    return rows(stage, "streams", status="active")


@pytest.mark.rule("VIEW-1")
def test_the_viewers_are_those_of_the_audience_who_are_present(quiet_stage: Stage) -> None:
    for stream in active(quiet_stage):
        present = [row["user"] for row in rows(quiet_stage, "audience", stream=stream["_id"], leftAt=None)]

        shown = [viewer["_id"] for viewer in viewers(quiet_stage, stream["_id"])]

        assert Counter(shown) == Counter(present), stream["title"]


@pytest.mark.rule("VIEW-1")
def test_host_broadcasters_and_guests_are_not_among_the_viewers(quiet_stage: Stage) -> None:
    for stream in active(quiet_stage):
        on_stage = {stream["host"], *stream["broadcasters"], *stream["guests"]}

        shown = {viewer["_id"] for viewer in viewers(quiet_stage, stream["_id"])}

        assert not shown & on_stage, stream["title"]


@pytest.mark.rule("VIEW-1", "VIEW-6")
def test_who_has_left_is_counted_and_not_shown(quiet_stage: Stage) -> None:
    left = {row["user"] for row in rows(quiet_stage, "audience", stream=quiet_stage.main) if row["leftAt"]}

    data = data_of(quiet_stage.get(f"/live-stream/{quiet_stage.main}/viewers", limit=100))

    assert not left & {viewer["_id"] for viewer in data["list"]}
    assert data["participantAudienceTotal"] - data["pagination"]["totalItems"] == len(left) == 83


@pytest.mark.rule("VIEW-1")
@pytest.mark.parametrize("status", NOT_ACTIVE)
@pytest.mark.parametrize("list_or_count", ["viewers", "viewer-count"])
def test_a_stream_that_is_not_active_has_no_viewers_to_show(
    quiet_stage: Stage, status: str, list_or_count: str
) -> None:
    stream = quiet_stage.stream(status=status)

    for persona in ("viewer", "creator", "rich"):
        assert_refused(quiet_stage.get(f"/live-stream/{stream['_id']}/{list_or_count}", persona), 404)


@pytest.mark.rule("VIEW-2")
def test_a_viewer_has_the_fields_of_the_contract(quiet_stage: Stage) -> None:
    for viewer in viewers(quiet_stage, quiet_stage.main):
        assert viewer.keys() == VIEWER
        assert viewer["expertise"] in EXPERTISE, viewer["username"]
        counts = (viewer["followersCount"], viewer["followingCount"])
        assert all(type(count) is int and count >= 0 for count in counts), viewer["username"]
        assert type(viewer["isFollowing"]) is bool


@pytest.mark.rule("VIEW-2")
def test_a_viewer_is_shown_as_the_world_has_them(quiet_stage: Stage) -> None:
    users = {user["_id"]: user for user in quiet_stage.mock.world.documents["users"]}

    for viewer in viewers(quiet_stage, quiet_stage.main):
        kept = {name: users[viewer["_id"]][name] for name in VIEWER - {"isFollowing", "joinedAt"}}
        assert kept.items() <= viewer.items()


@pytest.mark.rule("VIEW-2")
def test_a_photo_has_its_two_variants_or_is_null(quiet_stage: Stage) -> None:
    photos = [viewer["profilePhoto"] for viewer in viewers(quiet_stage, quiet_stage.main)]

    with_photo = [photo for photo in photos if photo is not None]

    assert 0 < len(with_photo) < len(photos), "the main stream has viewers with and without a photo"
    assert all(photo.keys() == PHOTO for photo in with_photo)
    assert all(photo["variants"].keys() == {"40", "76"} for photo in with_photo)


@pytest.mark.rule("VIEW-3")
@pytest.mark.parametrize("persona", ["viewer", "poor", "rich", "renter"])
def test_is_following_is_the_caller_s_own(quiet_stage: Stage, persona: str) -> None:
    followed = {
        row["followed"] for row in rows(quiet_stage, "follows", follower=quiet_stage.user_id(persona))
    }

    shown = viewers(quiet_stage, quiet_stage.main, persona)

    assert [viewer["isFollowing"] for viewer in shown] == [viewer["_id"] in followed for viewer in shown]


@pytest.mark.rule("VIEW-3")
def test_being_followed_is_not_following(quiet_stage: Stage) -> None:
    by_name = {viewer["username"]: viewer for viewer in viewers(quiet_stage, quiet_stage.main, "poor")}
    follower = rows(quiet_stage, "users", username="isik.yilmaz")[0]
    assert rows(quiet_stage, "follows", follower=follower["_id"]), "isik.yilmaz follows somebody"

    assert by_name["deniz.kaya"]["isFollowing"] is False, "poor does not follow whom others follow"


@pytest.mark.rule("VIEW-4")
def test_viewers_come_newest_first_and_ties_by_id(quiet_stage: Stage) -> None:
    for stream in active(quiet_stage):
        shown = viewers(quiet_stage, stream["_id"])

        by_id = sorted(shown, key=lambda viewer: str(viewer["_id"]))
        assert shown == sorted(by_id, key=lambda viewer: str(viewer["joinedAt"]), reverse=True)


@pytest.mark.rule("VIEW-4")
def test_the_world_has_ties_to_put_in_order(quiet_stage: Stage) -> None:
    joined = Counter(viewer["joinedAt"] for viewer in viewers(quiet_stage, quiet_stage.main))

    assert joined["2026-03-01T11:48:00.000Z"] >= 3, "three came at the same moment, 12 minutes ago"


@pytest.mark.rule("VIEW-5")
def test_nobody_joined_before_the_start_or_after_the_answer(quiet_stage: Stage) -> None:
    for stream in active(quiet_stage):
        answer = quiet_stage.get(f"/live-stream/{stream['_id']}/viewers", limit=100)

        started = data_of(quiet_stage.get(f"/live-stream/{stream['_id']}"))["startedAt"]
        times = [
            started,
            *(viewer["joinedAt"] for viewer in data_of(answer)["list"]),
            answer.json()["timestamp"],
        ]
        moments = [datetime.fromisoformat(time) for time in times]
        assert moments[0] <= min(moments) and max(moments) <= moments[-1], stream["title"]


@pytest.mark.rule("VIEW-5")
def test_nobody_is_in_the_list_twice(quiet_stage: Stage) -> None:
    for stream in active(quiet_stage):
        shown = [viewer["_id"] for viewer in viewers(quiet_stage, stream["_id"])]

        assert len(shown) == len(set(shown)), stream["title"]


@pytest.mark.rule("VIEW-6")
def test_the_total_counts_everyone_who_has_joined(quiet_stage: Stage) -> None:
    for stream in active(quiet_stage):
        data = data_of(quiet_stage.get(f"/live-stream/{stream['_id']}/viewers"))

        assert data.keys() == {"list", "pagination", "participantAudienceTotal"}
        joined = rows(quiet_stage, "audience", stream=stream["_id"])
        assert data["participantAudienceTotal"] == len(joined) >= data["pagination"]["totalItems"]


@pytest.mark.rule("VIEW-6")
@pytest.mark.parametrize(
    "query", [{"page": 3}, {"page": 999}, {"limit": 1}, {"search": "isik"}, {"search": "?"}], ids=str
)
def test_the_total_does_not_vary_with_what_is_asked(quiet_stage: Stage, query: dict[str, Any]) -> None:
    data = data_of(quiet_stage.get(f"/live-stream/{quiet_stage.main}/viewers", **query))

    assert data["participantAudienceTotal"] == 128


@pytest.mark.rule("VIEW-7")
def test_whom_the_host_has_blocked_does_not_see_the_viewers(quiet_stage: Stage) -> None:
    assert_refused(quiet_stage.get(f"/live-stream/{quiet_stage.main}/viewers", "blocked"), 403)


@pytest.mark.rule("VIEW-7")
def test_whom_the_host_has_blocked_can_neither_send_gifts_nor_rent(quiet_stage: Stage) -> None:
    rentable = stream_titled(quiet_stage, "Akustik Gece, Bahar")

    assert_refused(quiet_stage.post("/gifts/create", "blocked", json=gift(quiet_stage)), 403)
    assert_refused(quiet_stage.post(f"/live-stream/{rentable}/replay-rentals", "blocked"), 403)


@pytest.mark.rule("VIEW-7")
@pytest.mark.parametrize("part", ["", "/viewer-count", "/gift-statistics", "/replay-status"])
def test_a_block_shuts_out_of_nothing_else(quiet_stage: Stage, part: str) -> None:
    data_of(quiet_stage.get(f"/live-stream/{quiet_stage.main}{part}", "blocked"))


@pytest.mark.rule("VIEW-7")
def test_a_block_is_of_one_host_and_one_user(quiet_stage: Stage) -> None:
    elsewhere = stream_titled(quiet_stage, "Turnuva Finali")

    data_of(quiet_stage.get(f"/live-stream/{elsewhere}/viewers", "blocked"))
    data_of(quiet_stage.get(f"/live-stream/{quiet_stage.main}/viewers", "creator"))
    data_of(quiet_stage.get(f"/live-stream/{quiet_stage.main}/viewers", "rich"))
