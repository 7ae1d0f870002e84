"""A simulation that is kept in a snapshot goes on as if nothing had come between."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kulis.control.app import PREFIX
from kulis.simulation.events import Scene
from tests.staging import NOON, Stage, staged

STORM = 40


@dataclass(frozen=True)
class Ending:
    """Where a story has got to: every document, what the simulation tells, and how many ids were given."""

    documents: dict[str, list[Mapping[str, Any]]]
    simulation: dict[str, Any]
    drawn: int


def test_after_a_restart_the_same_happens_as_without_one(tmp_path: Path) -> None:
    with staged(seed=7, snapshots=tmp_path) as stage:
        first_half(stage)
        uninterrupted = second_half(stage)
    with staged(seed=7, snapshots=tmp_path) as stage:
        first_half(stage)
        save(stage)
    with staged(world="empty", frozen_at=NOON - timedelta(days=9), snapshots=tmp_path) as stage:
        restore(stage)
        interrupted = second_half(stage)

    assert interrupted == uninterrupted
    assert interrupted.simulation["happened"]["gift"] > STORM / 2, "the scene is not over at the snapshot"


def test_what_came_of_itself_after_a_snapshot_is_undone_and_comes_again(tmp_path: Path) -> None:
    with staged(snapshots=tmp_path) as stage:
        first_half(stage)
        save(stage)
        first = second_half(stage)
        restore(stage)
        second = second_half(stage)

    assert second == first


@pytest.mark.parametrize("what", ["pause", "stop"])
def test_what_does_not_run_at_the_snapshot_does_not_run_after_it(what: str, tmp_path: Path) -> None:
    with staged(snapshots=tmp_path) as stage:
        first_half(stage)
        told = asked(stage, "POST", f"/simulation/{what}")
        save(stage)
        stage.mock.simulation.start(1)
        stage.advance(minutes=1)
        restore(stage)
        stage.advance(minutes=1)

        assert asked(stage, "GET", "/simulation") == told


@pytest.mark.parametrize(
    "spoil",
    [lambda text: text.replace('"waiting"', '"waited"'), lambda text: text.replace('"numbered"', '"n"')],
    ids=["no events", "no number"],
)
def test_a_simulation_that_cannot_be_read_changes_nothing(
    spoil: Callable[[str], str], tmp_path: Path
) -> None:
    with staged(snapshots=tmp_path) as stage:
        first_half(stage)
        save(stage)
        kept = tmp_path / "midway.json"
        kept.write_text(spoil(kept.read_text(encoding="utf-8")), encoding="utf-8")
        stage.advance(seconds=10)
        before = ending(stage)
        response = stage.client.post(f"{PREFIX}/snapshots/midway/restore")

        assert (response.status_code, "cannot be read" in response.text) == (409, True)
        assert ending(stage) == before


def first_half(stage: Stage) -> None:
    """Ten seconds into a simulation, in the middle of a scene, at a moment that was reached in two steps."""
    storm = Scene(100.0, "gift", stage.main, times=STORM, over=200.0)
    stage.mock.simulation.start(3, 20.0, (storm,))
    for seconds in (4, 6):
        stage.advance(seconds=seconds)
        assert asked(stage, "GET", "/simulation")["happened"]


def second_half(stage: Stage) -> Ending:
    stage.advance(seconds=3)
    asked(stage, "GET", "/simulation")
    stage.advance(seconds=17)
    return ending(stage)


def ending(stage: Stage) -> Ending:
    simulation = asked(stage, "GET", "/simulation")
    documents = {name: sorted(rows, key=str) for name, rows in stage.mock.store.documents().items()}
    return Ending(documents, simulation, stage.mock.backstage.ids.drawn)


def save(stage: Stage) -> None:
    asked(stage, "PUT", "/snapshots/midway")


def restore(stage: Stage) -> None:
    asked(stage, "POST", "/snapshots/midway/restore")


def asked(stage: Stage, method: str, path: str) -> Any:
    response = stage.client.request(method, PREFIX + path)
    assert response.status_code == 200, response.text
    return response.json()
