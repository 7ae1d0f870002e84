"""The indexes that the queries need are there from the start, or the start says why not."""

import pymongo
import pytest

from kulis.mongodb.indexes import index_keys
from kulis.mongodb.store import MongoStore
from kulis.store import INDEXES, StoreError
from tests.staging import staged

VIEWERS = [("stream", 1), ("leftAt", 1), ("joinedAt", -1), ("user", 1)]


def test_every_collection_has_the_indexes_of_the_table(database: str) -> None:
    with staged(store=database, world="empty") as stage:
        assert isinstance(stage.mock.store, MongoStore)
        kept = stage.mock.store.connection.database
        for name, specs in INDEXES.items():
            there = {tuple(index["key"]) for index in kept[name].index_information().values()}
            assert {index_keys(spec) for spec in specs} <= there, name


def test_an_index_in_the_way_is_named(database: str) -> None:
    with pymongo.MongoClient[dict[str, object]](database) as client:
        only_present = {"leftAt": {"$exists": True}}
        rows = client.get_default_database()["audience"]
        rows.create_index(VIEWERS, partialFilterExpression=only_present)

    with pytest.raises(StoreError, match="collection audience in"):
        staged(store=database, world="empty").__enter__()
