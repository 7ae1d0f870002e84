"""The laws that hold at every instant, whatever happens of itself and whatever is asked meanwhile."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.staging import Stage, staged

PERSONAS = ("poor", "viewer")
ACTIONS = st.tuples(
    st.integers(0, 3000), st.sampled_from(["step", "gift", "follow", "unfollow", "rent"]), st.integers(0, 50)
)


@pytest.fixture(scope="module")
def lively() -> Iterator[Stage]:
    with staged(simulation_speed=100.0) as stage:
        yield stage


@pytest.mark.rule("VIEW-1", "VIEW-5", "GIFT-2", "GIFT-5", "RENT-5")
@given(actions=st.lists(ACTIONS, min_size=3, max_size=5), seed=st.integers(0, 1000))
@settings(
    max_examples=6,
    derandomize=True,
    # Each example is seconds of work: what fails is told as it was found.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_the_laws_hold_whatever_happens(
    lively: Stage, actions: list[tuple[int, str, int]], seed: int
) -> None:
    lively.mock.backstage.reset()
    lively.mock.simulation.start(seed, 100.0)
    at_first = {stream["_id"]: stream for stream in documents(lively, "streams")}
    follows_at_first = not_counted_follows(lively)

    for number, (milliseconds, action, which) in enumerate(actions):
        lively.advance(milliseconds=milliseconds)
        take(lively, action, which, PERSONAS[number % len(PERSONAS)])
        assert nobody_is_in_debt(lively)
        assert nobody_stands_in_an_audience_twice_or_on_its_stage(lively)
        assert each_gift_is_counted(lively, at_first)
        assert not_counted_follows(lively) == follows_at_first

    catch_up(lively)
    assert both_counts_of_viewers_agree(lively)


def take(stage: Stage, action: str, which: int, persona: str) -> None:
    if action == "step":
        asyncio.run(stage.mock.simulation.step())
    elif action == "gift":
        body = {
            "giftTypeId": picked(stage, "giftTypes", which, isActive=True),
            "liveStreamId": picked(stage, "streams", which, status="active"),
        }
        stage.post("/gifts/create", persona, json=body)
    elif action == "rent":
        stage.post(f"/live-stream/{picked(stage, 'streams', which, status='ended')}/replay-rentals", persona)
    else:
        method = "POST" if action == "follow" else "DELETE"
        stage.send(method, f"/follow/{picked(stage, 'users', which)}", persona)


def nobody_is_in_debt(stage: Stage) -> bool:
    return all(user["credits"] >= 0 for user in documents(stage, "users"))


def nobody_stands_in_an_audience_twice_or_on_its_stage(stage: Stage) -> bool:
    rows = Counter((row["stream"], row["user"]) for row in documents(stage, "audience"))
    on_stage = {
        (stream["_id"], person)
        for stream in documents(stage, "streams")
        for person in (stream["host"], *stream["broadcasters"], *stream["guests"])
    }
    return max(rows.values()) == 1 and on_stage.isdisjoint(rows)


def each_gift_is_counted(stage: Stage, at_first: dict[str, Any]) -> bool:
    sent = Counter(gift["stream"] for gift in documents(stage, "gifts"))
    return all(
        stream["giftTotal"] == at_first[stream["_id"]]["giftTotal"] + sent[stream["_id"]]
        and stream["giftTotal"] == sum(stream["giftCounts"].values())
        for stream in documents(stage, "streams")
    )


def not_counted_follows(stage: Stage) -> dict[str, tuple[int, int]]:
    """What each user's counts say beyond the follows that the store holds: that never changes."""
    followed = Counter(row["followed"] for row in documents(stage, "follows"))
    followers = Counter(row["follower"] for row in documents(stage, "follows"))
    return {
        user["_id"]: (
            user["followersCount"] - followed[user["_id"]],
            user["followingCount"] - followers[user["_id"]],
        )
        for user in documents(stage, "users")
    }


def both_counts_of_viewers_agree(stage: Stage) -> bool:
    for stream in stage.mock.store["streams"].find({"status": "active", "deletedAt": None}):
        path = f"/live-stream/{stream['_id']}"
        counted = stage.get(f"{path}/viewer-count", "rich").json()["data"]["viewerCount"]
        listed = stage.get(f"{path}/viewers", "rich", limit=1).json()["data"]
        present = stage.mock.store["audience"].find({"stream": stream["_id"], "leftAt": None})
        if not len(list(present)) == counted == listed["pagination"]["totalItems"]:
            return False
    return True


def documents(stage: Stage, name: str) -> list[Mapping[str, Any]]:
    return list(stage.mock.store[name].find({}))


def picked(stage: Stage, name: str, number: int, **wanted: Any) -> str:
    ids: list[str] = sorted(document["_id"] for document in stage.mock.store[name].find(wanted))
    return ids[number % len(ids)]


def catch_up(stage: Stage) -> None:
    while asyncio.run(stage.mock.simulation.step()):
        pass
