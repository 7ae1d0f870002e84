"""A collection on the server finds and writes exactly what plain mongomock does."""

from collections.abc import Iterator
from typing import Any

import mongomock
import pymongo
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kulis.mongodb.collection import MongoCollection
from tests.test_indexed_collection import ORDERS, documents, filters, ids, streams

updates = st.sampled_from([{"$set": {"leftAt": "a"}}, {"$inc": {"count": 2}}, {"$set": {"price": 1}}])
writes = st.one_of(
    st.tuples(st.just("insert_one"), documents),
    st.tuples(st.just("update_one"), st.fixed_dictionaries({"_id": ids}), updates),
    st.tuples(st.just("upsert"), ids, streams),
    st.tuples(st.just("find_one_and_update"), st.fixed_dictionaries({"_id": ids}), updates),
    st.tuples(st.just("find_one_and_delete"), st.fixed_dictionaries({"_id": ids})),
)


@pytest.fixture(scope="module")
def collection(quiet_database: str) -> Iterator[MongoCollection]:
    with pymongo.MongoClient[dict[str, Any]](quiet_database) as client:
        yield MongoCollection(client.get_default_database()["rows"], lambda: None)


@given(st.lists(writes, max_size=8), filters, st.sampled_from(ORDERS), st.integers(0, 4), st.integers(0, 4))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_collection_on_the_server_is_like_one_of_mongomock(
    collection: MongoCollection, history: list[Any], filter: dict[str, Any], order: Any, skip: int, limit: int
) -> None:
    plain: Any = mongomock.MongoClient()["plain"]["rows"]
    collection.delete_many({})
    for write in history:
        assert carry_out(collection, write) == carry_out(plain, write), write

    until = skip + limit if limit else None
    expected = list(plain.find(filter, sort=list(order)))
    assert list(collection.find(filter, sort=order, skip=skip, limit=limit)) == expected[skip:until]
    shown = list(plain.find(filter, ["user", "price"], sort=list(order)))
    assert list(collection.find(filter, ("user", "price"), sort=order)) == shown
    assert collection.count_documents(filter) == len(expected)
    assert (collection.find_one(filter) is None) == (not expected)


def carry_out(collection: Any, write: tuple[Any, ...]) -> Any:
    after = {} if isinstance(collection, MongoCollection) else {"return_document": True}
    match write:
        case ("insert_one", document):
            try:
                return collection.insert_one(dict(document)) and "inserted"
            except (mongomock.DuplicateKeyError, pymongo.errors.DuplicateKeyError):
                return "duplicate"
        case ("upsert", key, stream):
            row = {"stream": stream, "leftAt": None, "joinedAt": "a", "user": "u1", "live": True, "price": 1}
            collection.update_one({"_id": key}, {"$set": row}, upsert=True)
            return None
        case ("find_one_and_update", filter, update):
            return collection.find_one_and_update(filter, update, **after)
        case (call, *arguments):
            outcome = getattr(collection, call)(*arguments)
            return outcome if isinstance(outcome, dict) else None
    raise AssertionError(write)
