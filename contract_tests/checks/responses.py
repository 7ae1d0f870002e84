"""The envelope of every response (ENV-1 to ENV-8), and the headers that go with a status."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from contract_tests.checking import ResponseCheck
from contract_tests.checks.reading import integer, mapping, moment, told_at
from contract_tests.contract import Contract
from contract_tests.exchange import NO_JSON, Exchange
from contract_tests.findings import Broken

_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_APART = timedelta(minutes=5, seconds=2)
_ASSUMED_STATUSES = frozenset((405, 413, 415))
_OTHER_STATUSES = _ASSUMED_STATUSES | {429}
_HTML = re.compile(rb"^\s*<(!doctype|html|head|body)\b", re.IGNORECASE)
_TRACE = re.compile(
    r"Traceback \(most recent call last\)"
    r'|File \\?"[^"\n]+", line \d+'
    r"|\bat [\w$.<>\[\] ]+ ?\([^()\s]+\.[a-z]\w*:\d+(:\d+)?\)"
    r"|\bat (async )?(file://|node:|/)[^\s()]+:\d+:\d+"
    r"|\.(java|kt|scala|cs|go|rb|php):\d+\b"
    r"|goroutine \d+ \["
)
_FIELDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "isSuccess": ("a boolean", lambda value: isinstance(value, bool)),
    "statusCode": ("an integer", lambda value: integer(value) is not None),
    "data": ("anything", lambda value: True),
    "errors": (
        "a list of strings",
        lambda value: isinstance(value, list) and all(isinstance(error, str) for error in value),
    ),
    "timestamp": ("a string", lambda value: isinstance(value, str)),
}


def a_response_is_json(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if _is_listed(contract, exchange):
        yield from _told(exchange, "JSON as application/json", _problem_with_json(exchange))


def a_json_body_is_an_envelope(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if _is_listed(contract, exchange) and exchange.json is not NO_JSON:
        yield from _told(
            exchange, f"an object of exactly {', '.join(_FIELDS)}", _problem_with_shape(exchange)
        )


def an_outcome_beyond_the_reference_has_the_envelope_too(
    contract: Contract, exchange: Exchange
) -> Iterator[Broken]:
    if _has_body(exchange) and not _is_listed(contract, exchange):
        problem = _problem_with_json(exchange) or _problem_with_shape(exchange)
        wanted = "the envelope, as with every other outcome"
        yield from _told(exchange, wanted, problem, is_consequence=True)


def status_code_is_the_status(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    told = integer(_envelope(exchange).get("statusCode"))
    if told is not None and told != exchange.status:
        yield from _told(exchange, f"statusCode {exchange.status}, as the HTTP status", f"statusCode {told}")


def success_is_told_without_errors(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if 200 <= exchange.status < 300:
        envelope = _envelope(exchange)
        if envelope.get("isSuccess", True) is False:
            yield from _told(exchange, f"isSuccess true with {exchange.status}", "isSuccess false")
        if envelope.get("errors"):
            yield from _told(exchange, f"no errors with {exchange.status}", f"errors {envelope['errors']}")


def failure_is_told_with_errors_and_without_data(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if exchange.status >= 400:
        envelope = _envelope(exchange)
        if envelope.get("isSuccess", False) is True:
            yield from _told(exchange, f"isSuccess false with {exchange.status}", "isSuccess true")
        if envelope.get("data") is not None:
            yield from _told(exchange, f"data null with {exchange.status}", f"data {envelope['data']}")
        if envelope.get("errors") == []:
            yield from _told(exchange, f"errors that are not empty with {exchange.status}", "errors []")


def timestamp_is_in_utc_with_milliseconds(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    timestamp = _envelope(exchange).get("timestamp")
    if isinstance(timestamp, str) and not (_TIMESTAMP.fullmatch(timestamp) and _is_moment(timestamp)):
        yield from _told(exchange, "a timestamp such as 2026-01-01T10:00:00.000Z", timestamp)


def timestamp_is_near_the_date_header(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    made = told_at(exchange)
    try:
        dated = parsedate_to_datetime(exchange.headers["date"])
    except (KeyError, ValueError):
        return
    if made is None or dated.tzinfo is None:
        return
    if abs(made.replace(microsecond=0) - dated) > _APART:
        yield from _told(
            exchange, f"a timestamp within 5 minutes of Date, {exchange.headers['date']}", made.isoformat()
        )


def the_first_error_is_fixed_by_the_status(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if exchange.status not in _ASSUMED_STATUSES:
        yield from _first_error(contract, exchange)


def the_first_error_of_405_413_and_415_is_fixed_too(
    contract: Contract, exchange: Exchange
) -> Iterator[Broken]:
    if exchange.status in _ASSUMED_STATUSES:
        yield from _first_error(contract, exchange)


def no_request_makes_the_server_fail(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if exchange.status >= 500:
        yield from _told(exchange, "no server error", f"status {exchange.status}")


def only_listed_statuses_are_answered(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    """A server error is told by another check."""
    operation_id = exchange.request.operation_id
    if operation_id is None or exchange.status >= 500 or exchange.status in _OTHER_STATUSES:
        return
    listed = contract.operation(operation_id).responses
    if exchange.status not in listed:
        wanted = ", ".join(str(status) for status in sorted(listed))
        expected, got = f"one of the statuses of {operation_id}, {wanted}", str(exchange.status)
        yield from _told(exchange, expected, got, is_consequence=True)


def no_page_or_stack_trace_is_answered(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if exchange.status < 400:
        return
    if _HTML.match(exchange.body) or "html" in exchange.headers.get("content-type", ""):
        yield from _told(exchange, "no HTML", _start(exchange))
    found = _TRACE.search(exchange.body.decode(errors="replace"))
    if found:
        yield from _told(exchange, "no stack trace for a client to see", found.group())


def a_401_asks_for_a_bearer_token(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    asked = exchange.headers.get("www-authenticate", "")
    if exchange.status == 401 and "bearer" not in asked.lower():
        yield from _told(exchange, "a header WWW-Authenticate: Bearer with 401", asked or "no such header")


def a_405_names_the_methods_there_are(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if exchange.status == 405 and "allow" not in exchange.headers:
        yield from _told(exchange, "a header Allow with 405", "no such header")


def _first_error(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    wanted = contract.first_error(exchange.status)
    errors = _envelope(exchange).get("errors")
    if wanted and isinstance(errors, list) and errors and errors[0] != wanted:
        yield from _told(exchange, f"errors[0] {wanted!r} with {exchange.status}", repr(errors[0]))


def _is_listed(contract: Contract, exchange: Exchange) -> bool:
    """Whether the reference itself lists the outcome, so that its envelope is documented."""
    operation_id = exchange.request.operation_id
    if not _has_body(exchange) or operation_id is None or exchange.status in _ASSUMED_STATUSES:
        return False
    return exchange.status in contract.operation(operation_id).responses


def _has_body(exchange: Exchange) -> bool:
    return exchange.request.method not in ("HEAD", "OPTIONS")


def _envelope(exchange: Exchange) -> Any:
    return mapping(exchange.json) if _has_body(exchange) else {}


def _problem_with_json(exchange: Exchange) -> str | None:
    kind = exchange.headers.get("content-type", "no content type")
    if kind.partition(";")[0].strip().lower() != "application/json":
        return kind
    return f"no JSON: {_start(exchange)}" if exchange.json is NO_JSON else None


def _problem_with_shape(exchange: Exchange) -> str | None:
    if not isinstance(exchange.json, dict):
        return f"not an object: {_start(exchange)}"
    for name, (wanted, is_sound) in _FIELDS.items():
        if name not in exchange.json:
            return f"no {name}"
        if not is_sound(exchange.json[name]):
            return f"{name} that is not {wanted}: {exchange.json[name]!r}"
    further = sorted(exchange.json.keys() - _FIELDS.keys())
    return f"{', '.join(further)} beside them" if further else None


def _is_moment(timestamp: str) -> bool:
    # RFC 3339 knows leap seconds, which Python does not.
    return moment(timestamp.replace(":60.", ":59.")) is not None


def _start(exchange: Exchange) -> str:
    return repr(exchange.body[:80].decode(errors="replace")) if exchange.body else "an empty body"


def _told(
    exchange: Exchange, expected: str, got: str | None, *, is_consequence: bool = False
) -> Iterator[Broken]:
    if got is not None:
        yield Broken(expected=expected, got=got[:300], where=exchange.where, is_consequence=is_consequence)


RESPONSE_CHECKS: tuple[ResponseCheck, ...] = (
    ResponseCheck("ENV-1", "documented", a_response_is_json),
    ResponseCheck("ENV-1", "documented", a_json_body_is_an_envelope),
    ResponseCheck("ENV-2", "documented", status_code_is_the_status),
    ResponseCheck("ENV-3", "documented", success_is_told_without_errors),
    ResponseCheck("ENV-4", "documented", failure_is_told_with_errors_and_without_data),
    ResponseCheck("ENV-5", "documented", timestamp_is_in_utc_with_milliseconds),
    ResponseCheck("ENV-6", "assumed", timestamp_is_near_the_date_header),
    ResponseCheck("ENV-7", "documented", the_first_error_is_fixed_by_the_status),
    ResponseCheck("ENV-7", "assumed", the_first_error_of_405_413_and_415_is_fixed_too),
    ResponseCheck("ENV-8", "documented", no_request_makes_the_server_fail),
    ResponseCheck("ENV-8", "documented", only_listed_statuses_are_answered),
    ResponseCheck("ENV-8", "assumed", an_outcome_beyond_the_reference_has_the_envelope_too),
    ResponseCheck("ENV-8", "assumed", no_page_or_stack_trace_is_answered),
    ResponseCheck("ENV-8", "assumed", a_405_names_the_methods_there_are),
    ResponseCheck("AUTH-4", "assumed", a_401_asks_for_a_bearer_token),
)
