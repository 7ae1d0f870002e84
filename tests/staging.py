"""A mock on a stage of its own: a frozen clock, personas who send requests, and a look behind the scenes."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import httpx2
from starlette.testclient import TestClient

from contract_tests.contract import load_contract
from contract_tests.plan import PhasesRun
from kulis.app import Mock, create_mock
from kulis.settings import Settings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = "/api/v1"
CONTRACT = load_contract()


def no_phases() -> PhasesRun:
    """What stands for Schemathesis's phases where a run is to be its checks alone."""
    return PhasesRun((), ())


@dataclass(frozen=True)
class Stage:
    """A mock and a client of it. Requests are sent as a persona, or as nobody where `persona` is None."""

    mock: Mock
    client: TestClient

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # Hypothesis would write out all that is in the mock, and warn of that in place of what has failed.
        printer.text("Stage")

    def get(self, path: str, persona: str | None = "viewer", **query: Any) -> httpx2.Response:
        return self.send("GET", path, persona, params=query)

    def post(self, path: str, persona: str | None = "viewer", **options: Any) -> httpx2.Response:
        return self.send("POST", path, persona, **options)

    def delete(self, path: str, persona: str | None = "viewer") -> httpx2.Response:
        return self.send("DELETE", path, persona)

    def send(self, method: str, path: str, persona: str | None, **options: Any) -> httpx2.Response:
        headers = {**self.authorization(persona), **options.pop("headers", {})}
        response: httpx2.Response = self.client.request(method, BASE + path, headers=headers, **options)
        return response

    def authorization(self, persona: str | None) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.mock.token(persona)}"} if persona else {}

    def advance(self, **duration: float) -> None:
        self.mock.clock.advance(timedelta(**duration))

    def user_id(self, persona: str) -> str:
        return self.mock.world.persona(persona).user_id

    def credits(self, persona: str) -> int:
        user = self.mock.store["users"].find_one({"_id": self.user_id(persona)})
        assert user is not None
        balance: int = user["credits"]
        return balance

    def stream(self, **wanted: Any) -> Mapping[str, Any]:
        """The first stream of the world that has these values."""
        for stream in self.mock.store["streams"].find({"deletedAt": None, **wanted}):
            return stream
        raise AssertionError(f"world {self.mock.world.name} has no stream with {wanted}")

    @property
    def main(self) -> str:
        """The id of the stream that persona creator has live."""
        stream_id: str = self.stream(status="active", host=self.user_id("creator"))["_id"]
        return stream_id


@contextmanager
def staged(**settings: Any) -> Iterator[Stage]:
    """A stage for the time of a `with`; its clock stands at noon unless it is told otherwise.

    KULIS_TEST_STORE names a server on which every stage is given a database of its own.
    """
    server = os.environ.get("KULIS_TEST_STORE")
    if server and "store" not in settings:
        settings["store"] = f"{server.rstrip('/')}/stage_{uuid4().hex[:12]}"
    mock = create_mock(Settings(**{"frozen_at": NOON, **settings}), CONTRACT)
    try:
        with TestClient(
            mock.app,
            base_url="http://127.0.0.1",
            client=("127.0.0.1", 50000),
            raise_server_exceptions=False,
        ) as client:
            yield Stage(mock, client)
    finally:
        if server:
            _drop(mock)
        mock.store.close()


def beginning(stage: Stage) -> Callable[[], None]:
    """What brings a stage that was just set up back to where it is now; much quicker than setting it up."""
    mock, world = stage.mock, stage.mock.world
    documents = deepcopy(dict(mock.store.documents()))

    def begin_again() -> None:
        mock.store.replace(documents)
        mock.clock.freeze(NOON)
        mock.backstage.play(world, world.name, 1, drawn=0)
        mock.faults.active = ()
        mock.faults.numbers = count(1)
        mock.journal.clear()
        mock.journal.last = 0

    return begin_again


def _drop(mock: Mock) -> None:
    from kulis.mongodb.store import MongoStore

    if isinstance(mock.store, MongoStore):
        connection = mock.store.connection
        connection.client.drop_database(connection.database.name)
