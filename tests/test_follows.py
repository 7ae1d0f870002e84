"""FOLLOW-1 to FOLLOW-3: following and leaving off, and what the viewers list shows of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.answers import assert_refused, data_of, everything
from tests.staging import Stage, staged


def viewer_row(stage: Stage, username: str, persona: str = "viewer") -> dict[str, Any]:
    """How the main stream's viewers list shows someone to a persona."""
    data = data_of(stage.get(f"/live-stream/{stage.main}/viewers", persona, limit=100))
    return next(viewer for viewer in data["list"] if viewer["username"] == username)


def user_id(stage: Stage, username: str) -> str:
    found: str = viewer_row(stage, username)["_id"]
    return found


def follow(stage: Stage, id: str) -> Any:
    return data_of(stage.post(f"/follow/{id}"))


def unfollow(stage: Stage, id: str) -> Any:
    return data_of(stage.delete(f"/follow/{id}"))


@pytest.fixture(scope="module")
def busy_stage() -> Iterator[Stage]:
    """A stage of this module's own, on which whoever comes may follow."""
    with staged() as shared:
        yield shared


@pytest.mark.rule("FOLLOW-1")
def test_following_and_leaving_off_tell_what_was_before(stage: Stage) -> None:
    someone = user_id(stage, "kaan.bulut")

    told = [
        follow(stage, someone),
        follow(stage, someone),
        unfollow(stage, someone),
        unfollow(stage, someone),
    ]

    assert told == [
        {"isFollowing": True, "previouslyFollowing": False},
        {"isFollowing": True, "previouslyFollowing": True},
        {"isFollowing": False, "previouslyFollowing": True},
        {"isFollowing": False, "previouslyFollowing": False},
    ]


@pytest.mark.rule("FOLLOW-1")
def test_a_follow_of_the_world_is_known(stage: Stage) -> None:
    followed = user_id(stage, "isik.yilmaz")

    assert follow(stage, followed) == {"isFollowing": True, "previouslyFollowing": True}
    assert unfollow(stage, followed) == {"isFollowing": False, "previouslyFollowing": True}


@pytest.mark.rule("FOLLOW-1", "FOLLOW-3")
def test_doing_it_twice_changes_nothing_more(stage: Stage) -> None:
    someone = user_id(stage, "kaan.bulut")
    follow(stage, someone)
    once = everything(stage)

    follow(stage, someone)

    assert everything(stage) == once


@pytest.mark.rule("FOLLOW-1", "FOLLOW-3")
def test_following_and_leaving_off_again_leaves_everything_as_it_was(stage: Stage) -> None:
    someone, before = user_id(stage, "kaan.bulut"), everything(stage)

    follow(stage, someone)
    unfollow(stage, someone)

    assert everything(stage) == before


@pytest.mark.rule("FOLLOW-2")
def test_nobody_follows_themselves(stage: Stage) -> None:
    before = everything(stage)

    for persona in ("viewer", "creator"):
        own = stage.user_id(persona)
        assert_refused(stage.post(f"/follow/{own}", persona), 409)
        assert_refused(stage.delete(f"/follow/{own}", persona), 409)

    assert everything(stage) == before


@pytest.mark.rule("FOLLOW-3", "VIEW-3")
def test_the_viewers_list_shows_the_new_state(stage: Stage) -> None:
    before = viewer_row(stage, "kaan.bulut")

    follow(stage, before["_id"])

    changed = {"isFollowing": True, "followersCount": before["followersCount"] + 1}
    assert viewer_row(stage, "kaan.bulut") == {**before, **changed}
    unfollow(stage, before["_id"])
    assert viewer_row(stage, "kaan.bulut") == before


@pytest.mark.rule("FOLLOW-3")
def test_others_see_the_count_and_do_not_follow(stage: Stage) -> None:
    before = viewer_row(stage, "kaan.bulut", "poor")

    follow(stage, before["_id"])

    after = viewer_row(stage, "kaan.bulut", "poor")
    assert (after["isFollowing"], after["followersCount"]) == (False, before["followersCount"] + 1)


@pytest.mark.rule("FOLLOW-3")
def test_who_follows_is_following_one_more(stage: Stage) -> None:
    before = viewer_row(stage, "deniz.kaya")

    follow(stage, user_id(stage, "kaan.bulut"))

    after = viewer_row(stage, "deniz.kaya")
    assert after == {**before, "followingCount": before["followingCount"] + 1}


@pytest.mark.rule("FOLLOW-1", "FOLLOW-3")
@settings(max_examples=25)
@given(
    steps=st.lists(st.booleans(), max_size=5),
    username=st.sampled_from(["kaan.bulut", "isik.yilmaz", "misaki"]),
)
def test_whatever_is_done_state_and_count_agree(busy_stage: Stage, steps: list[bool], username: str) -> None:
    row = viewer_row(busy_stage, username)
    is_following, followers = row["isFollowing"], row["followersCount"]

    for wanted in steps:
        told = (follow if wanted else unfollow)(busy_stage, row["_id"])
        assert told == {"isFollowing": wanted, "previouslyFollowing": is_following}
        followers += wanted - is_following
        is_following = wanted

    after = viewer_row(busy_stage, username)
    assert (after["isFollowing"], after["followersCount"]) == (is_following, followers)
