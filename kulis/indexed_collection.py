"""A mongomock collection in which kept indexes answer what would otherwise be a scan."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from mongomock.collection import Collection, ReturnDocument  # type: ignore[attr-defined]
from mongomock.filtering import filter_applies

from kulis.indexed_store import IndexedStore
from kulis.indexes import Document, Order

Matches = Callable[[Document], bool]
_PLAIN = frozenset((str, type(None)))
"""Types of which nobody need ask mongomock whether one equals another."""

_TEXTS = frozenset((str,))

_BY_ID = ("_id",)


class _Plan(NamedTuple):
    """Where to look for what a filter finds, and what is left to compare there.

    `counts` tells whether each key is known to be a document's.
    """

    keys: Sequence[Any]
    rest: Matches | None
    counts: bool


class IndexedCollection(Collection):
    """pymongo's calls over an IndexedStore: mongomock decides what matches, indexes where to look.

    mongomock scans and copies the whole collection for every query. Here candidates are narrowed
    before they are compared, put in order by the index, and nothing is copied until it is changed.

    What is found is a document itself and no copy, to be read only. It never changes: an update puts
    another in its place, so that whoever found it keeps what was found.
    """

    _store: IndexedStore

    def fill(self, documents: Iterable[Document]) -> None:
        """Keep documents that are known to be sound, without mongomock's looking at each of them.

        They are shared, and so left as they are by whoever made them; a world need not be copied.
        """
        self._store.fill(documents)

    def refill(self, documents: Iterable[Document]) -> None:
        """Keep these documents in place of all there are."""
        self._store.drop()
        self.fill(documents)

    def find(  # type: ignore[override]
        self,
        filter: Mapping[str, Any] | None = None,
        projection: Sequence[str] | None = None,
        *,
        sort: Order | None = None,
        skip: int = 0,
        limit: int = 0,
    ) -> Iterator[Document]:
        found = self._find(filter or {}, sort, skip, limit)
        return found if projection is None else self._store.shown(found, projection)

    def _find(
        self, filter: Mapping[str, Any], sort: Order | None, skip: int, limit: int
    ) -> Iterator[Document]:
        plan = self._plan(filter, sort)
        until = skip + limit if limit else None
        if plan is None:
            found = super().find(dict(filter), sort=list(sort)) if sort else self._kept(filter)
            return islice(found, skip, until)
        if plan.rest is None and plan.counts:
            return self._store.documents_of(plan.keys[skip:until])
        return islice(self._matching(plan), skip, until)

    def find_one(
        self, filter: Mapping[str, Any] | None = None, projection: None = None, sort: Any = None
    ) -> Document | None:
        by_id = filter.get("_id") if filter else None
        if filter and isinstance(by_id, str):
            document = self._store.document_of(by_id)
            rest = _matcher(filter, settled=_BY_ID)
            return document if document and (rest is None or rest(document)) else None
        return next(self.find(filter, sort=sort, limit=1), None)

    def count_documents(self, filter: Mapping[str, Any]) -> int:  # type: ignore[override]
        plan = self._plan(filter, None)
        if plan is not None and plan.rest is None and plan.counts:
            return len(plan.keys)
        return sum(1 for _ in self._kept(filter))

    def find_one_and_update(  # type: ignore[override]
        self, filter: Mapping[str, Any], update: Mapping[str, Any], upsert: bool = False
    ) -> Document | None:
        found: Document | None = super().find_one_and_update(
            dict(filter), dict(update), upsert=upsert, return_document=ReturnDocument.AFTER
        )
        return found

    def _iter_documents(self, filter: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Where mongomock itself looks for what to sort or update; it changes in place what it is given."""
        return map(dict, self._kept(filter))

    def _kept(self, filter: Mapping[str, Any]) -> Iterator[Document]:
        plan = self._plan(filter, None)
        if plan is not None:
            return iter(list(self._matching(plan)))
        found: Iterator[Document] = super()._iter_documents(filter)
        return found

    def _apply_update_document(
        self, existing_document: dict[str, Any], spec: Any, document: Any, was_insert: bool
    ) -> None:
        for fields in document.values():
            for name in _changed(fields):
                if name in existing_document:
                    existing_document[name] = _own_nested(existing_document[name])
        super()._apply_update_document(existing_document, spec, document, was_insert)
        if not was_insert:
            self._store[existing_document["_id"]] = existing_document

    def _plan(self, filter: Mapping[str, Any], order: Order | None) -> _Plan | None:
        by_id = filter.get("_id")
        if isinstance(by_id, str):
            return _Plan([by_id], _matcher(filter, settled=_BY_ID), counts=False)
        if order is None and isinstance(by_id, dict) and set(by_id) == {"$in"}:
            return _Plan(_texts(by_id["$in"]), _matcher(filter, settled=_BY_ID), counts=False)
        index = self._store.index_for(filter, order)
        if index is None:
            return None
        return _Plan(index.ids(filter), _matcher(filter, settled=index.settled(filter)), counts=True)

    def _matching(self, plan: _Plan) -> Iterator[Document]:
        return filter(plan.rest, self._store.documents_of(plan.keys))


def _matcher(filter: Mapping[str, Any], *, settled: Sequence[str]) -> Matches | None:
    """What is left to compare once the fields that an index has settled are; None where nothing is."""
    if len(filter) == len(settled):
        # An index settles no field that its filter does not name.
        return None
    rest = {name: value for name, value in filter.items() if name not in settled}

    def matches(document: Document) -> bool:
        for name, wanted in rest.items():
            value = document.get(name)
            if type(value) not in _PLAIN or type(wanted) not in _PLAIN or "." in name:
                return bool(filter_applies(rest, document))
            if value != wanted:
                return False
        return True

    return matches


def _texts(keys: Iterable[Any]) -> Sequence[str]:
    """Each of the keys that is a text, once."""
    once = list(dict.fromkeys(keys))
    return once if set(map(type, once)) <= _TEXTS else [key for key in once if isinstance(key, str)]


def _changed(fields: Any) -> set[str]:
    """The fields of a document that one operator of an update changes, wholly or within."""
    return {name.partition(".")[0] for name in fields} if isinstance(fields, dict) else set()


def _own_nested(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _own_nested(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_own_nested(part) for part in value]
    return value
