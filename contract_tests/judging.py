"""The response checks, made on every exchange of a run, and what came of them."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from contract_tests.checking import ResponseCheck
from contract_tests.contract import Contract
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken, Finding
from contract_tests.verdict import Cell, CheckOutcome, Result


@dataclass
class ResponseJudge:
    """Makes the response checks and keeps, for each breach, the smallest request that shows it.

    `waited` and `worked` are the seconds in which the target was waited for, and the checks were made;
    `exercised` are the checks that each kind of response exercises, and `named` the rules that its schema
    names, once they were looked for.
    """

    contract: Contract
    checks: Sequence[ResponseCheck]
    passed: Counter[Cell] = field(default_factory=Counter)
    failed: Counter[Cell] = field(default_factory=Counter)
    found: dict[tuple[str, str, str | None], Finding] = field(default_factory=dict)
    tried: set[int] = field(default_factory=set)
    seen: int = 0
    exercised: dict[tuple[str | None, int], frozenset[int]] = field(default_factory=dict)
    named: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    waited: float = 0.0
    worked: float = 0.0

    def judge(self, exchange: Exchange) -> list[Broken]:
        """What is broken in an exchange; the outcome of each check is noted."""
        begun = time.perf_counter()
        broken = self._broken(exchange)
        self.seen += 1
        self.waited += exchange.seconds
        self.worked += time.perf_counter() - begun
        return broken

    def outcomes(self) -> list[CheckOutcome]:
        """The outcome of each response check, over all exchanges."""
        return [self._outcome(number, check) for number, check in enumerate(self.checks)]

    def _broken(self, exchange: Exchange) -> list[Broken]:
        broken: list[Broken] = []
        exercised = self._exercised_by(exchange)
        for number, check in enumerate(self.checks):
            problems = list(check.run(self.contract, exchange))
            if problems or number in exercised:
                self.tried.add(number)
                self._count(check, exchange, problems)
            for problem in problems:
                problem.rule = problem.rule or check.rule_id
                self._note(check, exchange, problem)
            broken += problems
        return broken

    def _exercised_by(self, exchange: Exchange) -> frozenset[int]:
        """The numbers of the checks whose silence about such a response means anything."""
        kind = operation_id, status = exchange.request.operation_id, exchange.status
        if kind not in self.exercised:
            self.exercised[kind] = frozenset(
                number
                for number, check in enumerate(self.checks)
                if _exercises(self.contract, check, operation_id, status)
            )
        return self.exercised[kind]

    def _count(self, check: ResponseCheck, exchange: Exchange, problems: list[Broken]) -> None:
        operation_id = exchange.request.operation_id
        if operation_id is None:
            return
        if not problems:
            for rule_id in self._rules_of(check, operation_id, exchange.status):
                self.passed[operation_id, exchange.status, rule_id] += 1
        for problem in problems:
            self.failed[operation_id, exchange.status, problem.rule or check.rule_id] += 1

    def _rules_of(self, check: ResponseCheck, operation_id: str, status: int) -> Iterable[str]:
        if not check.is_of_schema:
            return (check.rule_id,)
        cell = operation_id, status
        if cell not in self.named:
            self.named[cell] = self.contract.rules_within(operation_id, status)
        return self.named[cell]

    def _note(self, check: ResponseCheck, exchange: Exchange, problem: Broken) -> None:
        finding = Finding(
            rule_id=problem.rule or check.rule_id,
            basis=check.basis,
            check=check.sentence,
            operation_id=exchange.request.operation_id,
            expected=problem.expected,
            got=problem.got,
            where=problem.where,
            exchanges=(exchange,),
            is_consequence=problem.is_consequence,
        )
        known = self.found.get(finding.key)
        if known is None or _size(exchange) < _size(known.exchanges[-1]):
            self.found[finding.key] = finding

    def _outcome(self, number: int, check: ResponseCheck) -> CheckOutcome:
        findings = tuple(
            finding
            for finding in self.found.values()
            if finding.check == check.sentence and finding.basis == check.basis
        )
        outcome = CheckOutcome(check.rule_id, check.basis, check.sentence, (), Result.PASSED)
        if findings:
            return replace(outcome, result=Result.FAILED, findings=findings)
        if number not in self.tried:
            return replace(outcome, result=Result.NOT_EXERCISED, reason="no response was received")
        return outcome


def _exercises(contract: Contract, check: ResponseCheck, operation_id: str | None, status: int) -> bool:
    match check.rule_id:
        case "ENV-3":
            return status < 300
        case "ENV-4" | "ENV-7":
            return status >= 400
        case "AUTH-4":
            return status == 401
    if check.is_of_schema or contract.rule(check.rule_id).group != "Envelope":
        rules = contract.operation(operation_id).rules if operation_id else ()
        return status < 300 and (check.is_of_schema or check.rule_id in rules)
    return True


def _size(exchange: Exchange) -> int:
    return len(exchange.request.url) + len(exchange.request.body or b"")
