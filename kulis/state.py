"""What a mock works on: a store, its clock and its ids; in this process, or shared by several."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from starlette.types import ASGIApp

from fixtures import World
from handlers import services
from kulis.clock import Clock
from kulis.identifiers import SeededIds
from kulis.settings import Settings
from kulis.store import ReadOnlyStore, StoreError, seeded_store


class Store(services.Store, Protocol):
    """What every kind of store can do beside handing out collections."""

    def transaction(self) -> AbstractContextManager[None]:
        """What happens inside is seen by others whole or not at all."""

    def carry_out(self, action: Callable[[], Any], *, changes: bool) -> Awaitable[Any]:
        """Run an action as one transaction; `changes` tells whether it may write."""

    def replace(self, documents: Mapping[str, Iterable[services.Document]]) -> None:
        """Put these documents in place of all there are."""

    def documents(self) -> Mapping[str, list[services.Document]]:
        """Every collection's documents, as `replace` takes them back."""

    def problems(self) -> Awaitable[list[str]]:
        """What keeps the store from being used now, each in a sentence."""

    def close(self) -> None:
        """Let go of what the store holds open; it cannot be used any more."""


class Ids(Protocol):
    """A source of ids that can begin again: `drawn` tells how many it has given, from which seed."""

    seed: int
    drawn: int

    def __call__(self) -> str: ...


class SteeredClock(services.Clock, Protocol):
    """kulis.clock's Clock, wherever it is kept."""

    @property
    def frozen_at(self) -> datetime | None: ...

    @property
    def shift(self) -> timedelta: ...

    def freeze(self, moment: datetime | None = None) -> None: ...

    def advance(self, by: timedelta) -> None: ...

    def resume(self) -> None: ...


@dataclass(frozen=True)
class State:
    """A store that holds a world, its clock and ids. `admit` wraps an app that must see them as they are."""

    store: Store
    clock: SteeredClock
    new_id: Ids
    admit: Callable[[ASGIApp], ASGIApp]


def open_state(settings: Settings, world: World, clock: Clock) -> State:
    """The state that the settings ask for; raises StoreError."""
    if settings.store is None:
        store = seeded_store(world.documents)
        kept = ReadOnlyStore(store) if settings.read_only else store
        return State(kept, clock, SeededIds(settings.seed), lambda app: app)
    try:
        from kulis.mongodb.opening import open_store
        from kulis.mongodb.up_to_date import UpToDate
    except ModuleNotFoundError as problem:
        package = (problem.name or "").partition(".")[0]
        raise StoreError(f"--store needs {package}; install it with: pip install 'kulis[mongodb]'") from None
    opened = open_store(settings, world)
    return State(
        opened.store, opened.clock, opened.new_id, partial(UpToDate, store=opened.store, mark=opened.mark)
    )
