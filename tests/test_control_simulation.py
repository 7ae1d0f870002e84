"""The live simulation through the control API and from the command line."""

from collections.abc import Iterator
from typing import Any

import pytest

from kulis.control.app import PREFIX
from kulis.mock_target import serving_mock
from kulis.settings import Settings
from tests.commands import run_here
from tests.staging import NOON, Stage, staged


@pytest.fixture
def lively() -> Iterator[Stage]:
    with staged(simulation_speed=20.0) as stage:
        yield stage


def test_it_is_started_paused_resumed_and_stopped(stage: Stage) -> None:
    assert _asked(stage, "GET", "")["state"] == "off"

    told = _asked(stage, "POST", "/start", json={"seed": 7, "speed": 20})
    assert told == {"state": "running", "seed": 7, "speed": 20, "seconds": 0, "happened": {}, "lately": []}
    for what, state in (("pause", "paused"), ("resume", "running"), ("stop", "off")):
        assert _asked(stage, "POST", f"/{what}")["state"] == state


@pytest.mark.parametrize("what", ["pause", "resume"])
def test_what_is_off_can_be_neither_paused_nor_resumed(stage: Stage, what: str) -> None:
    told = _asked(stage, "POST", f"/{what}", status=409)

    assert told == {"error": "the simulation is off; start it first"}


def test_a_speed_out_of_its_bounds_is_refused(stage: Stage) -> None:
    told = _asked(stage, "POST", "/start", status=400, json={"speed": 0})

    assert "speed" in told["error"]
    assert _asked(stage, "GET", "")["state"] == "off"


def test_a_reset_brings_back_the_beginning_of_the_simulation_too(lively: Stage) -> None:
    stories = []
    for _ in range(2):
        lively.advance(seconds=10)
        stories.append(lively.get(f"/live-stream/{lively.main}/viewers").content)
        lively.client.post(f"{PREFIX}/reset")

    assert stories[0] == stories[1]


def test_what_is_paused_stays_so_through_a_reset(lively: Stage) -> None:
    _asked(lively, "POST", "/pause")

    lively.client.post(f"{PREFIX}/reset")

    assert _asked(lively, "GET", "") == {
        "state": "paused",
        "seed": 1,
        "speed": 20,
        "seconds": 0,
        "happened": {},
        "lately": [],
    }


def test_another_world_has_its_own_people(lively: Stage) -> None:
    lively.client.put(f"{PREFIX}/world", json={"name": "empty"})
    lively.advance(minutes=1)

    assert lively.get("/live-stream/featured", None).json()["data"] == []


def test_the_commands_tell_what_happens() -> None:
    with serving_mock(Settings(frozen_at=NOON)) as target:
        server = ("--server", target.profile.base_url.removesuffix("/api/v1"))
        told = [
            run_here("simulation", *words, *server)
            for words in (
                ("show",),
                ("start", "--speed", "5"),
                ("pause",),
                ("resume",),
                ("stop",),
                ("pause",),
            )
        ]

    assert [code for code, _, _ in told] == [0, 0, 0, 0, 0, 1]
    assert "is off" in told[0][1]
    assert "is running, seed 1, speed 5" in told[1][1]
    assert "is paused" in told[2][1]
    assert "the simulation is off; start it first" in told[5][2]


def _asked(stage: Stage, method: str, path: str, status: int = 200, **options: Any) -> Any:
    response = stage.client.request(method, f"{PREFIX}/simulation{path}", **options)
    assert response.status_code == status, response.text
    return response.json()
