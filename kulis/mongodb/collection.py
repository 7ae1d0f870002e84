"""pymongo's calls as handlers speak them, inside whatever transaction is under way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.cursor import Cursor

from handlers.services import Document, Filter, Order


@dataclass(frozen=True)
class MongoCollection:
    """A collection of the server. `session` gives the session of the transaction under way, or None."""

    collection: Collection[dict[str, Any]]
    session: Callable[[], ClientSession | None]

    def find_one(self, filter: Filter | None = None, *, sort: Order | None = None) -> Document | None:
        return self.collection.find_one(filter, sort=list(sort) if sort else None, session=self.session())

    def find(
        self,
        filter: Filter | None = None,
        projection: Sequence[str] | None = None,
        *,
        sort: Order | None = None,
        skip: int = 0,
        limit: int = 0,
    ) -> Cursor[dict[str, Any]]:
        order = list(sort) if sort else None
        return self.collection.find(
            filter, projection, sort=order, skip=skip, limit=limit, session=self.session()
        )

    def count_documents(self, filter: Filter) -> int:
        return self.collection.count_documents(filter, session=self.session())

    def insert_one(self, document: Document) -> object:
        return self.collection.insert_one(dict(document), session=self.session())

    def insert_many(self, documents: Iterable[Document]) -> object:
        return self.collection.insert_many(map(dict, documents), ordered=False, session=self.session())

    def update_one(self, filter: Filter, update: Mapping[str, Any], upsert: bool = False) -> object:
        return self.collection.update_one(filter, update, upsert=upsert, session=self.session())

    def update_many(self, filter: Filter, update: Mapping[str, Any]) -> object:
        return self.collection.update_many(filter, update, session=self.session())

    def find_one_and_update(self, filter: Filter, update: Mapping[str, Any]) -> Document | None:
        return self.collection.find_one_and_update(
            filter, update, return_document=ReturnDocument.AFTER, session=self.session()
        )

    def find_one_and_delete(self, filter: Filter) -> Document | None:
        return self.collection.find_one_and_delete(filter, session=self.session())

    def delete_many(self, filter: Filter) -> object:
        return self.collection.delete_many(filter, session=self.session())
