"""Schemathesis's phases over a target, with the contract's response checks on every response."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import schemathesis
from schemathesis.checks import CHECKS
from schemathesis.engine import Status, events, from_schema

from contract_tests.contract import Contract
from contract_tests.exchange import Credential, Exchange, Request
from contract_tests.findings import Broken
from contract_tests.levels import Effort
from contract_tests.profile import Profile

Judge = Callable[[Exchange], list[Broken]]
"""Makes every response check on an exchange, notes the outcome, and returns what is broken."""

_CHECK = "the_rules_of_the_contract_hold"
_THAT_SEND = ("examples", "coverage", "fuzzing", "stateful")
"""The phases that may change data, by Schemathesis's names of them."""

_USUAL = frozenset(
    (
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
        "x-schemathesis-testcaseid",
    )
)
"""Headers that say nothing about a request which shows a breach, and those that are shown anyway."""


def run_phases(
    contract: Contract,
    profile: Profile,
    *,
    credential: Credential | None,
    effort: Effort,
    seed: int,
    seconds: float | None,
    judge: Judge,
    before_each: Callable[[], None],
    tell: Callable[[str, int], None],
) -> list[str]:
    """Run the phases examples, coverage, fuzzing and stateful; returns notes about what went amiss.

    `before_each` is called before each phase, `tell` with a phase's name and how many requests it has
    sent, as it goes on.
    """
    notes: list[str] = []
    with _registered(_rule_check(contract, credential, judge)):
        schema = schemathesis.openapi.from_dict(
            _document(contract, profile), config=_config(profile, credential, effort, seed, seconds)
        )
        for event in from_schema(schema).execute():
            if isinstance(event, events.PhaseStarted) and event.phase.name in _THAT_SEND:
                before_each()
            elif isinstance(event, events.ScenarioFinished):
                tell(event.phase.value, len(event.recorder.interactions))
            elif isinstance(event, events.NonFatalError):
                notes.append(f"Schemathesis, {event.label}: {_first_line(event.value)}")
            elif isinstance(event, events.FatalError):
                notes.append(f"Schemathesis stopped: {_first_line(event.exception)}")
    return list(dict.fromkeys(notes))


def plain_run_fails(contract: Contract, profile: Profile, *, seed: int) -> bool:
    """Whether Schemathesis as it comes, with its own checks and defaults, finds fault with the target."""
    config = schemathesis.Config.from_dict(
        {
            "seed": seed,
            "base-url": profile.base_url,
            "headers": {"Authorization": profile.credential("viewer").header},
            "generation": {"database": "none"},
        }
    )
    schema = schemathesis.openapi.from_dict(_document(contract, profile), config=config)
    return any(
        isinstance(event, events.ScenarioFinished) and event.status is Status.FAILURE
        for event in from_schema(schema).execute()
    )


def _document(contract: Contract, profile: Profile) -> dict[str, Any]:
    document: dict[str, Any] = copy.deepcopy(dict(contract.document))
    document["servers"] = [{"url": profile.base_url}]
    _name_what_there_is(document, profile)
    if profile.is_read_only:
        for path in document["paths"].values():
            for method in [name for name in path if name in ("post", "put", "patch", "delete")]:
                del path[method]
    return document


def _name_what_there_is(document: dict[str, Any], profile: Profile) -> None:
    """Give ids of the profile as examples: made-up ids would only ever meet 404."""
    known = {"StreamId": profile.streams.get("active", ())[:1], "UserId": tuple(profile.users.values())[:1]}
    for name, ids in known.items():
        for id in ids:
            document["components"]["parameters"][name]["example"] = id


def _config(
    profile: Profile, credential: Credential | None, effort: Effort, seed: int, seconds: float | None
) -> schemathesis.Config:
    values: dict[str, Any] = {
        "seed": seed,
        "base-url": profile.base_url,
        "checks": {"enabled": False, _CHECK: {"enabled": True}},
        "generation": {"max-examples": effort.examples, "database": "none", "deterministic": True},
        "phases": {
            "coverage": {"unexpected-methods": [] if profile.is_read_only else ["PUT", "PATCH"]},
            "stateful": {"max-steps": effort.steps},
        },
    }
    if credential is not None:
        values["headers"] = {"Authorization": credential.header}
    if profile.requests_per_second is not None:
        values["rate-limit"] = f"{max(1, int(profile.requests_per_second))}/s"
    if seconds is not None:
        values["max-time"] = max(1, int(seconds))
    return schemathesis.Config.from_dict(values)


@contextmanager
def _registered(check: Callable[..., None]) -> Iterator[None]:
    schemathesis.check(check)
    try:
        yield
    finally:
        CHECKS.unregister(_CHECK)


def _rule_check(contract: Contract, credential: Credential | None, judge: Judge) -> Callable[..., None]:
    operations: Mapping[tuple[str, str], str] = {
        (operation.method.upper(), operation.path): operation.id for operation in contract.operations.values()
    }

    def the_rules_of_the_contract_hold(ctx: Any, response: Any, case: Any) -> None:
        operation_id = operations.get((case.method.upper(), case.operation.path))
        broken = judge(_exchange(response, case, operation_id, credential))
        if broken:
            # Raised so that Hypothesis looks for a smaller request which shows the same.
            raise AssertionError(f"{broken[0].rule}: expected {broken[0].expected}")

    return the_rules_of_the_contract_hold


def _exchange(response: Any, case: Any, operation_id: str | None, credential: Credential | None) -> Exchange:
    sent = response.request
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    request = Request(
        method=sent.method,
        url=sent.url,
        credential=_credential_of(sent, credential),
        body=body if isinstance(body, bytes) else None,
        media_type=sent.headers.get("Content-Type"),
        operation_id=operation_id,
        path_arguments={name: str(value) for name, value in (case.path_parameters or {}).items()},
        further=tuple((name, value) for name, value in sent.headers.items() if name.lower() not in _USUAL),
    )
    headers = {name.lower(): ", ".join(values) for name, values in response.headers.items()}
    return Exchange(request, response.status_code, headers, response.content, response.elapsed)


def _credential_of(sent: Any, credential: Credential | None) -> Credential | None:
    """The credential of a request: the one that was lent, or what Schemathesis made up in its place."""
    header = sent.headers.get("Authorization")
    if header is None or (credential is not None and header == credential.header):
        return credential if header is not None else None
    if credential is not None and credential.token in header:
        return Credential(header, header.replace(credential.token, credential.shown), scheme="")
    return Credential(header, re.sub(r'([\\$`"])', r"\\\1", header), scheme="")


def _first_line(problem: BaseException) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]
