"""Kept indexes: documents by equal fields, in an order, without scanning or copying."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from sortedcontainers import SortedList

Key = tuple[Any, ...]
Document = Mapping[str, Any]
Order = Sequence[tuple[str, int]]

_TYPE_ORDER: Mapping[type, int] = {type(None): 0, int: 1, float: 1, str: 2, bool: 3}
_BY_ID = (("_id", 1),)
_BETWEEN = "\0"
_COMPLEMENT = bytes(255 - byte for byte in range(256))


@dataclass(frozen=True)
class IndexSpec:
    """Which fields an index compares for equality, and in which order it then keeps the documents.

    `order` is as in pymongo: pairs of a field and 1 or -1. Indexed fields hold scalars only, but for `text`:
    a field of texts that are kept beside the order, so that a search for a part of one looks at no document.
    With `where` it holds only the documents in which these fields have these values.
    """

    equal: tuple[str, ...]
    order: tuple[tuple[str, int], ...] = _BY_ID
    text: str | None = None
    where: tuple[tuple[str, Any], ...] = ()

    @cached_property
    def narrowed(self) -> tuple[str, ...]:
        """The fields whose values an index compares, but for `text`."""
        return (*self.equal, *(name for name, _ in self.where))


@dataclass
class Index:
    """The documents of one collection, filed under an IndexSpec."""

    spec: IndexSpec
    buckets: dict[Key, SortedList] = field(default_factory=dict)
    filed: dict[Any, tuple[Key, Key]] = field(default_factory=dict)

    def put(self, document: Document) -> None:
        """File a document, or file it anew after a change."""
        if not self._takes(document):
            self.remove(document["_id"])
            return
        bucket, place = self._bucket(document), self._place(document)
        if self.filed.get(document["_id"]) == (bucket, place):
            return
        self.remove(document["_id"])
        self.buckets.setdefault(bucket, SortedList()).add(place)
        self.filed[document["_id"]] = (bucket, place)

    def put_all(self, documents: Iterable[Document]) -> None:
        """File many documents at once, which costs less than one by one."""
        added: dict[Key, tuple[Key, list[Key]]] = {}
        filed, takes_all, was_empty = self.filed, not self.spec.where, not self.filed
        for document in documents:
            own_id = document["_id"]
            if not was_empty and own_id in filed:
                self.remove(own_id)
            if takes_all or self._takes(document):
                bucket, place = self._bucket(document), self._place(document)
                known = added.get(bucket)
                if known is None:
                    known = added[bucket] = bucket, []
                known[1].append(place)
                filed[own_id] = known[0], place
        for bucket, places in added.values():
            self.buckets.setdefault(bucket, SortedList()).update(places)

    def remove(self, document_id: Any) -> None:
        """Forget a document, if it is filed."""
        filed = self.filed.pop(document_id, None)
        if filed is None:
            return
        bucket, place = filed
        self.buckets[bucket].remove(place)
        if not self.buckets[bucket]:
            del self.buckets[bucket]

    def clear(self) -> None:
        """Forget everything."""
        self.buckets.clear()
        self.filed.clear()

    def answers(self, filter: Mapping[str, Any], order: Order | None) -> bool:
        """Whether this index narrows the filter and, where an order is asked for, keeps it."""
        for name in self.spec.equal:
            if name not in filter or not is_scalar(filter[name]):
                return False
        for name, value in self.spec.where:
            if name not in filter or not is_same(filter[name], value):
                return False
        return order is None or tuple(order) == self.spec.order[: len(order)]

    def settled(self, filter: Mapping[str, Any]) -> tuple[str, ...]:
        """The fields of a filter that `ids` has compared."""
        if self.spec.text and self._part(filter) is not None:
            return (*self.spec.narrowed, self.spec.text)
        return self.spec.narrowed

    def ids(self, filter: Mapping[str, Any]) -> Sequence[Any]:
        """The ids of the documents that the settled fields let in, in order; sliced and counted at will."""
        bucket = self.buckets.get(tuple([_typed(filter[name]) for name in self.spec.equal]))
        if bucket is None:
            return ()
        part = self._part(filter)
        return _Ids(bucket) if part is None else _IdsWithText(bucket, part)

    def _part(self, filter: Mapping[str, Any]) -> str | None:
        wanted = filter.get(self.spec.text) if self.spec.text else None
        is_pattern = isinstance(wanted, dict) and set(wanted) == {"$regex"}
        return literal_text(wanted["$regex"]) if is_pattern and wanted is not None else None

    def _bucket(self, document: Document) -> Key:
        return tuple([_typed(document.get(name)) for name in self.spec.equal])

    def _takes(self, document: Document) -> bool:
        return all([is_same(document.get(name), value) for name, value in self.spec.where])

    def _place(self, document: Document) -> Key:
        # Ids differ, so the text that comes last is never compared.
        spec, own_id = self.spec, document["_id"]
        if spec.order is _BY_ID:
            return 2 if type(own_id) is str else _typed(own_id)[0], own_id, own_id, ""
        place: list[Any] = []
        for name, way in spec.order:
            place += _ordered(document.get(name), way)
        text = _joined(document.get(spec.text)) if spec.text else ""
        return (*place, own_id, text)


@dataclass(frozen=True)
class _Ids(Sequence[Any]):
    places: SortedList

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, at: Any) -> Any:
        return [place[-2] for place in self.places[at]] if isinstance(at, slice) else self.places[at][-2]

    def __iter__(self) -> Iterator[Any]:
        return (place[-2] for place in self.places)


@dataclass(frozen=True)
class _IdsWithText(Sequence[Any]):
    """Looked for as far as is asked: a first page of many is found without looking at them all."""

    places: SortedList
    part: str

    def __len__(self) -> int:
        part = self.part
        return sum([part in place[-1] for place in self.places])

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return list(islice(self, at.start, at.stop))
        return next(islice(self, at, None))

    def __iter__(self) -> Iterator[Any]:
        part = self.part
        return (place[-2] for place in self.places if part in place[-1])


def is_scalar(value: Any) -> bool:
    """Whether a filter's value means plain equality that an index can answer."""
    return type(value) in _TYPE_ORDER


