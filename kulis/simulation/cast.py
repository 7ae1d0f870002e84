"""Who takes part in the simulation, and on which streams."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from handlers.services import Document, Services
from handlers.times import read
from handlers.viewers import viewer_count


@dataclass(frozen=True)
class Cast:
    """Ids of the people who act, the streams they act on, and the streams that may end of themselves.

    `planned` are streams with the moments at which they are to begin.
    """

    people: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()
    planned: tuple[tuple[str, datetime], ...] = ()

    @cached_property
    def everybody(self) -> frozenset[str]:
        """The people, to look one up among them."""
        return frozenset(self.people)

    def with_stream(self, stream_id: str) -> "Cast":
        """The cast with one stream more on which people act."""
        return replace(self, streams=tuple(sorted({*self.streams, stream_id})))


def gather_cast(services: Services, personas: Set[str]) -> Cast:
    """Everybody but the personas, whose credits and follows are moved by their developers alone.

    A stream that nobody watches stays so, unless all are like that: it is there to be seen empty. What a
    persona hosts, and what is watched most, does not end; nor does more than half of what was active. What
    begins of itself ends in any case.
    """
    users = services.store["users"].find({"deletedAt": None})
    people = sorted(user["_id"] for user in users if user["_id"] not in personas)
    active = list(services.store["streams"].find({"status": "active", "deletedAt": None}))
    watched = {stream["_id"]: viewer_count(services, stream["_id"]) for stream in active}
    active.sort(key=lambda stream: (watched[stream["_id"]], stream["_id"]))
    streams = [stream["_id"] for stream in active if watched[stream["_id"]]] or [*watched]
    ending = _ending(active, streams, personas)
    return Cast(tuple(people), tuple(sorted(streams)), ending, tuple(_planned(services)))


def _planned(services: Services) -> Iterator[tuple[str, datetime]]:
    for status in ("preparing", "scheduled"):
        for stream in services.store["streams"].find({"status": status, "deletedAt": None}):
            if stream["plannedStartDate"] is not None:
                yield stream["_id"], read(stream["plannedStartDate"])


def _ending(active: list[Document], streams: list[str], personas: Set[str]) -> tuple[str, ...]:
    may_end = [
        stream["_id"] for stream in active[:-1] if stream["_id"] in streams and stream["host"] not in personas
    ]
    return tuple(may_end[: len(active) // 2])
