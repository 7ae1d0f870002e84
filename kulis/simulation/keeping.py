"""A run of the simulation as plain data, from which it goes on with the same events at the same moments."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from random import Random
from typing import Any

from kulis.simulation.acting import Happening
from kulis.simulation.cast import Cast
from kulis.simulation.events import Event, Queue, Scene
from kulis.simulation.run import Run


def run_as_data(run: Run) -> dict[str, Any]:
    """All of a run, for `run_of_data` to bring back from JSON."""
    return {
        "seed": run.seed,
        "speed": run.speed,
        "scenes": [asdict(scene) for scene in run.scenes],
        "origin": run.origin.isoformat(),
        "stoodStillAt": run.stood_still_at,
        "random": run.queue.random.getstate(),
        "waiting": [asdict(event) for event in run.queue.waiting],
        "numbered": run.queue.numbered,
        "cast": None if run.cast is None else _cast_as_data(run.cast),
        "happened": run.happened,
        "lately": [asdict(happening) for happening in run.lately],
    }


def run_of_data(kept: Mapping[str, Any]) -> Run:
    """A run as it was; raises KeyError, TypeError or ValueError where the data are no run."""
    run = Run(
        kept["seed"],
        kept["speed"],
        tuple(Scene(**scene) for scene in kept["scenes"]),
        datetime.fromisoformat(kept["origin"]),
        _queue(kept),
        None if kept["cast"] is None else _cast(kept["cast"]),
        kept["stoodStillAt"],
        Counter(kept["happened"]),
    )
    run.lately.extend(Happening(**happening) for happening in kept["lately"])
    return run


def _queue(kept: Mapping[str, Any]) -> Queue:
    version, state, next_gauss = kept["random"]
    random = Random()
    random.setstate((version, tuple(state), next_gauss))
    waiting = [Event(**{**event, "chances": tuple(event["chances"])}) for event in kept["waiting"]]
    return Queue(random, waiting, kept["numbered"])


def _cast_as_data(cast: Cast) -> dict[str, Any]:
    planned = [(stream, moment.isoformat()) for stream, moment in cast.planned]
    return {"people": cast.people, "streams": cast.streams, "ending": cast.ending, "planned": planned}


def _cast(kept: Mapping[str, Any]) -> Cast:
    planned = tuple((stream, datetime.fromisoformat(moment)) for stream, moment in kept["planned"])
    return Cast(tuple(kept["people"]), tuple(kept["streams"]), tuple(kept["ending"]), planned)
