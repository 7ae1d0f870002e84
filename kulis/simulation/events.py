"""Events that are still to come, each with its moment and the chances it will be decided by."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from types import MappingProxyType

PAUSES: Mapping[str, float] = MappingProxyType(
    {"join": 2.0, "leave": 2.6, "gift": 4.0, "follow": 6.0, "unfollow": 25.0, "end": 900.0}
)
"""What happens of itself, and how many seconds lie between two of a kind, on average, at speed 1."""

_SHORTEST, _LONGEST = 1800.0, 5400.0
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


@dataclass
class Queue:
    """The next event of each kind, and those of the scenes; `numbered` is how many there were so far."""

    random: Random
    waiting: list[Event] = field(default_factory=list)
    numbered: int = 0

    def add(self, due: float, kind: str, stream: str) -> None:
        """Let something happen once."""
        self._put(due, kind, stream, recurs=False)

    def end_in_time(self, begun: Event) -> None:
        """Let the stream that an event began end by itself, half an hour to an hour and a half later."""
        if begun.stream is not None:
            lasts = _SHORTEST + begun.chances[1] * (_LONGEST - _SHORTEST)
            self.add(begun.due + lasts, "end", begun.stream)

    def leave_out(self, now: float) -> None:
        """Pass over what recurs and was due long ago: nobody wants to see all of it happen at once.

        The last ten minutes are told, and of streams that end the last two days; what happens once is not
        passed over.
        """
        if self.waiting[0].due >= now - _TOLD_FOR:
            return
        self.waiting = [self._not_before(event, now) if event.recurs else event for event in self.waiting]
        heapq.heapify(self.waiting)

    def next_due(self, now: float) -> Event | None:
        """The next event, if its time has come; it stays the next until it is done."""
        return self.waiting[0] if self.waiting[0].due <= now else None

    def done(self) -> None:
        """Take the next event away, and bring in the one that follows from it."""
        event = heapq.heappop(self.waiting)
        if event.recurs:
            self.follow(event.kind, event.due)

    def _not_before(self, event: Event, now: float) -> Event:
        earliest = now - (_ENDS_TOLD_FOR if event.kind == "end" else _TOLD_FOR)
        if event.due >= earliest:
            return event
        # Not all kinds at the same moment.
        return replace(event, due=earliest + event.chances[-1] * PAUSES[event.kind])

    def follow(self, kind: str, after: float) -> None:
        """Bring in the next event of a kind that recurs."""
        self._put(after + self.random.expovariate(1 / PAUSES[kind]), kind, None, recurs=True)

    def _put(self, due: float, kind: str, stream: str | None, *, recurs: bool) -> None:
        chances = tuple(self.random.random() for _ in range(_CHANCES))
        heapq.heappush(self.waiting, Event(due, self.numbered, kind, chances, stream, recurs))
        self.numbered += 1


def queue_from(seed: int, scenes: Iterable[Scene] = ()) -> Queue:
    """What waits at the start: the same seed and scenes give the same events."""
    queue = Queue(Random(f"simulation:{seed}"))
    for scene in scenes:
        for index in range(scene.times):
            queue.add(scene.at + scene.over * index / scene.times, scene.kind, scene.stream)
    for kind in PAUSES:
        queue.follow(kind, 0.0)
    return queue
