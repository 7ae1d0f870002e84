"""The data of every success, held against the contract's schema."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from jsonschema_rs import ValidationError

from contract_tests.checking import ResponseCheck
from contract_tests.contract import Contract
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken

_SHAPE_ASSUMED = frozenset(
    ("createReplayRental", "getReplayStatus", "listMyReplayRentals", "listFeaturedLiveStreams")
)
"""Operations whose success the reference does not show."""

_FALLBACK = "ENV-1"


def data_is_as_the_reference_shows_it(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    yield from _problems(contract, exchange, are_assumed=False)


def data_is_as_the_contract_completes_it(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    yield from _problems(contract, exchange, are_assumed=True)


def _problems(contract: Contract, exchange: Exchange, *, are_assumed: bool) -> Iterator[Broken]:
    operation_id, body = exchange.request.operation_id, exchange.json
    if operation_id is None or not isinstance(body, dict) or not 200 <= exchange.status < 300:
        return
    response = contract.operation(operation_id).responses.get(exchange.status)
    if response is None or not response.schema:
        return
    if response.validator.is_valid(body):
        return
    seen = set()
    for error in response.validator.iter_errors(body):
        # What stands beside data is the envelope's, which has checks of its own.
        if error.instance_path[:1] != ["data"] or _is_free(contract, exchange, error):
            continue
        named = contract.rules_at(operation_id, exchange.status, error.instance_path)
        rule = named[0] if named else _FALLBACK
        kind = tuple(error.schema_path)
        if kind not in seen and _is_assumed(contract, exchange, error, rule) is are_assumed:
            seen.add(kind)
            expected, got = _told(error)
            yield Broken(expected=expected, got=got[:300], where=exchange.where, rule=rule)


def _is_free(contract: Contract, exchange: Exchange, error: ValidationError) -> bool:
    """Whether an implementation may choose so; what it must not tell is another matter."""
    is_open = contract.is_open_at(str(exchange.request.operation_id), exchange.status, error.instance_path)
    return is_open and error.kind.name != "additionalProperties"


def _is_assumed(contract: Contract, exchange: Exchange, error: ValidationError, rule: str) -> bool:
    operation_id = str(exchange.request.operation_id)
    keyword = error.kind.name
    if contract.is_assumed_at(operation_id, exchange.status, error.instance_path):
        return True
    if rule in contract.rules and contract.rule(rule).basis == "assumed":
        return True
    if operation_id in _SHAPE_ASSUMED:
        return rule != "PAGE-2"
    if operation_id == "listGiftTypes" and error.instance_path == ["data"]:
        return True
    # Of a ReplayAccess the reference names the fields, and of a moment that it is one.
    if rule == "RENT-8":
        return keyword not in ("required", "additionalProperties")
    return keyword == "pattern" and rule != "ID-1"


def _told(error: ValidationError) -> tuple[str, str]:
    """What was expected, and what came."""
    place, about = _place(error.instance_path), error.kind.as_dict()
    match error.kind.name:
        case "required":
            return f"{place} with a field {about['property']}", "no such field"
        case "additionalProperties":
            leaked = ", ".join(sorted(about["unexpected"]))
            return f"{place} with no fields but the contract's", f"{leaked} beside them"
        case "type":
            return f"{place} to be {' or '.join(sorted(about['types']))}", _shown(error.instance)
        case "enum":
            options = ", ".join(_shown(option) for option in about["options"])
            return f"{place} to be one of {options}", _shown(error.instance)
        case _:
            return f"{place} as the contract has it", error.message


def _place(path: Sequence[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


RESPONSE_CHECKS: tuple[ResponseCheck, ...] = (
    ResponseCheck("ENV-1", "documented", data_is_as_the_reference_shows_it, is_of_schema=True),
    ResponseCheck("ENV-1", "assumed", data_is_as_the_contract_completes_it, is_of_schema=True),
)
