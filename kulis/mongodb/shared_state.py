"""What all processes on a store must know of it: its world, whether that is whole, what time it is."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from kulis.clock import Clock

FRESH_FOR = 0.05
"""Seconds for which what was read of the state is taken as current."""


@dataclass(frozen=True)
class WorldMark:
    """Which world a store was filled with. `digest` is that of the world's file."""

    name: str
    seed: int
    digest: str


@dataclass
class SharedState:
    """The state document as it was last read; a clock that stands or is moved stands in it.

    Whoever changes it goes on only when every process has had the time to see the change.
    """

    collection: Collection[dict[str, Any]]
    kept: Mapping[str, Any] = field(default_factory=dict)
    read_at: float = -FRESH_FOR

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self.read_at < FRESH_FOR

    @property
    def is_whole(self) -> bool:
        """Whether the store is filled, and not being filled anew."""
        return bool(self.kept.get("isWhole", False))

    @property
    def world(self) -> WorldMark | None:
        """The world that the store holds; None of a store that was never filled."""
        mark = self.kept.get("world")
        return WorldMark(**mark) if mark else None

    @property
    def clock(self) -> Clock:
        """The clock as it stands."""
        return clock_of(self.kept)

    def refresh(self) -> None:
        """Read the state anew."""
        begun = time.monotonic()
        self.kept = self.read(None)
        self.read_at = begun

    def read(self, session: ClientSession | None) -> Mapping[str, Any]:
        """The state document as a transaction sees it."""
        return self.collection.find_one({"_id": _ID}, session=session) or {}

    def change(self, update: Mapping[str, Any], where: Mapping[str, Any] | None = None) -> bool:
        """Carry out an update for all processes; False where the state is not as `where` asks."""
        wanted = {"_id": _ID, **(where or {})}
        found = self.collection.find_one_and_update(
            wanted, update, upsert=not where, return_document=ReturnDocument.AFTER
        )
        if found is None:
            return False
        self.kept, self.read_at = found, time.monotonic()
        time.sleep(FRESH_FOR)
        return True


def clock_of(document: Mapping[str, Any]) -> Clock:
    """The clock that a state document tells, in whole milliseconds."""
    frozen, shift = document.get("frozenAt"), document.get("shift", 0)
    return Clock(None if frozen is None else _EPOCH + frozen * _MILLISECOND, shift * _MILLISECOND)


def clock_fields(clock: Clock) -> Mapping[str, int | None]:
    """What a state document keeps of a clock."""
    frozen = clock.frozen_at
    return {
        "frozenAt": None if frozen is None else (frozen - _EPOCH) // _MILLISECOND,
        "shift": clock.shift // _MILLISECOND,
    }


_ID = "state"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
