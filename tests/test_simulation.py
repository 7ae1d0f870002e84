"""The live simulation: what happens of itself, when, and that the laws hold whatever happens."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from kulis.simulation.cast import gather_cast
from kulis.simulation.events import Scene
from tests.staging import Stage, staged


@pytest.fixture(scope="module")
def an_hour_later() -> Iterator[Stage]:
    """A stage after an hour of events, shared by tests that only read."""
    with staged(simulation_speed=60.0) as stage:
        stage.advance(minutes=1)
        _catch_up(stage)
        yield stage


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


def test_everything_that_can_happen_does_in_time(an_hour_later: Stage) -> None:
    assert set(an_hour_later.mock.simulation.as_data()["happened"]) == {
        "join",
        "leave",
        "gift",
        "follow",
        "unfollow",
        "end",
    }


def test_twice_the_speed_lets_happen_in_half_the_time_what_once_did() -> None:
    happened = []
    for speed, minutes in ((1.0, 4), (2.0, 2)):
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
        paused.advance(minutes=2)

        assert _shown(paused) == before, "it was paused, and yet something happened"
        paused.mock.simulation.resume()
        assert paused.mock.simulation.as_data()["seconds"] == 200
        for each in (stage, paused):
            each.advance(seconds=10)
            _catch_up(each)
        stories = [each.mock.simulation.as_data() for each in (stage, paused)]

    # The same has happened, each at its own time.
    for story in stories:
        story["lately"] = [(happening["kind"], happening["sentence"]) for happening in story["lately"]]
    assert stories[0] == stories[1]


def test_what_has_happened_stays_when_the_simulation_is_stopped(lively: Stage) -> None:
    lively.advance(seconds=10)
    before = _shown(lively)

    lively.mock.simulation.stop()
    lively.advance(minutes=10)

    assert _shown(lively) == before
    assert lively.mock.simulation.as_data()["state"] == "off"


def test_a_stream_that_ends_becomes_a_replay_to_rent_and_its_audience_leaves(an_hour_later: Stage) -> None:
    stage = an_hour_later
    before = {
        stream["_id"] for stream in stage.mock.world.documents["streams"] if stream["status"] == "ended"
    }
    ended = {stream["_id"] for stream in stage.mock.store["streams"].find({"status": "ended"})} - before

    replays = [stage.get(f"/live-stream/{stream}/replay-status").json()["data"] for stream in ended]
    # What was not recorded, and a duo that nobody joined, stays without a replay.
    assert "available" in {replay["status"] for replay in replays if replay["canRent"]}
    for stream in ended:
        assert stage.mock.store["audience"].count_documents({"stream": stream, "leftAt": None}) == 0
        assert stage.get(f"/live-stream/{stream}/viewer-count").status_code == 404


def test_a_day_later_what_was_due_has_happened_but_not_all_that_people_do_in_a_day() -> None:
    with staged(simulation_speed=10.0) as stage:
        planned = stage.stream(status="preparing")["_id"]
        active_before = _ids(stage, "active")
        stage.advance(hours=25)

        _catch_up(stage)

        assert planned in _ids(stage, "ended"), "the stream that was planned has not begun and ended"
        assert active_before - _ids(stage, "active"), "no stream has ended"
        assert sum(stage.mock.simulation.as_data()["happened"].values()) < 2000


def test_what_has_happened_lately_is_told_in_sentences(an_hour_later: Stage) -> None:
    told = an_hour_later.mock.simulation.as_data()
    names = {user["username"] for user in an_hour_later.mock.store["users"].find({})}

    assert len(told["lately"]) == 6
    assert [event["at"] for event in told["lately"]] == sorted(event["at"] for event in told["lately"])
    for event in told["lately"]:
        assert event["kind"] in told["happened"]
        assert event["kind"] == "end" or event["sentence"].split()[0] in names, event


def test_a_stream_that_began_of_itself_ends_after_a_while_with_a_replay_to_rent() -> None:
    with staged(simulation_speed=10.0) as stage:
        planned = stage.stream(status="preparing")["_id"]
        states = []
        for minutes in (4, 2, 12):
            stage.advance(minutes=minutes)
            _catch_up(stage)
            states.append(stage.stream(_id=planned)["status"])
        replay = stage.get(f"/live-stream/{planned}/replay-status").json()["data"]

    assert states == ["preparing", "active", "ended"]
    assert replay["canRent"], replay


def test_everybody_whom_a_scene_lets_arrive_does() -> None:
    with staged() as stage:
        arrivals = Scene(0.0, "join", stage.main, times=100)
        stage.mock.simulation.start(1, 0.01, (arrivals,))
        _catch_up(stage)

        assert stage.mock.simulation.as_data()["happened"] == {"join": 100}


def test_no_persona_acts(an_hour_later: Stage) -> None:
    personas = an_hour_later.mock.world.persona_ids

    senders = {gift["sender"] for gift in an_hour_later.mock.store["gifts"].find({})}
    followers = {follow["follower"] for follow in an_hour_later.mock.store["follows"].find({})}

    assert senders and not senders & personas
    at_first = {follow["follower"] for follow in an_hour_later.mock.world.documents["follows"]}
    assert not (followers - at_first) & personas


def test_half_of_the_streams_and_what_a_persona_hosts_never_end(stage: Stage) -> None:
    personas = stage.mock.world.persona_ids

    ending = gather_cast(stage.mock.services, personas).ending

    active = {stream["_id"]: stream for stream in stage.mock.store["streams"].find({"status": "active"})}
    assert 0 < len(ending) <= len(active) / 2
    assert not {active[stream]["host"] for stream in ending} & personas


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
