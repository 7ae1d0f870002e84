"""What is known of one request while it is answered."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from kulis.envelope import Enveloped

_KEY = "kulis.exchange"

ANSWERED_BY = "Kulis-Answered-By"
"""The response header that tells which side answered, where the mock stands before a backend."""


@dataclass(slots=True)
class Exchange:
    """One request on its way through: what it turned out to be, and what its sender should know of it.

    `remarks` are on the request, `breaches` on what its answer breaks of the contract. `is_judged` is false
    where nobody asked whether the request keeps the contract. `wishes` are those granted, `faults` the rules
    that struck. `response` is the operation's own: made of state, or the example that was wished for.
    `headers` go with any answer; `answer` is the whole of a body that is sent piece by piece. Only what
    `is_listed` stands in the journal.
    `answered_by` names the side that answered, where there is more than one.
    """

    operation_id: str | None = None
    caller_id: str | None = None
    body: bytes = b""
    arguments: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    is_judged: bool = True
    wishes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    response: Enveloped | None = None
    answer: bytes | None = None
    is_listed: bool = True
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    answered_by: str | None = None


def begin_exchange(scope: MutableMapping[str, Any]) -> Exchange:
    """Start the exchange of an ASGI scope."""
    exchange = scope[_KEY] = Exchange()
    return exchange


def exchange_of(scope: MutableMapping[str, Any]) -> Exchange:
    """The exchange that was begun for this scope, which copies of the scope share."""
    exchange: Exchange = scope[_KEY]
    return exchange
