"""The embedded store: mongomock keeps the documents, indexes find them."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import mongomock

from handlers.errors import Conflict
from handlers.folding import search_texts
from handlers.happenings import audience_id
from kulis.indexed_collection import IndexedCollection
from kulis.indexed_store import IndexedStore
from kulis.indexes import Document, IndexSpec

Outcome = TypeVar("Outcome")

INDEXES: Mapping[str, tuple[IndexSpec, ...]] = {
    "users": (),
    "streams": (IndexSpec(("status", "deletedAt")),),
    "audience": (
        IndexSpec(("stream",), (("joinedAt", -1), ("user", 1)), text="search", where=(("leftAt", None),)),
        IndexSpec(("stream",)),
    ),
    "follows": (),
    "blocks": (IndexSpec(("host", "user")),),
    "giftTypes": (IndexSpec(("isActive",), (("creditAmount", 1), ("_id", 1))),),
    "gifts": (),
    "rentals": (
        IndexSpec(("user", "streamDeletedAt"), (("rentedAt", -1), ("_id", 1))),
        IndexSpec(("status", "settledAt"), (("expiresAt", 1),)),
        IndexSpec(("stream",)),
    ),
    "transactions": (),
}
"""Every collection, with the indexes that its queries need."""


class StoreError(Exception):
    """The store cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class EmbeddedStore:
    """All collections in this process; one writer at a time."""

    collections: Mapping[str, IndexedCollection]
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __getitem__(self, name: str) -> IndexedCollection:
        return self.collections[name]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What happens inside is seen by others whole or not at all."""
        with self.lock:
            yield

    async def carry_out(self, action: Callable[[], Outcome], *, changes: bool) -> Outcome:
        """Run an action here and now, as one transaction; `changes` tells whether it may write."""
        with self.lock:
            return action()

    def replace(self, documents: Mapping[str, Iterable[Document]]) -> None:
        """Put these documents in place of all there are; what they hold within is shared, as by `fill`."""
        fresh = {name: list(documents[name]) for name in INDEXES}
        with self.lock:
            for name, rows in fresh.items():
                self[name].refill(rows)

    def documents(self) -> Mapping[str, list[Document]]:
        """Every collection's documents."""
        with self.lock:
            return {name: list(self[name].find()) for name in INDEXES}

    async def problems(self) -> list[str]:
        """What keeps the store from being used now: nothing ever does."""
        return []

    def close(self) -> None:
        """Let go of what the store holds open: nothing."""


@dataclass(frozen=True)
class ReadOnlyStore:
    """A store whose world stays as it was loaded, so that several processes may each have their own."""

    store: EmbeddedStore

    def __getitem__(self, name: str) -> IndexedCollection:
        return self.store[name]

    def transaction(self) -> AbstractContextManager[None]:
        """What happens inside is seen by others whole or not at all."""
        return self.store.transaction()

    async def carry_out(self, action: Callable[[], Outcome], *, changes: bool) -> Outcome:
        """Run an action here and now; Conflict where it may write."""
        if changes:
            raise Conflict("This mock is served with --read-only: nothing in it can be changed")
        return await self.store.carry_out(action, changes=False)

    def replace(self, documents: Mapping[str, Iterable[Document]]) -> None:
        """Conflict: what is in the store stays there."""
        raise Conflict("This mock is served with --read-only: nothing in it can be changed")

    def documents(self) -> Mapping[str, list[Document]]:
        """Every collection's documents."""
        return self.store.documents()

    async def problems(self) -> list[str]:
        """What keeps the store from being used now: nothing ever does."""
        return []

    def close(self) -> None:
        """Let go of what the store holds open: nothing."""


def empty_store() -> EmbeddedStore:
    """A store with every collection, and nothing in them."""
    database: Any = mongomock.MongoClient()["kulis"]
    return EmbeddedStore({name: _collection(database, name, specs) for name, specs in INDEXES.items()})


def seeded_store(documents: Mapping[str, Iterable[Document]]) -> EmbeddedStore:
    """A store that holds a world's documents."""
    store = empty_store()
    for name, rows in kept_documents(documents).items():
        store[name].fill(rows)
    return store


def kept_documents(documents: Mapping[str, Iterable[Document]]) -> Mapping[str, Iterable[Document]]:
    """A world's documents, made ready to be searched and listed."""
    people = {user["_id"]: user for user in documents["users"]}
    deleted = {stream["_id"]: stream["deletedAt"] for stream in documents["streams"]}
    return {
        **documents,
        "audience": [_searchable(row, people[row["user"]]) for row in documents["audience"]],
        "rentals": [_listed(row, deleted[row["stream"]]) for row in documents["rentals"]],
        "follows": [{**row, "_id": f"{row['follower']}:{row['followed']}"} for row in documents["follows"]],
    }


def _collection(database: Any, name: str, specs: Iterable[IndexSpec]) -> IndexedCollection:
    # mongomock makes the store of a collection when it is first asked for; ours has to be there before.
    database._store._collections[name] = IndexedStore(name, specs)
    return IndexedCollection(database, name, database._store)


def _searchable(row: Document, user: Document) -> Document:
    return {
        "_id": audience_id(row["stream"], row["user"]),
        **row,
        "search": search_texts(user["username"], user["name"], user["surname"]),
    }


def _listed(row: Document, stream_deleted_at: str | None) -> Document:
    return {**row, "_id": f"{row['user']}:{row['stream']}", "streamDeletedAt": stream_deleted_at}
