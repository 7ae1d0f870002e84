"""What is known of one request while it is answered."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

_KEY = "kulis.exchange"


@dataclass
class Exchange:
    """One request on its way through: what it turned out to be, and what its sender should know of it."""

    operation_id: str | None = None
    caller_id: str | None = None
    arguments: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def begin_exchange(scope: MutableMapping[str, Any]) -> Exchange:
    """Start the exchange of an ASGI scope."""
    exchange = scope[_KEY] = Exchange()
    return exchange


def exchange_of(scope: MutableMapping[str, Any]) -> Exchange:
    """The exchange that was begun for this scope, which copies of the scope share."""
    exchange: Exchange = scope[_KEY]
    return exchange
