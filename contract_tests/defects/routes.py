"""Which operation a request is for, by the routes of the contract."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from contract_tests.contract import Contract, Operation, load_contract


@cache
def contract() -> Contract:
    """Kulis's own contract, read once."""
    return load_contract()


def operation_at(method: str, path: str) -> tuple[str, Mapping[str, str]] | None:
    """The operation of a request and the arguments in its path; None where the contract has no such route."""
    for operation, pattern in _routes():
        found = pattern.fullmatch(path) if operation.method == method.lower() else None
        if found:
            return operation.id, found.groupdict()
    return None


def path_of(operation_id: str, arguments: Mapping[str, str]) -> str:
    """The path of an operation, base path included."""
    return contract().base_path + contract().operation(operation_id).path.format(**arguments)


def largest_limit(operation_id: str) -> int:
    """The most items that a page of an operation may hold; 1 where the contract sets no bound."""
    return contract().bounds(operation_id, "limit").maximum or 1


@cache
def _routes() -> tuple[tuple[Operation, re.Pattern[str]], ...]:
    return tuple(_written())


def _written() -> Iterator[tuple[Operation, re.Pattern[str]]]:
    # `/live-stream/featured` has to be tried before `/live-stream/{id}`.
    for operation in sorted(contract().operations.values(), key=lambda operation: "{" in operation.path):
        template = re.escape(contract().base_path + operation.path)
        yield operation, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", template))
