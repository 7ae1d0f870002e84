"""What happens of itself happens on a server as it does in memory."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from kulis.control.app import PREFIX
from tests.staging import Stage, staged

OnMongodb = Callable[..., AbstractContextManager[Stage]]


def test_the_same_seed_gives_the_same_events_and_documents_as_in_memory(on_mongodb: OnMongodb) -> None:
    with staged(store=None) as in_memory, on_mongodb() as on_server:
        stories = [story(stage) for stage in (in_memory, on_server)]

    assert stories[1] == stories[0]


def test_a_simulation_that_was_kept_goes_on_on_a_server(on_mongodb: OnMongodb, tmp_path: Path) -> None:
    with on_mongodb(snapshots=tmp_path) as stage:
        story(stage)
        assert stage.client.put(f"{PREFIX}/snapshots/midway").status_code == 200
        uninterrupted = later(stage)
        assert stage.client.post(f"{PREFIX}/snapshots/midway/restore").status_code == 200

        assert later(stage) == uninterrupted


def story(stage: Stage) -> tuple[Any, ...]:
    stage.mock.simulation.start(3, 20.0)
    return later(stage)


def later(stage: Stage) -> tuple[Any, ...]:
    """What there is after some more seconds."""
    stage.advance(seconds=2)
    while asyncio.run(stage.mock.simulation.step()):
        pass
    told = stage.mock.simulation.as_data()
    assert told["happened"]["gift"], "nothing of note has happened"
    documents = {name: sorted(rows, key=str) for name, rows in stage.mock.store.documents().items()}
    return told, documents
