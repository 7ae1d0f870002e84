"""The live simulation: what happens of itself, when, and that the laws hold whatever happens."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.staging import Stage, staged


@pytest.fixture
def lively() -> Iterator[Stage]:
    """A stage on which much happens, once its clock moves."""
    with staged(simulation_speed=20.0) as stage:
        yield stage


def test_nothing_happens_until_the_clock_moves(lively: Stage) -> None:
    before = _shown(lively)

    assert _shown(lively) == before, "the clock stands still, and yet something happened"
    lively.advance(seconds=10)
    assert _shown(lively) != before, "ten seconds at speed 20, and nothing happened"


def test_the_same_seed_speed_and_moves_of_the_clock_give_the_same_bytes() -> None:
    stories = []
    for steps_between in (False, True):
        with staged(simulation_speed=20.0, seed=7) as stage:
            story = []
            for seconds in (1, 9, 0, 10):
                stage.advance(seconds=seconds)
                if steps_between:
                    asyncio.run(stage.mock.simulation.step())
                story.extend(_answered(stage))
            stories.append(story)

    assert stories[0] == stories[1]


def test_another_seed_tells_another_story() -> None:
    stories = []
    for seed in (1, 2):
        with staged(simulation_speed=20.0) as stage:
            stage.mock.simulation.start(seed, 20.0)
            stage.advance(seconds=10)
            stories.append(_shown(stage))

    assert stories[0] != stories[1]


def test_everything_that_can_happen_does_in_time(lively: Stage) -> None:
    lively.advance(minutes=3)

    _catch_up(lively)

    assert set(lively.mock.simulation.as_data()["happened"]) == {
        "join",
        "leave",
        "gift",
        "follow",
        "unfollow",
        "end",
    }


def test_twice_the_speed_lets_happen_in_half_the_time_what_once_did() -> None:
    happened = []
    for speed, minutes in ((1.0, 6), (2.0, 3)):
        with staged(simulation_speed=speed) as stage:
            stage.advance(minutes=minutes)
            _catch_up(stage)
            happened.append(stage.mock.simulation.as_data()["happened"])

    assert happened[0] == happened[1]


def test_a_paused_simulation_stands_still_and_goes_on_from_there() -> None:
    with staged(simulation_speed=20.0) as stage, staged(simulation_speed=20.0) as paused:
        stage.advance(seconds=10)
        paused.advance(seconds=10)
        paused.mock.simulation.pause()
        before = _shown(paused)
        paused.advance(hours=1)

        assert _shown(paused) == before, "it was paused, and yet something happened"
        paused.mock.simulation.resume()
        assert paused.mock.simulation.as_data()["seconds"] == 200
        for each in (stage, paused):
            each.advance(seconds=10)
            _catch_up(each)
        simulations = [each.mock.simulation.as_data() for each in (stage, paused)]

    assert simulations[0] == simulations[1]


def test_what_has_happened_stays_when_the_simulation_is_stopped(lively: Stage) -> None:
    lively.advance(seconds=10)
    before = _shown(lively)

    lively.mock.simulation.stop()
    lively.advance(minutes=10)

    assert _shown(lively) == before
    assert lively.mock.simulation.as_data()["state"] == "off"


def test_a_stream_that_ends_becomes_a_replay_to_rent_and_its_audience_leaves(lively: Stage) -> None:
    ended_before = _ids(lively, "ended")
    active_before = _ids(lively, "active")
    lively.advance(minutes=3)
    _catch_up(lively)

    ended = _ids(lively, "ended") - ended_before
    replays = [lively.get(f"/live-stream/{stream}/replay-status").json()["data"] for stream in ended]
    # What was not recorded, and a duo that nobody joined, stays without a replay.
    assert "available" in {replay["status"] for replay in replays if replay["canRent"]}
    for stream in ended:
        assert lively.mock.store["audience"].count_documents({"stream": stream, "leftAt": None}) == 0
        assert lively.get(f"/live-stream/{stream}/viewer-count").status_code == 404
    assert len(_ids(lively, "active")) * 2 >= len(active_before)


def test_no_persona_acts_and_what_a_persona_hosts_goes_on(lively: Stage) -> None:
    personas = {persona.user_id for persona in lively.mock.world.personas}
    credits_before = lively.credits("viewer")
    lively.advance(minutes=1)

    _catch_up(lively)

    senders = {gift["sender"] for gift in lively.mock.store["gifts"].find({})}
    assert senders and not senders & personas
    assert lively.credits("viewer") == credits_before
    assert lively.get(f"/live-stream/{lively.main}/viewer-count").status_code == 200


def _shown(stage: Stage) -> list[Any]:
    return [answer["data"] for answer in map(json.loads, _answered(stage))]


def _answered(stage: Stage) -> list[bytes]:
    main = f"/live-stream/{stage.main}"
    paths = (f"{main}/viewers", f"{main}/gift-statistics", "/live-stream/featured")
    return [stage.get(path).content for path in paths]


def _catch_up(stage: Stage) -> None:
    while asyncio.run(stage.mock.simulation.step()):
        pass


def _ids(stage: Stage, status: str) -> set[str]:
    streams = stage.mock.store["streams"].find({"status": status, "deletedAt": None})
    return {stream["_id"] for stream in streams}
