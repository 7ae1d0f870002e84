"""One run of the simulation, from its start on: its own time, what waits, and what has happened."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kulis.simulation.acting import Happening
from kulis.simulation.cast import Cast
from kulis.simulation.events import Event, Queue, Scene

_REMEMBERED = 6


@dataclass
class Run:
    """A run's own time is in seconds since `origin`, times the speed.

    `happened` counts by kind, and `lately` are the last that happened, the latest last.
    """

    seed: int
    speed: float
    scenes: tuple[Scene, ...]
    origin: datetime
    queue: Queue
    cast: Cast | None = None
    stood_still_at: float | None = None
    happened: Counter[str] = field(default_factory=Counter)
    lately: deque[Happening] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    def own_time(self, now: datetime) -> float:
        """Where the run is by its own time."""
        if self.stood_still_at is not None:
            return self.stood_still_at
        return (now - self.origin).total_seconds() * self.speed

    def moment_of(self, event: Event) -> datetime:
        """When an event is due by the mock's clock."""
        return self.origin + timedelta(seconds=event.due / self.speed)

    def tell(self, happening: Happening) -> None:
        """Keep in mind that something has happened."""
        self.happened[happening.kind] += 1
        self.lately.append(happening)
