"""The kept indexes find exactly what plain mongomock finds, whatever was written before."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import mongomock
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulis.indexed_collection import IndexedCollection
from kulis.indexed_store import IndexedStore
from kulis.indexes import IndexSpec

SPECS = (
    IndexSpec(("stream", "leftAt"), (("joinedAt", -1), ("user", 1)), text="search"),
    IndexSpec(("stream",)),
    IndexSpec(("live",), (("price", 1), ("_id", 1))),
    IndexSpec(("stream",), (("price", 1), ("_id", 1)), text="search", where=(("leftAt", None),)),
    IndexSpec(("user",), where=(("live", True), ("price", 1))),
)
ORDERS: tuple[Any, ...] = (
    (("joinedAt", -1), ("user", 1), ("_id", 1)),
    (("price", 1), ("_id", 1)),
    (("joinedAt", 1), ("_id", -1)),
    (("_id", 1),),
)

ids = st.sampled_from([f"{number:02d}" for number in range(12)])
streams = st.sampled_from(["s1", "s2"])
times = st.sampled_from([None, "a", "ab", "b", "ç"])
prices = st.sampled_from([None, 0, 1, 2.5, -3])
searches = st.lists(st.sampled_from(["isik", "yilmaz", "a.b", "axb", "k", "isik isik"]), max_size=2)
documents = st.fixed_dictionaries(
    {
        "_id": ids,
        "stream": streams,
        "leftAt": times,
        "joinedAt": st.sampled_from(["a", "ab", "b", ""]),
        "user": st.sampled_from(["u1", "u2"]),
        "live": st.booleans(),
        "price": prices,
        "search": searches,
    }
)
some_ids = st.fixed_dictionaries({"$in": st.lists(ids)})
at_least = st.fixed_dictionaries({"$gte": st.integers(-3, 3)})
text = st.fixed_dictionaries(
    {"$regex": st.sampled_from(["is", r"a\.b", "a.b", "^is", "", "k\0y", r"\w", r"isik\ "])}
)
filters = st.one_of(
    st.fixed_dictionaries({}, optional={"stream": streams, "leftAt": times, "live": st.booleans()}),
    st.fixed_dictionaries({"_id": ids}, optional={"live": st.booleans()}),
    st.fixed_dictionaries({"user": st.sampled_from(["u1", "u2"]), "live": st.booleans(), "price": prices}),
    st.fixed_dictionaries({"_id": some_ids}, optional={"stream": streams}),
    st.fixed_dictionaries({"stream": streams, "price": at_least}),
    st.fixed_dictionaries({"stream": streams, "leftAt": times, "search": text}),
)
writes = st.one_of(
    st.tuples(st.just("insert"), documents),
    st.tuples(st.just("fill"), st.lists(documents, max_size=4)),
    st.tuples(
        st.just("set"), filters, st.fixed_dictionaries({"leftAt": times, "price": prices, "search": searches})
    ),
    st.tuples(st.just("upsert"), ids, streams),
    st.tuples(st.just("take"), filters),
    st.tuples(st.just("delete"), filters),
)


@given(st.lists(writes, max_size=20), filters, st.sampled_from(ORDERS), st.integers(0, 4), st.integers(0, 4))
def test_every_query_finds_what_plain_mongomock_finds(
    history: list[Any], filter: dict[str, Any], order: Any, skip: int, limit: int
) -> None:
    plain: Any = mongomock.MongoClient()["plain"]["rows"]
    indexed = indexed_collection(SPECS)
    for write in history:
        assert carry_out(indexed, write) == carry_out(plain, write), write

    expected = list(plain.find(filter, sort=list(order)))
    until = skip + limit if limit else None

    assert list(indexed.find(filter, sort=order)) == expected
    assert sorted_by_id(indexed.find(filter)) == sorted_by_id(expected)
    assert len(list(indexed.find(filter, skip=skip, limit=limit))) == len(expected[skip:until])
    assert list(indexed.find(filter, sort=order, skip=skip, limit=limit)) == expected[skip:until]
    assert indexed.count_documents(filter) == len(expected)


@given(st.lists(writes, max_size=20), st.sampled_from([("user", "search"), ("price",), ("_id", "none")]))
def test_what_is_shown_of_documents_is_what_plain_mongomock_shows(
    history: list[Any], fields: tuple[str, ...]
) -> None:
    plain: Any = mongomock.MongoClient()["plain"]["rows"]
    indexed = indexed_collection(SPECS)

    for write in history:
        carry_out(indexed, write)
        carry_out(plain, write)

        # Asked after each, so that what is kept of them has been kept from before the write.
        shown, expected = indexed.find({}, fields), plain.find({}, list(fields))
        assert sorted_by_id(shown) == sorted_by_id(expected), write


@given(st.lists(documents, max_size=12, unique_by=lambda row: str(row["_id"])), streams, times)
def test_an_indexed_order_settles_ties_as_a_sort_does(rows: list[Any], stream: str, left_at: Any) -> None:
    collection = indexed_collection(SPECS)
    for row in rows:
        collection.insert_one(dict(row))

    listed = list(collection.find({"stream": stream, "leftAt": left_at}, sort=SPECS[0].order))

    expected = [row for row in rows if (row["stream"], row["leftAt"]) == (stream, left_at)]
    expected.sort(key=lambda row: (row["user"], row["_id"]))
    expected.sort(key=lambda row: row["joinedAt"], reverse=True)
    assert listed == expected


def test_a_returned_document_stays_as_it_was_found() -> None:
    collection = indexed_collection(SPECS)
    collection.insert_one({"_id": "1", "stream": "s1", "gifts": {"rose": 1}, "guests": ["g1"]})
    found = collection.find_one({"_id": "1"})

    collection.update_one({"_id": "1"}, {"$inc": {"gifts.rose": 1}, "$push": {"guests": "g2"}})

    assert found == {"_id": "1", "stream": "s1", "gifts": {"rose": 1}, "guests": ["g1"]}


def test_documents_that_it_was_filled_with_stay_as_they_are() -> None:
    collection, row = indexed_collection(SPECS), {"_id": "1", "gifts": {"rose": 1}, "guests": ["g1"]}
    collection.fill([row])

    collection.update_one({"_id": "1"}, {"$inc": {"gifts.rose": 1}, "$push": {"guests": "g2"}})

    assert row == {"_id": "1", "gifts": {"rose": 1}, "guests": ["g1"]}


@given(st.lists(writes, max_size=20), st.lists(writes, min_size=1, max_size=5))
def test_what_was_found_stays_whatever_is_written_later(history: list[Any], later: list[Any]) -> None:
    collection = indexed_collection(SPECS)
    for write in history:
        carry_out(collection, write)
    found = [*collection.find(), *collection.find({}, ["user", "search"])]
    as_found = deepcopy(found)

    for write in later:
        carry_out(collection, write)

    assert found == as_found


def test_a_field_that_is_indexed_must_hold_a_scalar() -> None:
    collection = indexed_collection(SPECS)

    with pytest.raises(TypeError, match="an indexed field holds a list"):
        collection.insert_one({"_id": "1", "stream": ["s1"]})


def test_an_index_narrows_without_looking_at_other_documents() -> None:
    collection = indexed_collection(SPECS)
    for number in range(50):
        collection.insert_one(
            {"_id": f"{number:02d}", "stream": f"s{number % 5}", "leftAt": None, "search": ["x"]}
        )

    seen: list[str] = []
    kept = collection._store._documents
    collection._store._documents = Watched(kept, seen)  # type: ignore[assignment]
    list(collection.find({"stream": "s1", "search": {"$regex": "x"}}))

    assert len(seen) == 10, f"looked at {len(seen)} documents to find 10"


class Watched(dict[str, Any]):
    """Documents that note which of them were looked at."""

    def __init__(self, documents: Any, seen: list[str]) -> None:
        super().__init__(documents)
        self.seen = seen

    def get(self, key: str, default: Any = None) -> Any:
        self.seen.append(key)
        return super().get(key, default)

    def values(self) -> Any:
        self.seen.extend(self)
        return super().values()


def indexed_collection(specs: Iterable[IndexSpec]) -> IndexedCollection:
    database: Any = mongomock.MongoClient()["indexed"]
    database._store._collections["rows"] = IndexedStore("rows", specs)
    return IndexedCollection(database, "rows", database._store)


def carry_out(collection: Any, write: tuple[Any, ...]) -> Any:
    match write:
        case ("insert", document):
            try:
                return collection.insert_one(dict(document)).inserted_id
            except mongomock.DuplicateKeyError:
                return "duplicate"
        case ("fill", rows):
            if isinstance(collection, IndexedCollection):
                return collection.fill(dict(row) for row in rows)
            for row in rows:
                collection.replace_one({"_id": row["_id"]}, dict(row), upsert=True)
            return None
        case ("set", filter, values):
            collection.update_many(filter, {"$set": values})
            return None
        case ("upsert", key, stream):
            row = {"stream": stream, "leftAt": None, "joinedAt": "a", "user": "u1", "live": True}
            collection.update_one({"_id": key}, {"$set": row, "$inc": {"credits": 1}}, upsert=True)
            return None
        case ("take", filter):
            first = min((row["_id"] for row in collection.find(filter)), default=None)
            return collection.find_one_and_delete({"_id": first}) if first else None
        case ("delete", filter):
            return collection.delete_many(filter).deleted_count
    raise AssertionError(write)


def sorted_by_id(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: str(row["_id"]))
