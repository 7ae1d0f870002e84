"""Parameters of a request, read and judged by the contract (ID-2, PAGE-1, PAGE-7, FIND-1)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from contract_tests.contract import Operation, Parameter
from kulis.refusals import ValidationFailed

_DIGITS = re.compile(r"0|[1-9][0-9]*")
_SHOWN = 40


def read_parameters(
    operation: Operation, path: Mapping[str, str], query: bytes
) -> tuple[dict[str, Any], list[str]]:
    """The values of an operation's parameters, defaults filled in, and remarks on what only just passed.

    Raises ValidationFailed with one detail for each parameter that is wrong.
    """
    sent = _read_query(query)
    values: dict[str, Any] = {}
    problems: list[str] = []
    for parameter in operation.parameters:
        given = [path[parameter.name]] if parameter.location == "path" else sent.pop(parameter.name, [])
        try:
            values.update(_value(parameter, given))
        except ValueError as problem:
            problems.append(str(problem))
    if problems:
        raise ValidationFailed(*problems)
    remarks = [f"unknown query parameter {_shown(name)}, ignored" for name in sent]
    if operation.deprecated or operation.deprecated_names:
        remarks.extend(_deprecations(operation, query))
    return values, remarks


def _deprecations(operation: Operation, query: bytes) -> Iterator[str]:
    if operation.deprecated:
        yield f"the operation {operation.id} is deprecated"
    for name in _read_query(query).keys() & operation.deprecated_names:
        yield f"query parameter {_shown(name)} is deprecated"


def _read_query(query: bytes) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(query.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise ValidationFailed("The query string is not valid UTF-8") from None
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    return sent


def _value(parameter: Parameter, given: list[str]) -> dict[str, Any]:
    if not given:
        default = parameter.schema.get("default")
        return {} if default is None else {parameter.name: default}
    if len(given) > 1:
        raise ValueError(f"{parameter.name} must be given once, not {len(given)} times")
    if parameter.schema["type"] == "integer":
        return {parameter.name: _integer(parameter, given[0])}
    return {parameter.name: _text(parameter, given[0])}


def _integer(parameter: Parameter, given: str) -> int:
    low, high = parameter.schema.get("minimum"), parameter.schema.get("maximum")
    number = int(given) if _DIGITS.fullmatch(given) else None
    if number is None or (low is not None and number < low) or (high is not None and number > high):
        wanted = f"an integer from {low} to {high}" if high is not None else f"an integer, at least {low}"
        raise ValueError(f"{parameter.name} must be {wanted}, in plain decimal digits, not {_shown(given)}")
    return number


def _text(parameter: Parameter, given: str) -> str:
    text = unicodedata.normalize("NFC", given)
    longest, pattern = parameter.schema.get("maxLength"), parameter.schema.get("pattern")
    if longest is not None and len(text) > longest:
        raise ValueError(f"{parameter.name} must have at most {longest} characters, not {len(text)}")
    # `$` of the contract's regular expressions is the very end, which Python's is not.
    if pattern is not None and not re.fullmatch(pattern.removeprefix("^").removesuffix("$"), text):
        raise ValueError(f"{parameter.name} must match {pattern}, which {_shown(given)} does not")
    return text


def _shown(given: str) -> str:
    return repr(given if len(given) <= _SHOWN else given[:_SHOWN] + "…")
