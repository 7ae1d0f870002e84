"""What a handler is handed: the store, the clock, new ids, and who is calling."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Document = Mapping[str, Any]
Filter = Mapping[str, Any]
Order = Sequence[tuple[str, int]]


class Collection(Protocol):
    """The part of pymongo's Collection that handlers speak.

    A document that is returned is read only, and stays as it was found whatever is written later.
    """

    def find_one(self, filter: Filter) -> Document | None: ...

    def find(
        self,
        filter: Filter,
        projection: Sequence[str] | None = None,
        *,
        sort: Order | None = None,
        skip: int = 0,
        limit: int = 0,
    ) -> Iterable[Document]: ...

    def count_documents(self, filter: Filter) -> int: ...

    def insert_one(self, document: Document) -> object: ...

    def update_one(self, filter: Filter, update: Mapping[str, Any], upsert: bool = False) -> object: ...

    def find_one_and_update(self, filter: Filter, update: Mapping[str, Any]) -> Document | None: ...

    def find_one_and_delete(self, filter: Filter) -> Document | None: ...


class Store(Protocol):
    """Collections by name.

    They are users, streams, audience, follows, blocks, giftTypes, gifts, rentals and transactions.
    """

    def __getitem__(self, name: str) -> Collection: ...


class Clock(Protocol):
    """The one source of time."""

    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Services:
    """Everything a handler may reach. `new_id` gives ids of 24 hex digits, from the world's seed."""

    store: Store
    clock: Clock
    new_id: Callable[[], str]


@dataclass(frozen=True)
class Caller:
    """The user on whose behalf a request is made (AUTH-6)."""

    id: str


@dataclass(frozen=True)
class Created:
    """Data of something that did not exist before, where the contract tells 201 from 200."""

    data: Any
