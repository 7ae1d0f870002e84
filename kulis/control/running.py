"""What is running, and beginning anew, through the control API."""

from typing import Any

from fixtures import world_names
from kulis.backstage import Backstage
from kulis.control.clock import get_clock
from kulis.control.snapshots import snapshot_names


def get_status(backstage: Backstage) -> dict[str, Any]:
    """The world, the clock, and how much of everything else there is."""
    return {
        "world": backstage.world.name,
        "seed": backstage.seed,
        "basePath": backstage.contract.base_path,
        "operations": list(backstage.contract.operations),
        "pages": list(backstage.pages),
        "clock": get_clock(backstage),
        "personas": [persona.name for persona in backstage.world.personas],
        "simulation": backstage.simulation.state,
        "faults": len(backstage.faults.active),
        "snapshots": snapshot_names(backstage.snapshots),
        "journal": backstage.journal.last,
        "workers": backstage.settings.workers,
    }


def reset(backstage: Backstage) -> dict[str, Any]:
    """Begin again: data, clock and new ids as they were at the start."""
    backstage.reset()
    return get_status(backstage)


def list_worlds(backstage: Backstage) -> dict[str, Any]:
    """The worlds that come along, and the one that is played."""
    return {"current": backstage.world.name, "worlds": list(world_names())}


def use_world(backstage: Backstage, name: str, seed: int | None = None) -> dict[str, Any]:
    """Begin with another world, with the seed as it is unless told."""
    backstage.switch(name, backstage.seed if seed is None else seed)
    return get_status(backstage)
