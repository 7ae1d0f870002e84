"""Kept indexes: documents by equal fields, in an order, without scanning or copying."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sortedcontainers import SortedList

Key = tuple[Any, ...]
Document = dict[str, Any]
Order = Sequence[tuple[str, int]]

_TYPE_ORDER: Mapping[type, int] = {type(None): 0, int: 1, float: 1, str: 2, bool: 3}
_COMPLEMENT = bytes(255 - byte for byte in range(256))


@dataclass(frozen=True)
class IndexSpec:
    """Which fields an index compares for equality, and in which order it then keeps the documents.

    `order` is as in pymongo: pairs of a field and 1 or -1. Indexed fields hold scalars only.
    """

    equal: tuple[str, ...]
    order: tuple[tuple[str, int], ...] = (("_id", 1),)


@dataclass
class Index:
    """The documents of one collection, filed under an IndexSpec."""

    spec: IndexSpec
    buckets: dict[Key, SortedList] = field(default_factory=dict)
    filed: dict[Any, tuple[Key, Key]] = field(default_factory=dict)

    def put(self, document: Document) -> None:
        """File a document, or file it anew after a change."""
        bucket = tuple(_typed(document.get(name)) for name in self.spec.equal)
        place = (*(_ordered(document.get(name), way) for name, way in self.spec.order), document["_id"])
        if self.filed.get(document["_id"]) == (bucket, place):
            return
        self.remove(document["_id"])
        self.buckets.setdefault(bucket, SortedList()).add(place)
        self.filed[document["_id"]] = (bucket, place)

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
        return all(name in filter and is_scalar(filter[name]) for name in self.spec.equal) and (
            order is None or tuple(order) == self.spec.order[: len(order)]
        )

    def ids(self, filter: Mapping[str, Any]) -> Sequence[Any]:
        """The ids of the documents whose fields equal the filter's, in order; can be sliced and counted."""
        bucket = self.buckets.get(tuple(_typed(filter[name]) for name in self.spec.equal))
        return _Ids(bucket) if bucket is not None else ()


@dataclass(frozen=True)
class _Ids(Sequence[Any]):
    places: SortedList

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, at: Any) -> Any:
        return [place[-1] for place in self.places[at]] if isinstance(at, slice) else self.places[at][-1]

    def __iter__(self) -> Iterator[Any]:
        return (place[-1] for place in self.places)


def is_scalar(value: Any) -> bool:
    """Whether a filter's value means plain equality that an index can answer."""
    return type(value) in _TYPE_ORDER


def best_index(indexes: Iterable[Index], filter: Mapping[str, Any], order: Order | None) -> Index | None:
    """The index that narrows the filter most, or None."""
    fitting = [index for index in indexes if index.answers(filter, order)]
    return max(fitting, key=lambda index: len(index.spec.equal), default=None)


def _typed(value: Any) -> tuple[int, Any]:
    # MongoDB orders types before values, and keeps True apart from 1.
    try:
        return _TYPE_ORDER[type(value)], value
    except KeyError:
        raise TypeError(f"an indexed field holds a {type(value).__name__}, not a scalar: {value!r}") from None


def _ordered(value: Any, way: int) -> Any:
    rank, plain = _typed(value)
    if way > 0:
        return rank, plain
    if isinstance(plain, str):
        return -rank, plain.encode().translate(_COMPLEMENT) + b"\xff"
    return -rank, -plain if plain is not None else None
