"""What is known of one request while it is answered."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

_KEY = "kulis.exchange"


@dataclass(slots=True)
class Exchange:
    """One request on its way through: what it turned out to be, and what its sender should know of it.

    `remarks` are on the request, `breaches` on what its answer breaks of the contract. `is_judged` is false
    where nobody asked whether the request keeps the contract. `headers` go with the answer, whatever it is.
    """

    operation_id: str | None = None
    caller_id: str | None = None
    body: bytes = b""
    arguments: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    is_judged: bool = True
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)


def begin_exchange(scope: MutableMapping[str, Any]) -> Exchange:
    """Start the exchange of an ASGI scope."""
    exchange = scope[_KEY] = Exchange()
    return exchange


def exchange_of(scope: MutableMapping[str, Any]) -> Exchange:
    """The exchange that was begun for this scope, which copies of the scope share."""
    exchange: Exchange = scope[_KEY]
    return exchange
