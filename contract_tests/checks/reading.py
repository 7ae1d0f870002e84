"""Reading bodies whose shape may be broken: other checks tell of that, so it is left out here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from contract_tests.exchange import Exchange

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list; none where it is not a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def integer(value: Any) -> int | None:
    """The value where it is a whole number, else None; JSON knows no difference between 1 and 1.0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        return None
    return int(value)


def moment(value: Any) -> datetime | None:
    """The moment that a text names, else None."""
    try:
        read = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def comparable(one: Any, other: Any) -> tuple[datetime, datetime] | None:
    """Two moments, cut to the second where milliseconds are lacking; None where none comes first then."""
    first, second = moment(one), moment(other)
    if first is None or second is None:
        return None
    if "." in str(one) and "." in str(other):
        return first, second
    first, second = first.replace(microsecond=0), second.replace(microsecond=0)
    return None if first == second else (first, second)


def told_at(exchange: Exchange) -> datetime | None:
    """The moment at which a response says that it was made."""
    return moment(mapping(exchange.json).get("timestamp"))