def best_index(indexes: Iterable[Index], filter: Mapping[str, Any], order: Order | None) -> Index | None:
    """The index that narrows the filter most, or None."""
    fitting = [index for index in indexes if index.answers(filter, order)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    return max(fitting, key=lambda index: len(index.spec.narrowed))


def literal_text(pattern: Any) -> str | None:
    """The text that a regular expression finds, where it is an escaped text alone; None of any other."""
    if not isinstance(pattern, str):
        return None
    plain = re.sub(r"\\(.)", r"\1", pattern, flags=re.DOTALL)
    return plain if plain and _BETWEEN not in plain and re.escape(plain) == pattern else None


def _joined(value: Any) -> str:
    # What stands between two texts is in no text that is looked for.
    texts = value if isinstance(value, list) else [value]
    return _BETWEEN.join(text for text in texts if isinstance(text, str))


def _typed(value: Any) -> tuple[int, Any]:
    # MongoDB orders types before values, and keeps True apart from 1. Most values are texts.
    if type(value) is str:
        return 2, value
    try:
        return _TYPE_ORDER[type(value)], value
    except KeyError:
        raise TypeError(f"an indexed field holds a {type(value).__name__}, not a scalar: {value!r}") from None


def is_same(value: Any, other: Any) -> bool:
    """Whether two scalars are one to MongoDB, to which True is not 1."""
    if value is None or other is None:
        return value is other
    return value == other and type(value) in _TYPE_ORDER and _typed(value) == _typed(other)


def _ordered(value: Any, way: int) -> tuple[int, Any]:
    if way > 0:
        return _typed(value)
    if type(value) is str:
        return -2, value.encode().translate(_COMPLEMENT) + b"\xff"
    rank, plain = _typed(value)
    return -rank, -plain if plain is not None else None
