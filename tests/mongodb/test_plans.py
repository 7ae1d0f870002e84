"""No query of an operation looks through a whole collection."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from pymongo.errors import OperationFailure

from handlers import OPERATIONS, settlement
from handlers.errors import Refusal
from handlers.services import Caller, Services
from kulis.mongodb.store import MongoStore
from tests.renting import SOLO
from tests.sound_requests import gift, stream_titled
from tests.staging import Stage, staged

Command = Mapping[str, Any]


@dataclass(frozen=True)
class Watched:
    """A store that notes each query as the command that it is on the server."""

    store: MongoStore
    commands: list[Command] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return WatchedCollection(self.store[name], name, self.commands)


@dataclass(frozen=True)
class WatchedCollection:
    rows: Any
    name: str
    commands: list[Command]

    def find(self, filter: Any, projection: Any = None, *, sort: Any = None, **part: int) -> Any:
        self.commands.append({"find": self.name, "filter": filter, "sort": dict(sort or ()), **part})
        return self.rows.find(filter, projection, sort=sort, **part)

    def find_one(self, filter: Any) -> Any:
        self.commands.append({"find": self.name, "filter": filter, "limit": 1})
        return self.rows.find_one(filter)

    def count_documents(self, filter: Any) -> Any:
        counted = [{"$match": filter}, {"$group": {"_id": 1, "n": {"$sum": 1}}}]
        self.commands.append({"aggregate": self.name, "pipeline": counted, "cursor": {}})
        return self.rows.count_documents(filter)

    def insert_one(self, document: Any) -> Any:
        return self.rows.insert_one(document)

    def update_one(self, filter: Any, update: Any, upsert: bool = False) -> Any:
        self.commands.append({"find": self.name, "filter": filter})
        return self.rows.update_one(filter, update, upsert=upsert)

    def find_one_and_update(self, filter: Any, update: Any) -> Any:
        self.commands.append({"find": self.name, "filter": filter})
        return self.rows.find_one_and_update(filter, update)

    def find_one_and_delete(self, filter: Any) -> Any:
        self.commands.append({"find": self.name, "filter": filter})
        return self.rows.find_one_and_delete(filter)


@pytest.fixture(scope="module")
def stage(quiet_database: str) -> Iterator[Stage]:
    with staged(store=quiet_database) as shared:
        yield shared


@pytest.mark.parametrize("operation", [*OPERATIONS, "delete a stream"])
def test_an_operation_scans_no_collection(stage: Stage, operation: str) -> None:
    store = stage.mock.store
    assert isinstance(store, MongoStore)
    watched = Watched(store)
    services = Services(watched, stage.mock.clock, stage.mock.services.new_id)

    if operation == "delete a stream":
        settlement.delete_stream(services, stream_titled(stage, "Sahne Arkası"))
    else:
        try:
            OPERATIONS[operation](services, Caller(stage.user_id("viewer")), **arguments(stage, operation))
        except Refusal as problem:
            raise AssertionError(f"{operation} was refused, so not all its queries were seen") from problem

    assert watched.commands, f"{operation} asked nothing of the store"
    for command in watched.commands:
        plan = explained(store, narrowed(store, command))
        assert "COLLSCAN" not in stages(plan), f"{operation}: {command} scans: {plan}"


def test_a_scan_would_be_seen(stage: Stage) -> None:
    store = stage.mock.store
    assert isinstance(store, MongoStore)

    plan = explained(store, {"find": "audience", "filter": {"joinedAt": "x"}})

    assert "COLLSCAN" in stages(plan), plan


def arguments(stage: Stage, operation: str) -> dict[str, Any]:
    replay, live = stream_titled(stage, SOLO), stage.main
    sent = gift(stage, 1, live)
    match operation:
        case "getLiveStreamViewers":
            return {"id": live, "page": 1, "limit": 20, "search": "a"}
        case "getViewerCount" | "getLiveStream" | "getGiftStatistics":
            return {"id": live}
        case "createReplayRental" | "getReplayStatus":
            return {"id": replay}
        case "listMyReplayRentals":
            return {"page": 1, "limit": 20}
        case "createGift":
            return {"gift_type_id": sent["giftTypeId"], "live_stream_id": sent["liveStreamId"]}
        case "followUser" | "unfollowUser":
            return {"user_id": stage.user_id("creator")}
    return {}


def narrowed(store: MongoStore, command: Command) -> Command:
    """What decides where MongoDB looks: an _id, or the fields of an index, whatever is asked beside them.

    SecantusDB plans a scan as soon as anything is asked beside them, so there the rest is left out.
    """
    if store.connection.client.server_info().get("gitVersion", "").strip("0"):
        return command
    if "pipeline" in command:
        (match, *rest) = command["pipeline"]
        return {**command, "pipeline": [{"$match": deciding(match["$match"])}, *rest]}
    return {**command, "filter": deciding(command["filter"])}


def deciding(filter: Mapping[str, Any]) -> Mapping[str, Any]:
    if "_id" in filter:
        return {"_id": filter["_id"]}
    return {name: wanted for name, wanted in filter.items() if not isinstance(wanted, dict)}


def explained(store: MongoStore, command: Command) -> Any:
    database = store.connection.database
    try:
        return database.command("explain", command, verbosity="queryPlanner")
    except OperationFailure as problem:
        if problem.code == 59:
            pytest.skip("the server explains no plans")
        raise


def stages(plan: Any) -> set[str]:
    """The names of all stages of a plan, however deep."""
    if isinstance(plan, list):
        return set().union(*map(stages, plan))
    if not isinstance(plan, dict):
        return set()
    own = {plan["stage"]} if isinstance(plan.get("stage"), str) else set()
    winning = [value for key, value in plan.items() if key != "rejectedPlans"]
    return own.union(*map(stages, winning))
