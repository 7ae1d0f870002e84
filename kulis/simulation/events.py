"""Events that are still to come, each with its moment and the chances it will be decided by."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random
from types import MappingProxyType

PAUSES: Mapping[str, float] = MappingProxyType(
    {"join": 2.0, "leave": 2.6, "gift": 4.0, "follow": 6.0, "unfollow": 25.0, "end": 900.0}
)
"""What happens of itself, and how many seconds lie between two of a kind, on average, at speed 1."""

_CHANCES = 4
_TOLD_FOR = 600.0
_ENDS_TOLD_FOR = 48 * 3600.0


@dataclass(frozen=True, order=True)
class Event:
    """Something that is to happen `due` seconds after the start, in the simulation's own time.

    `chances` are numbers from 0 up to 1 that decide who and what; `stream` is an id where it is settled
    which. `recurs` tells whether the next of its kind follows.
    """

    due: float
    number: int
    kind: str = field(compare=False)
    chances: tuple[float, ...] = field(compare=False)
    stream: str | None = field(compare=False, default=None)
    recurs: bool = field(compare=False, default=True)


@dataclass(frozen=True)
class Scene:
    """A step of a demo script: something that happens `times` times, from `at` on, `over` some seconds."""

    at: float
    kind: str
    stream: str
    times: int = 1
    over: float = 0.0


class Queue:
    """The next event of each kind, and those of the scenes: the same seed and scenes give the same events."""

    def __init__(self, seed: int, scenes: Iterable[Scene] = ()) -> None:
        self._random = Random(f"simulation:{seed}")
        self._numbers = count()
        self._waiting: list[Event] = []
        for scene in scenes:
            for index in range(scene.times):
                due = scene.at + scene.over * index / scene.times
                self._put(due, scene.kind, scene.stream, recurs=False)
        for kind in PAUSES:
            self._follow(kind, 0.0)

    def add(self, due: float, kind: str, stream: str) -> None:
        """Let something happen once."""
        self._put(due, kind, stream, recurs=False)

    def leave_out(self, now: float) -> None:
        """Pass over what recurs and was due long ago: nobody wants to see all of it happen at once.

        The last ten minutes are told, and of streams that end the last two days; what happens once is not
        passed over.
        """
        if self._waiting[0].due >= now - _TOLD_FOR:
            return
        self._waiting = [self._not_before(event, now) if event.recurs else event for event in self._waiting]
        heapq.heapify(self._waiting)

    def next_due(self, now: float) -> Event | None:
        """The next event, if its time has come; it stays the next until it is done."""
        return self._waiting[0] if self._waiting[0].due <= now else None

    def done(self) -> None:
        """Take the next event away, and bring in the one that follows from it."""
        event = heapq.heappop(self._waiting)
        if event.recurs:
            self._follow(event.kind, event.due)

    def _not_before(self, event: Event, now: float) -> Event:
        earliest = now - (_ENDS_TOLD_FOR if event.kind == "end" else _TOLD_FOR)
        if event.due >= earliest:
            return event
        # Not all kinds at the same moment.
        return replace(event, due=earliest + event.chances[-1] * PAUSES[event.kind])

    def _follow(self, kind: str, after: float) -> None:
        self._put(after + self._random.expovariate(1 / PAUSES[kind]), kind, None, recurs=True)

    def _put(self, due: float, kind: str, stream: str | None, *, recurs: bool) -> None:
        chances = tuple(self._random.random() for _ in range(_CHANCES))
        heapq.heappush(self._waiting, Event(due, next(self._numbers), kind, chances, stream, recurs))
