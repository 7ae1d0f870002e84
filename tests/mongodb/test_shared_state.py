"""Several processes on one database hold one world, one clock and one count of ids."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pymongo
import pytest

from kulis.store import StoreError
from tests.answers import data_of
from tests.sound_requests import gift
from tests.staging import NOON, Stage, staged

OnMongodb = Callable[..., AbstractContextManager[Stage]]


def test_what_one_process_writes_another_shows(on_mongodb: OnMongodb) -> None:
    with on_mongodb() as one, on_mongodb() as other:
        before = total_gifts(other)
        data_of(one.post("/gifts/create", "viewer", json=gift(one, 10, one.main)), 201)

        assert total_gifts(other) == before + 1
        assert one.credits("viewer") == other.credits("viewer")


def test_a_store_that_holds_the_world_already_is_left_as_it_is(on_mongodb: OnMongodb) -> None:
    with on_mongodb() as first:
        data_of(first.post("/gifts/create", "viewer", json=gift(first, 10, first.main)), 201)
        after = total_gifts(first)
    with on_mongodb(frozen_at=None) as second:
        assert total_gifts(second) == after


@pytest.mark.parametrize("changed", [{"fresh": True}, {"seed": 2}], ids=["fresh", "another seed"])
def test_a_store_is_filled_anew_for_another_world_or_where_that_is_asked_for(
    on_mongodb: OnMongodb, changed: dict[str, object]
) -> None:
    with on_mongodb() as first:
        before = total_gifts(first)
        data_of(first.post("/gifts/create", "viewer", json=gift(first, 10, first.main)), 201)
    with on_mongodb(**changed) as second:
        assert total_gifts(second) == before


def test_a_process_of_another_world_than_the_store_holds_answers_503(on_mongodb: OnMongodb) -> None:
    with on_mongodb() as first, on_mongodb(seed=2):
        answer = first.get("/gifts/gift-types")

    assert answer.status_code == 503, answer.text
    assert answer.json()["errors"] == [
        "Service unavailable",
        "The store holds another world now: default, seed 2",
    ]
    assert answer.headers["Retry-After"] == "1"


def test_a_database_that_kulis_did_not_write_is_left_alone(database: str) -> None:
    with pymongo.MongoClient[dict[str, object]](database) as client:
        client.get_default_database()["users"].insert_one({"_id": "somebody", "name": "Else"})

        with pytest.raises(StoreError, match="has a collection users that Kulis did not write"):
            staged(store=database, fresh=True).__enter__()

        assert client.get_default_database()["users"].count_documents({}) == 1


def test_the_clock_is_one(on_mongodb: OnMongodb) -> None:
    with on_mongodb() as one, on_mongodb() as other:
        one.mock.clock.advance(timedelta(hours=25))
        assert timestamp(other) == "2026-03-02T13:00:00.000Z"

        other.mock.clock.resume()
        one.mock.clock.advance(timedelta(days=365))
        assert timestamp(other).startswith("2027-03-02T13:0")

        one.mock.clock.freeze(NOON)
        assert timestamp(other) == "2026-03-01T12:00:00.000Z"


def test_ids_are_those_that_one_process_would_give(on_mongodb: OnMongodb) -> None:
    with staged() as alone:
        expected = [alone.mock.services.new_id() for _ in range(4)]
    with on_mongodb() as one, on_mongodb() as other:
        given = [stage.mock.services.new_id() for stage in (one, other, one, other)]

    assert given == expected


def total_gifts(stage: Stage) -> int:
    total: int = data_of(stage.get(f"/live-stream/{stage.main}/gift-statistics"))["totalCount"]
    return total


def timestamp(stage: Stage) -> str:
    moment: str = stage.get("/gifts/gift-types").json()["timestamp"]
    return moment
