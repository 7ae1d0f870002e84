"""Does the backend's answer keep the contract? Asked with the response checks of the contract tests."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contract_tests.checks import RESPONSE_CHECKS
from contract_tests.contract import Contract
from contract_tests.exchange import Credential, Exchange, Request
from contract_tests.findings import Broken
from contract_tests.judging import ResponseJudge
from kulis.proxy.forwarding import Answer
from kulis.proxy.incoming import Incoming
from kulis.proxy.request_checks import Recognised

BASES = ("documented", "assumed")


@dataclass(frozen=True)
class Breach:
    """One way in which an answer breaks the contract."""

    rule_id: str
    basis: str
    expected: str
    got: str

    def __str__(self) -> str:
        assumed = " (assumed)" if self.basis == "assumed" else ""
        return f"{self.rule_id}{assumed}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True)
class AnswerChecks:
    """A judge for each basis: a foreign backend is failed on what the reference documents."""

    judges: Mapping[str, ResponseJudge]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def breaches(self, exchange: Exchange) -> list[Breach]:
        """What is broken in an exchange, documented rules first; the `counts` by rule and basis go up."""
        found = [
            Breach(problem.rule or "", basis, problem.expected, problem.got)
            for basis, judge in self.judges.items()
            for problem in _once(judge.judge(exchange))
        ]
        self.counts.update((breach.rule_id, breach.basis) for breach in found)
        return found


def answer_checks(contract: Contract) -> AnswerChecks:
    """The response checks of a contract, apart by their basis."""
    return AnswerChecks(
        {
            basis: ResponseJudge(contract, [check for check in RESPONSE_CHECKS if check.basis == basis])
            for basis in BASES
        }
    )


def judged_exchange(request: Incoming, recognised: Recognised, answer: Answer, url: str) -> Exchange:
    """A request and its answer as the contract tests see them, the token left out."""
    has_token = "authorization" in request.headers
    return Exchange(
        request=Request(
            method=request.method,
            url=url,
            credential=Credential("", "$TOKEN") if has_token else None,
            body=request.body or None,
            media_type=request.headers.get("content-type"),
            operation_id=recognised.operation.id if recognised.operation else None,
            path_arguments=recognised.arguments,
        ),
        status=answer.status,
        headers={name.lower(): value for name, value in answer.headers.items()},
        body=answer.content,
        seconds=0.0,
    )


def _once(problems: Iterable[Broken]) -> list[Broken]:
    """A breach that stands at every item of a list is told of one of them."""
    seen: dict[tuple[str | None, str], Broken] = {}
    for problem in problems:
        seen.setdefault((problem.rule, problem.expected), problem)
    return list(seen.values())
