"""One answer of the backend, read for what it tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from contract_tests.checks.reading import mapping, moment
from contract_tests.exchange import Exchange


@dataclass(frozen=True)
class Observation:
    """The data of a success, what was asked for, by whom, and when by the backend's own time."""

    operation_id: str
    arguments: Mapping[str, str]
    query: Mapping[str, str]
    sent: Mapping[str, Any]
    caller: str | None
    data: Any
    at: datetime


def observation(exchange: Exchange, caller: str | None, now: datetime) -> Observation | None:
    """What an exchange tells, or None where it tells of no success of an operation."""
    operation_id, body = exchange.request.operation_id, mapping(exchange.json)
    if operation_id is None or not 200 <= exchange.status < 300 or "data" not in body:
        return None
    query = parse_qs(urlsplit(exchange.request.url).query, errors="replace")
    return Observation(
        operation_id=operation_id,
        arguments=exchange.request.path_arguments or {},
        query={name: values[0] for name, values in query.items()},
        sent=_sent(exchange.request.body),
        caller=caller,
        data=body["data"],
        at=told_moment(body.get("timestamp")) or now,
    )


def told_moment(value: Any) -> datetime | None:
    """The moment that a text names, None for one that no calendar of such a service can hold.

    Backends write moments that never came as the first that they know, such as 0001-01-01T00:00:00Z.
    """
    read = moment(value)
    return read if read is not None and 1971 <= read.year <= 2999 else None


def _sent(body: bytes | None) -> Mapping[str, Any]:
    try:
        return mapping(orjson.loads(body or b"null"))
    except orjson.JSONDecodeError:
        return {}
