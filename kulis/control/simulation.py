"""The live simulation through the control API.

Whatever moves it runs in the server's own loop, so that what was just happening has happened when it answers.
"""

from typing import Any

from handlers.errors import Conflict
from kulis.backstage import Backstage
from kulis.refusals import ValidationFailed
from kulis.simulation.running import SimulationError


async def get_simulation(backstage: Backstage) -> dict[str, Any]:
    """Whether it runs, from which seed, at what speed, and what has happened up to this moment."""
    await backstage.simulation.step()
    return backstage.simulation.as_data()


async def start_simulation(
    backstage: Backstage, seed: int | None = None, speed: float = 1.0
) -> dict[str, Any]:
    """Begin now, and anew where it runs already; with the world's seed unless told."""
    workers = backstage.settings.workers
    if workers > 1:
        raise Conflict(
            f"Only one of {workers} workers would let things happen; "
            "the simulation wants a mock that is served without --workers"
        )
    try:
        backstage.simulation.start(backstage.seed if seed is None else seed, speed)
    except SimulationError as problem:
        raise ValidationFailed(str(problem)) from None
    return backstage.simulation.as_data()


async def pause_simulation(backstage: Backstage) -> dict[str, Any]:
    """Let the simulation's own time stand still; nothing happens from this answer on."""
    try:
        backstage.simulation.pause()
    except SimulationError as problem:
        raise Conflict(str(problem)) from None
    return await _come_to_rest(backstage)


async def resume_simulation(backstage: Backstage) -> dict[str, Any]:
    """Go on from where the simulation was paused."""
    try:
        backstage.simulation.resume()
    except SimulationError as problem:
        raise Conflict(str(problem)) from None
    return backstage.simulation.as_data()


async def stop_simulation(backstage: Backstage) -> dict[str, Any]:
    """Switch the simulation off; what has happened stays."""
    backstage.simulation.stop()
    return await _come_to_rest(backstage)


async def _come_to_rest(backstage: Backstage) -> dict[str, Any]:
    async with backstage.simulation.stepping:
        return backstage.simulation.as_data()
