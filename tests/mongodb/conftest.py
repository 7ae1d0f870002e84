"""Databases on a real server where MONGODB_URL is set, and on SecantusDB elsewhere."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from uuid import uuid4

import pymongo
import pytest

from tests.mongodb.server import running_server
from tests.staging import Stage, staged


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a server that has transactions."""
    url = os.environ.get("MONGODB_URL")
    if url:
        yield url
        return
    with running_server("--enable-test-commands") as own:
        yield own


@pytest.fixture
def database(server: str) -> Iterator[str]:
    """The URL of an empty database, which is dropped after the test."""
    yield from _database(server)


@pytest.fixture(scope="module")
def quiet_database(server: str) -> Iterator[str]:
    """A database shared by a module's tests, which must only read."""
    yield from _database(server)


@pytest.fixture
def on_mongodb(database: str) -> Callable[..., AbstractContextManager[Stage]]:
    """Makes a stage on the database of the test; several are several processes to the server."""
    return partial(staged, store=database)


def _database(server: str) -> Iterator[str]:
    name = f"kulis_test_{uuid4().hex[:12]}"
    with pymongo.MongoClient[dict[str, object]](server) as client:
        yield _with_database(server, name)
        client.drop_database(name)


def _with_database(server: str, name: str) -> str:
    address, _, options = server.partition("?")
    scheme, _, rest = address.partition("://")
    hosts = rest.partition("/")[0]
    return f"{scheme}://{hosts}/{name}" + (f"?{options}" if options else "")
