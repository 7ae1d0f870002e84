"""What a check that needs several requests is given: a target, people to be, things to ask for."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from contract_tests.client import Client
from contract_tests.contract import Contract
from contract_tests.exchange import Credential, Exchange, Request
from contract_tests.findings import Broken, NotExercised
from contract_tests.profile import Profile

UNSENT = object()
"""Stands for a body that is not sent at all."""


@dataclass(frozen=True)
class Scene:
    """One check's view of the target.

    `effort` scales how much a check tries: 1 for quick, more for thorough levels. `spoilt` gives, for a
    user's id, tokens that must be refused, by the name of what is wrong with them. `reset` brings the
    target's data back to what it was at first; it raises NotExercised where the profile names no such hook.
    `remembered` is what the checks of a run have found out of these first data, for others to know.
    """

    contract: Contract
    client: Client
    profile: Profile
    random: Random
    effort: int
    spoilt: Callable[[str], Mapping[str, Credential]]
    reset: Callable[[], None]
    remembered: dict[str, Any] = field(default_factory=dict)

    def call(
        self,
        operation_id: str,
        role: str | None = "viewer",
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | str | None = None,
        body: Any = UNSENT,
        credential: Credential | None = None,
    ) -> Exchange:
        """Send an operation's request as a role, or as nobody; raises NotExercised for an unknown role."""
        operation = self.contract.operation(operation_id)
        if credential is None and role is not None and operation.secured:
            credential = self.profile.credential(role)
        has_body = body is not UNSENT
        return self.client.send(
            Request(
                method=operation.method.upper(),
                url=self.url(operation.path, path or {}, query),
                credential=credential,
                body=json.dumps(body).encode() if has_body else None,
                media_type="application/json" if has_body else None,
                operation_id=operation_id,
                path_arguments=path,
            )
        )

    def url(
        self,
        path: str,
        arguments: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | str | None = None,
    ) -> str:
        """The address of a path template of the contract."""
        for name, value in (arguments or {}).items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        written = query if isinstance(query, str) else urlencode(query or {}, doseq=True)
        return self.profile.base_url + path + (f"?{written}" if written else "")

    def data(self, operation_id: str, role: str | None = "viewer", status: int = 200, **request: Any) -> Any:
        """The data of a call that must be answered with a status; Broken where it is not."""
        exchange = self.call(operation_id, role, **request)
        expect_status(exchange, status, is_consequence=True)
        return exchange.data


def expect_status(
    exchange: Exchange,
    *statuses: int,
    because: str = "",
    rule: str | None = None,
    is_consequence: bool = False,
) -> None:
    """Raise Broken unless the exchange has one of the statuses.

    `is_consequence` is for a request that only leads to what is tried. Server errors and tokens that are not
    taken are such anywhere, since there are checks of their own for them.
    """
    if exchange.status not in statuses:
        is_refused = exchange.status == 401 and exchange.request.credential is not None
        is_consequence = is_consequence or is_refused or exchange.status >= 500
        wanted = " or ".join(str(status) for status in statuses)
        raise Broken(
            expected=f"status {wanted}{f', {because}' if because else ''}",
            got=f"status {exchange.status}{_first_error(exchange)}",
            where=exchange.where,
            rule=rule,
            is_consequence=is_consequence,
            is_of_status=True,
        )


def expect(holds: bool, *, expected: str, got: Any, where: Exchange | str, rule: str | None = None) -> None:
    """Raise Broken unless something holds."""
    if not holds:
        place = where.where if isinstance(where, Exchange) else where
        raise Broken(expected=expected, got=_shown(got), where=place, rule=rule)


def _first_error(exchange: Exchange) -> str:
    errors = exchange.json.get("errors") if isinstance(exchange.json, dict) else None
    return (
        f" ({'; '.join(str(error) for error in errors)[:200]})" if isinstance(errors, list) and errors else ""
    )


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 300 else text[:300] + "…"


def need(value: Any, reason: str) -> Any:
    """The value, or NotExercised with the reason where there is none."""
    if not value:
        raise NotExercised(reason)
    return value
