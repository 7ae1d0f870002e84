"""The contract coverage table: operation by status by rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from contract_tests.contract import Contract
from contract_tests.verdict import Verdict


@dataclass(frozen=True)
class CoverageRow:
    """One operation and status: the rules that its responses passed and failed."""

    operation_id: str
    status: int
    passed: tuple[str, ...]
    failed: tuple[str, ...]


def coverage_rows(verdict: Verdict) -> list[CoverageRow]:
    """A row for each operation and status that was seen."""
    return [
        CoverageRow(
            operation_id,
            status,
            passed=tuple(_rules(verdict, operation_id, status, failed=False)),
            failed=tuple(_rules(verdict, operation_id, status, failed=True)),
        )
        for operation_id, status in sorted({(cell[0], cell[1]) for cell in verdict.responses})
    ]


def unseen_statuses(verdict: Verdict, contract: Contract) -> list[tuple[str, int]]:
    """The statuses that the contract lists and no response had: not exercised."""
    seen = {(cell[0], cell[1]) for cell in verdict.responses}
    return [
        (operation.id, status)
        for operation in contract.operations.values()
        for status in operation.responses
        if (operation.id, status) not in seen
    ]


def _rules(verdict: Verdict, operation_id: str, status: int, *, failed: bool) -> Iterator[str]:
    for (operation, code, rule_id), (_, failures) in sorted(verdict.responses.items()):
        if (operation, code) == (operation_id, status) and bool(failures) is failed:
            yield rule_id
