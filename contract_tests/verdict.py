"""What a run found out: check by check, and response by response."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from contract_tests.checking import Basis
from contract_tests.contract import Contract
from contract_tests.failures import KeptFailure
from contract_tests.findings import Finding


class Result(StrEnum):
    """How a rule, a check or a cell of the coverage table came off."""

    PASSED = "passed"
    FAILED = "failed"
    DIFFERS = "differs"
    NOT_EXERCISED = "not exercised"


@dataclass(frozen=True)
class CheckOutcome:
    """One check's result. `reason` tells why it was not exercised; a failed one has findings.

    `stumble` is what the check itself raised where it could not read an answer.
    """

    rule_id: str
    basis: Basis
    sentence: str
    operations: tuple[str, ...]
    result: Result
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    stumble: Exception | None = None


Cell = tuple[str, int, str]
"""Operation, status and rule: one cell of the coverage table."""


@dataclass(frozen=True)
class TimeSpent:
    """Where the seconds of a run went; what is none of these went into the checks.

    `pausing` keeps to the pace that the profile allows. `generating` is Hypothesis's and Schemathesis's own
    time, in which Schemathesis keeps to that pace itself.
    """

    waiting: float = 0.0
    pausing: float = 0.0
    generating: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """Everything that a run found out about a target.

    `basis` is what counts as a failure: "documented", or "all" for assumed rules too. `responses` counts
    for each cell how many responses passed and how many failed. `notes` are sentences about the run.
    `stay` are failures of earlier runs that showed again, or could not be tried.
    """

    base_url: str
    environment: str
    level: str
    seed: int
    basis: str
    outcomes: tuple[CheckOutcome, ...]
    responses: Mapping[Cell, tuple[int, int]]
    requests: int
    seconds: float
    notes: tuple[str, ...] = field(default=())
    stay: tuple[KeptFailure, ...] = field(default=())
    spent: TimeSpent = field(default=TimeSpent())

    @property
    def requests_per_second(self) -> float:
        """How many requests the whole run sent in a second."""
        return self.requests / self.seconds if self.seconds else 0.0

    @property
    def shares(self) -> dict[str, float]:
        """What part of the run's time each kind of work took, from 0 to 1; together they are 1."""
        whole = self.seconds or 1.0
        shares = {name: min(1.0, seconds / whole) for name, seconds in vars(self.spent).items()}
        return shares | {"checking": max(0.0, 1.0 - sum(shares.values()))}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, one for each rule, check and operation, those that fail the run first."""
        distinct: dict[object, Finding] = {}
        for outcome in self.outcomes:
            for finding in outcome.findings:
                distinct.setdefault(finding.key, finding)
        return tuple(sorted(distinct.values(), key=lambda finding: not self.fails(finding)))

    @property
    def is_kept(self) -> bool:
        """Whether the target keeps the contract, as far as it was tried."""
        return not any(self.fails(finding) for finding in self.findings)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding fails the run, or is a difference from an assumed rule only."""
        return self.basis == "all" or finding.basis == "documented"

    def rule_results(self, contract: Contract) -> dict[str, Result]:
        """The result of every rule of the catalogue."""
        return {rule_id: self._rule_result(rule_id) for rule_id in contract.rules}

    def _rule_result(self, rule_id: str) -> Result:
        found = [finding for finding in self.findings if finding.rule_id == rule_id]
        if any(self.fails(finding) for finding in found):
            return Result.FAILED
        if found:
            return Result.DIFFERS
        passed = any(
            outcome.result is Result.PASSED for outcome in self.outcomes if outcome.rule_id == rule_id
        )
        in_responses = any(cell[2] == rule_id and counts[0] for cell, counts in self.responses.items())
        return Result.PASSED if passed or in_responses else Result.NOT_EXERCISED


def by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings of each rule that has any."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.rule_id, []).append(finding)
    return grouped
