"""The simulation itself: started, paused and stopped, and carried on to the clock's present moment."""

import asyncio
import logging
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from handlers.errors import Conflict, Forbidden, NotFound
from handlers.services import Services
from kulis.simulation.acting import Happening, act
from kulis.simulation.cast import Cast, gather_cast
from kulis.simulation.events import Event, Scene, queue_from
from kulis.simulation.run import Run
from kulis.state import Store
from kulis.store import ReadOnlyStore

SLOWEST, FASTEST = 0.01, 1000.0
_MOST_EVENTS_AT_ONCE = 500

_log = logging.getLogger("kulis.simulation")


class SimulationError(Exception):
    """What was asked of the simulation is not possible; the text says why and what to do."""


@dataclass
class Simulation:
    """Off until it is started; nothing happens but in `step`.

    The same seed, speed, start and moves of the clock give the same events at the same moments, whenever
    `step` is called; where it was not for long, only the last of what recurs is told. `personas` are ids of
    users who do nothing of themselves.
    """

    store: Store
    services: Services
    personas: Set[str]
    run: Run | None = None
    stepping: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_held: bool = False

    @property
    def state(self) -> str:
        """off, running or paused"""
        if self.run is None:
            return "off"
        return "running" if self.run.stood_still_at is None else "paused"

    @property
    def is_under_way(self) -> bool:
        """Whether a step might do something, or is just being done."""
        return (self.run is not None and self.run.stood_still_at is None) or self.stepping.locked()

    def start(self, seed: int, speed: float = 1.0, scenes: tuple[Scene, ...] = ()) -> None:
        """Begin now, and anew where it runs already; raises SimulationError."""
        if not SLOWEST <= speed <= FASTEST:
            raise SimulationError(
                f"a simulation's speed lies between {SLOWEST:g} and {FASTEST:g}; {speed:g} does not"
            )
        if isinstance(self.store, ReadOnlyStore):
            raise SimulationError("nothing can happen in a mock that is served with --read-only")
        now = self.services.clock.now()
        self.run = Run(seed, speed, scenes, now, queue_from(seed, scenes))
        _log.info("simulation started with seed %s at speed %g", seed, speed)

    def pause(self) -> None:
        """Let the simulation's own time stand still; SimulationError where it is off."""
        run = self._started()
        run.stood_still_at = run.own_time(self.services.clock.now())

    def resume(self) -> None:
        """Go on from where the simulation was paused; SimulationError where it is off."""
        run = self._started()
        if run.stood_still_at is not None:
            run.origin = self.services.clock.now() - timedelta(seconds=run.stood_still_at / run.speed)
            run.stood_still_at = None

    def stop(self) -> None:
        """Switch it off; what has happened stays."""
        self.run = None

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let nothing happen while the data are being replaced."""
        self.is_held = True
        try:
            yield
        finally:
            self.is_held = False

    def go_on_from(self, run: Run | None) -> None:
        """Take up a run that was kept, or none."""
        self.run = run

    def begin_anew(self, personas: Set[str]) -> None:
        """Start from the beginning after the data were replaced; one that is paused stays so."""
        run, self.personas = self.run, personas
        if run is not None:
            self.start(run.seed, run.speed, run.scenes)
            if run.stood_still_at is not None:
                self.pause()

    def as_data(self) -> dict[str, Any]:
        """The state as it is told to whoever asks."""
        run = self.run
        return {
            "state": self.state,
            "seed": run.seed if run else None,
            "speed": run.speed if run else None,
            "seconds": round(run.own_time(self.services.clock.now()), 3) if run else 0.0,
            "happened": dict(sorted(run.happened.items())) if run else {},
            "lately": [asdict(happening) for happening in run.lately] if run else [],
        }

    async def step(self) -> int:
        """Let happen what is due by the clock, in order and at the moments it was due; how many events.

        A step does so much at once and leaves the rest to the next.
        """
        async with self.stepping:
            run = self.run
            if run is None or run.stood_still_at is not None:
                return 0
            if run.cast is None:
                gather = partial(gather_cast, self.services, self.personas)
                run.cast = await self.store.carry_out(gather, changes=False)
                for stream, planned in run.cast.planned:
                    run.queue.add(max(0.0, run.own_time(planned)), "start", stream)
            run.queue.leave_out(run.own_time(self.services.clock.now()))
            for number in range(_MOST_EVENTS_AT_ONCE):
                event = run.queue.next_due(run.own_time(self.services.clock.now()))
                if event is None or not self._goes_on(run):
                    return number
                if await self._has_had_its_chance(run, event):
                    run.queue.done()
            return _MOST_EVENTS_AT_ONCE

    async def keep_up(self) -> None:
        """Step once a second, for as long as the mock is served."""
        while True:
            await asyncio.sleep(1)
            if self.is_under_way:
                try:
                    await self.step()
                except Exception as problem:
                    _log.warning("the simulation waits: %s", problem)

    async def _has_had_its_chance(self, run: Run, event: Event) -> bool:
        services = replace(self.services, clock=_At(run.moment_of(event)))

        def action() -> tuple[bool, Happening | None]:
            # Asked inside the transaction, since the data may have been replaced just before it.
            return (True, act(services, run.cast or Cast(), event)) if self._goes_on(run) else (False, None)

        try:
            goes_on, happening = await self.store.carry_out(action, changes=True)
        except (Conflict, Forbidden, NotFound) as refusal:
            # As with people: what cannot be done just now is not done.
            _log.debug("%s did not happen: %s", event.kind, refusal)
            return True
        if happening is not None:
            run.tell(happening)
            if event.kind == "start" and event.stream is not None and run.cast is not None:
                run.cast = run.cast.with_stream(event.stream)
                run.queue.end_in_time(event)
        return bool(goes_on)

    def _goes_on(self, run: Run) -> bool:
        return run is self.run and run.stood_still_at is None and not self.is_held

    def _started(self) -> Run:
        if self.run is None:
            raise SimulationError("the simulation is off; start it first")
        return self.run


@dataclass(frozen=True)
class _At:
    """A clock at the moment that an event is due."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment.replace(microsecond=self.moment.microsecond // 1000 * 1000)
