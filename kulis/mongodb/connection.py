"""Reaching a MongoDB server, and plain words for what keeps it from being reached."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pymongo
from pymongo import MongoClient, ReadPreference, WriteConcern
from pymongo.database import Database
from pymongo.errors import (
    ConfigurationError,
    ConnectionFailure,
    InvalidURI,
    OperationFailure,
    PyMongoError,
)
from pymongo.uri_parser import parse_uri

from kulis.mongodb.coming_and_going import ComingAndGoing
from kulis.refusals import ServiceUnavailable
from kulis.sentences import say
from kulis.store import StoreError

DATABASE = "kulis"
"""The database that is used where the URL names none."""


@dataclass(frozen=True)
class Connection:
    """A server that has answered. `address` tells where it is, without the user's password.

    `has_transactions` is false of a server that stands alone.
    """

    client: MongoClient[dict[str, Any]]
    database: Database[dict[str, Any]]
    address: str
    has_transactions: bool

    def close(self) -> None:
        """Part from the server, without waiting long for one that is away."""
        _close(self.client)


def connect(url: str, *, patience: float) -> Connection:
    """Reach the server of a URL, trying again for `patience` seconds; raises StoreError."""
    parsed = _parsed(url)
    address = ", ".join(f"{host}:{port}" for host, port in parsed["nodelist"])
    name = parsed["database"] or DATABASE
    options = {
        option: value
        for option, value in _OPTIONS.items()
        if option not in {*map(str.lower, parsed["options"])}
    }
    try:
        client: MongoClient[dict[str, Any]] = MongoClient(
            url, **options, event_listeners=[ComingAndGoing(address)]
        )
    except (ConfigurationError, InvalidURI, ValueError) as problem:
        raise StoreError(f"the URL of --store cannot be used: {problem}") from None
    try:
        answer = _first_answer(client, address, patience)
    except StoreError:
        _close(client)
        raise
    database = client.get_database(
        name, write_concern=WriteConcern("majority"), read_preference=ReadPreference.PRIMARY
    )
    has_transactions = "setName" in answer or answer.get("msg") == "isdbgrid"
    return Connection(client, database, f"{address}/{name}", has_transactions)


@contextmanager
def unavailable_when_away(address: str) -> Iterator[None]:
    """Turn a server's being away into the refusal that says so; other problems are left as they are."""
    try:
        yield
    except PyMongoError as problem:
        if not is_away(problem):
            raise
        raise ServiceUnavailable(f"The store does not answer: {address}") from problem


def is_away(problem: PyMongoError) -> bool:
    """Whether it is the server that is missing, not something wrong with what it was asked."""
    return isinstance(problem, ConnectionFailure) or problem.timeout or _is_stepping_down(problem)


_OPTIONS: Mapping[str, Any] = {
    "appname": "kulis",
    # Long enough for a replica set to elect another primary; what takes longer is answered with a 503.
    "timeoutms": 10_000,
}
_SECONDS_OF_A_TRY = 2
_SECONDS_TO_PART = 1
_SECONDS_BETWEEN_TRIES = 0.5
_STEPPING_DOWN = frozenset((91, 189, 10107, 11600, 11602, 13435, 13436))
_REFUSED_LOGIN = frozenset((13, 18))


def _parsed(url: str) -> Mapping[str, Any]:
    if not url.startswith(("mongodb://", "mongodb+srv://")):
        shown = url.partition("://")[0] if "://" in url else url
        raise StoreError(f"--store takes a URL such as mongodb://127.0.0.1:27017/kulis, not {shown!r}")
    try:
        return parse_uri(url)
    except (PyMongoError, ValueError) as problem:
        raise StoreError(f"the URL of --store cannot be used: {problem}") from None


def _first_answer(client: MongoClient[dict[str, Any]], address: str, patience: float) -> Mapping[str, Any]:
    begun, is_told = time.monotonic(), False
    while True:
        try:
            with pymongo.timeout(_SECONDS_OF_A_TRY):
                answer: Mapping[str, Any] = client.admin.command("hello")
                # The first command that needs a login, so that a wrong password is found here.
                client.admin.command("listDatabases", nameOnly=True, authorizedDatabases=True)
                return answer
        except OperationFailure as problem:
            if problem.code in _REFUSED_LOGIN:
                raise StoreError(
                    f"MongoDB at {address} refuses the login of --store: {_told(problem)}"
                ) from None
            if not is_away(problem):
                raise StoreError(f"MongoDB at {address} answers with an error: {_told(problem)}") from None
        except ConfigurationError as problem:
            raise StoreError(f"MongoDB at {address} cannot be used: {problem}") from None
        except PyMongoError as problem:
            if time.monotonic() - begun > patience:
                raise StoreError(
                    f"no MongoDB server answers at {address} ({_told(problem)}); "
                    "start it, or leave --store out to keep everything in this process"
                ) from None
        if not is_told:
            say(f"Waiting for MongoDB at {address} ...")
            is_told = True
        time.sleep(_SECONDS_BETWEEN_TRIES)


def _close(client: MongoClient[dict[str, Any]]) -> None:
    with pymongo.timeout(_SECONDS_TO_PART):
        client.close()


def _is_stepping_down(problem: PyMongoError) -> bool:
    return isinstance(problem, OperationFailure) and problem.code in _STEPPING_DOWN


def _told(problem: PyMongoError) -> str:
    # pymongo adds its own settings and its picture of the whole cluster, line upon line.
    text = str(problem).partition(" (configured timeouts")[0].partition(", full error:")[0]
    return text.partition(", Timeout:")[0]
