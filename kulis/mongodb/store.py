"""The store on a MongoDB server: what EmbeddedStore is in one process, for several."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TypeVar

import pymongo
from anyio import to_thread
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from handlers.services import Document
from kulis.mongodb.collection import MongoCollection
from kulis.mongodb.connection import Connection, unavailable_when_away
from kulis.mongodb.lease import Lease
from kulis.mongodb.shared_state import SharedState
from kulis.refusals import ServiceUnavailable
from kulis.store import INDEXES

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class MongoStore:
    """All collections on a server, and transactions over them.

    Inside a transaction every call is bound to its session, without its caller's knowing. A server that
    stands alone has no transactions: there a lock lets one process write at a time, and what breaks off
    in the middle stays half done.
    """

    connection: Connection
    state: SharedState
    session: ContextVar[ClientSession | None] = field(
        default_factory=lambda: ContextVar("session", default=None)
    )

    def __getitem__(self, name: str) -> MongoCollection:
        return MongoCollection(self.connection.database[name], self.session.get)

    async def carry_out(self, action: Callable[[], Outcome], *, changes: bool) -> Outcome:
        """Run an action in a thread of its own; `changes` tells whether it may write."""
        return await to_thread.run_sync(partial(self._writing if changes else self._reading, action))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What happens inside is seen by others whole or not at all.

        What conflicts with another's transaction raises here, since it cannot be carried out anew.
        """
        if self.session.get() is not None:
            yield
        elif not self.connection.has_transactions:
            with self._writers.held(patience=_SECONDS):
                yield
        else:
            with (
                self.connection.client.start_session() as session,
                session.start_transaction(_ONE_MOMENT, _KEPT_BY_MOST),
                self._bound(session),
            ):
                yield

    async def problems(self) -> list[str]:
        """What keeps the store from being used now, each in a sentence."""
        try:
            await to_thread.run_sync(partial(self._reading, self.state.refresh))
        except ServiceUnavailable as problem:
            return list(problem.details)
        return [] if self.state.is_whole else [_BEING_FILLED]

    def replace(self, documents: Mapping[str, Iterable[Document]]) -> None:
        """Put these documents in place of all there are; requests wait until it is done."""
        with self.filling.held(patience=_SECONDS) as keep:
            self.state.change({"$set": {"isWhole": False}})
            self.fill(documents, keep)
            self.state.change({"$set": {"isWhole": True}})

    def documents(self) -> Mapping[str, list[Document]]:
        """Every collection's documents."""
        return {name: list(self[name].find()) for name in INDEXES}

    def fill(self, documents: Mapping[str, Iterable[Document]], keep: Callable[[], None]) -> None:
        """Write all collections anew, while `keep` keeps the lock that this is done under."""
        for name in INDEXES:
            self[name].delete_many({})
            rows = iter(documents[name])
            while some := list(islice(rows, _ROWS_AT_A_TIME)):
                self[name].insert_many(some)
                keep()

    def close(self) -> None:
        """Part from the server."""
        self.connection.close()

    @property
    def filling(self) -> Lease:
        """The lock under which the store is filled."""
        return Lease(self.state.collection, "filling", seconds=60)

    @property
    def _seconds(self) -> float:
        return self.connection.client.options.timeout or _SECONDS

    @property
    def _writers(self) -> Lease:
        return Lease(self.state.collection, "writing", seconds=30)

    def _reading(self, action: Callable[[], Outcome]) -> Outcome:
        with unavailable_when_away(self.connection.address):
            return action()

    def _writing(self, action: Callable[[], Outcome]) -> Outcome:
        with unavailable_when_away(self.connection.address), pymongo.timeout(self._seconds):
            if not self.connection.has_transactions:
                with self._writers.held(patience=_SECONDS):
                    return self._whole(None, action)
            for tries_left in reversed(range(_TRIES)):
                try:
                    with self.connection.client.start_session() as session:
                        attempt = partial(self._whole, action=action)
                        return session.with_transaction(attempt, _ONE_MOMENT, _KEPT_BY_MOST)
                except DuplicateKeyError:
                    # Another wrote the same key first, which the action will find when it looks again.
                    if not tries_left:
                        raise
            raise AssertionError("every try has returned or raised")

    def _whole(self, session: ClientSession | None, action: Callable[[], Outcome]) -> Outcome:
        """Run an action in a transaction that has seen the store whole."""
        with self._bound(session):
            if not self.state.read(session).get("isWhole"):
                raise ServiceUnavailable(_BEING_FILLED)
            return action()

    @contextmanager
    def _bound(self, session: ClientSession | None) -> Iterator[None]:
        token = self.session.set(session)
        try:
            yield
        finally:
            self.session.reset(token)


_BEING_FILLED = "The store is just being filled"
_ONE_MOMENT, _KEPT_BY_MOST = ReadConcern("snapshot"), WriteConcern("majority")
_SECONDS = 10
_TRIES = 5
_ROWS_AT_A_TIME = 1000
