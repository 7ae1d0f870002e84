"""Opening a store on a MongoDB server: its indexes, and a world where it holds none or another."""

from contextlib import ExitStack
from dataclasses import asdict, dataclass

from pymongo.errors import PyMongoError

from fixtures import World
from kulis.clock import Clock
from kulis.mongodb.connection import Connection, connect
from kulis.mongodb.indexes import ensure_indexes
from kulis.mongodb.shared_clock import SharedClock
from kulis.mongodb.shared_ids import SharedIds
from kulis.mongodb.shared_state import SharedState, WorldMark, clock_fields
from kulis.mongodb.store import MongoStore
from kulis.refusals import ServiceUnavailable
from kulis.settings import Settings
from kulis.store import INDEXES, StoreError, kept_documents

STATE = "kulis"
"""The collection of what is the store's own: its state, the count of ids, locks."""


@dataclass(frozen=True)
class Opened:
    """A store with the clock and the ids that go with it, and the world that it holds."""

    store: MongoStore
    clock: SharedClock
    new_id: SharedIds
    mark: WorldMark


def open_store(settings: Settings, world: World, *, patience: float = 30) -> Opened:
    """Open the store of the settings' URL, filled with a world; raises StoreError.

    What the store holds of that world already is left as it is, unless the settings ask for a fresh one.
    """
    connection = connect(settings.store or "", patience=patience)
    with ExitStack() as unless_opened:
        unless_opened.callback(connection.close)
        try:
            opened = _opened(connection, settings, world)
        except (ServiceUnavailable, PyMongoError) as problem:
            raise StoreError(f"the store at {connection.address} cannot be used: {problem}") from None
        unless_opened.pop_all()
        return opened


def _opened(connection: Connection, settings: Settings, world: World) -> Opened:
    own = connection.database[STATE]
    state = SharedState(own)
    opened = Opened(
        MongoStore(connection, state),
        SharedClock(state),
        SharedIds(own, settings.seed),
        WorldMark(world.name, settings.seed, world.digest),
    )
    _refuse_what_is_anothers(opened)
    ensure_indexes(connection, INDEXES)
    _fill(opened, settings, world)
    return opened


def _refuse_what_is_anothers(opened: Opened) -> None:
    opened.store.state.refresh()
    if opened.store.state.world is not None:
        return
    connection = opened.store.connection
    for name in INDEXES:
        if connection.database[name].find_one() is not None:
            raise StoreError(
                f"the database at {connection.address} has a collection {name} that Kulis did not write; "
                "name another database in the URL of --store, or drop it"
            )


def _fill(opened: Opened, settings: Settings, world: World) -> None:
    state, has_to_be_fresh = opened.store.state, settings.fresh
    if has_to_be_fresh or not _holds(state, opened.mark):
        with opened.store.filling.held(patience=_SECONDS_TO_WAIT_FOR_ANOTHER) as keep:
            state.refresh()
            if has_to_be_fresh or not _holds(state, opened.mark):
                clock = clock_fields(Clock(frozen_at=settings.frozen_at))
                state.change({"$set": {"isWhole": False, "world": asdict(opened.mark), **clock}})
                opened.store.fill(kept_documents(world.documents), keep)
                opened.new_id.drawn = 0
                state.change({"$set": {"isWhole": True}})
                return
    if settings.frozen_at is not None:
        opened.clock.freeze(settings.frozen_at)


def _holds(state: SharedState, mark: WorldMark) -> bool:
    return state.is_whole and state.world == mark


_SECONDS_TO_WAIT_FOR_ANOTHER = 300
