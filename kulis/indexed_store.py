"""mongomock's store of a collection, with the indexes that are kept of its documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from mongomock.store import CollectionStore

from kulis.indexes import Document, Index, IndexSpec, Order, best_index, is_same

_own_id = itemgetter("_id")


class IndexedStore(CollectionStore):
    """mongomock's store of one collection, which files every document it keeps."""

    def __init__(self, name: str, specs: Iterable[IndexSpec]) -> None:
        super().__init__(name)
        self.kept = tuple(Index(spec) for spec in specs)
        self._held_to = tuple({pair for index in self.kept for pair in index.spec.where})
        self._found: dict[Any, Index | None] = {}
        self._shown: dict[tuple[str, ...], _Shown] = {}

    def __setitem__(self, key: Any, document: Document) -> None:
        super().__setitem__(key, document)
        for shown in self._shown.values():
            shown.pop(key, None)
        for index in self.kept:
            index.put(document)

    def __delitem__(self, key: Any) -> None:
        super().__delitem__(key)
        for index in self.kept:
            index.remove(key)

    def drop(self) -> None:
        super().drop()
        for index in self.kept:
            index.clear()

    def fill(self, documents: Iterable[Document]) -> None:
        """Keep many documents at once."""
        added = {document["_id"]: document for document in documents}
        with self._rwlock.writer():
            self._documents.update(added)
        self._shown.clear()
        for index in self.kept:
            index.put_all(added.values())

    def document_of(self, key: Any) -> Document | None:
        """The kept document itself, not a copy, of a key."""
        found: Document | None = self._documents.get(key)
        return found

    def index_for(self, filter: Mapping[str, Any], order: Order | None) -> Index | None:
        """The index that narrows a filter most, or None; found once for all filters of one kind."""
        held = [name in filter and is_same(filter[name], value) for name, value in self._held_to]
        kind = (tuple(order) if order is not None else None, *filter, *map(type, filter.values()), *held)
        try:
            return self._found[kind]
        except KeyError:
            return self._found.setdefault(kind, best_index(self.kept, filter, order))

    def documents_of(self, keys: Iterable[Any]) -> Iterator[Document]:
        """The kept documents themselves, not copies, of those keys that have one."""
        # No document is empty, since each has its _id.
        return filter(None, map(self._documents.get, keys))

    def shown(self, documents: Iterable[Document], fields: Sequence[str]) -> Iterator[Document]:
        """These fields alone, and `_id`, of documents that are kept here."""
        names = tuple(fields)
        if names not in self._shown:
            self._shown[names] = _Shown(self, names)
        return map(self._shown[names].__getitem__, map(_own_id, documents))


class _Shown(dict[Any, Document]):
    """Some fields of documents, put together once for each document and kept until it changes.

    As an index that covers a query: it is asked only for documents that were just found.
    """

    def __init__(self, store: IndexedStore, names: tuple[str, ...]) -> None:
        super().__init__()
        self._store, self._names = store, ("_id", *names)

    def __missing__(self, key: Any) -> Document:
        document = self._store.document_of(key) or {}
        shown = self[key] = {name: document[name] for name in self._names if name in document}
        return shown
