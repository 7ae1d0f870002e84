"""Failures of earlier runs, tried again before anything else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from contract_tests.checking import Check
from contract_tests.client import Client, OutOfTime, Unreachable
from contract_tests.exchange import Request
from contract_tests.failures import KeptFailure, kept_request, request_again
from contract_tests.findings import NotExercised
from contract_tests.judging import ResponseJudge
from contract_tests.plan import Plan
from contract_tests.verdict import CheckOutcome, Result, Verdict

MakeCheck = Callable[[Check, Plan], CheckOutcome]
"""Makes a check with the level and seed of a plan."""


@dataclass(frozen=True)
class TriedAgain:
    """What came of it: outcomes by check, the failures that stay, and sentences about all of them.

    A failure stays where it shows again, and where it could not be tried.
    """

    outcomes: Mapping[str, CheckOutcome] = field(default_factory=dict)
    stay: tuple[KeptFailure, ...] = ()
    notes: tuple[str, ...] = ()

    def merged(self, outcome: CheckOutcome) -> CheckOutcome:
        """A check's outcome in this run, with what its earlier failure showed once more."""
        earlier = self.outcomes.get(outcome.sentence)
        if earlier is None:
            return outcome
        findings = (*earlier.findings, *outcome.findings)
        return replace(outcome, result=Result.FAILED, reason="", findings=findings)


def tried_again(plan: Plan, client: Client, judge: ResponseJudge, make: MakeCheck) -> TriedAgain:
    """Try the plan's kept failures again: requests are judged as any other, checks are made as they were."""
    checks = {check.sentence: check for check in plan.checks}
    outcomes: dict[str, CheckOutcome] = {}
    stay: list[KeptFailure] = []
    untried = 0
    for failure in plan.kept:
        if failure.request is not None:
            shows = _shows_again(failure, request_again(failure.request, plan.profile), client, judge)
        elif failure.check in checks:
            outcome = make(checks[failure.check], replace(plan, level=failure.level, seed=failure.seed))
            shows = None if outcome.result is Result.NOT_EXERCISED else outcome.result is Result.FAILED
            if shows:
                outcomes[failure.check] = outcome
        else:
            shows = None
        untried += shows is None
        if shows is not False:
            stay.append(failure)
    mended = len(plan.kept) - len(stay)
    return TriedAgain(outcomes, tuple(stay), tuple(_notes(len(plan.kept), mended, untried)))


def failures_after(verdict: Verdict, plan: Plan) -> tuple[KeptFailure, ...]:
    """What to keep of a run: the failures that stay, and those that it found beside them."""
    of_responses = {check.sentence for check in plan.response_checks}
    kept = {_key(failure): failure for failure in verdict.stay}
    for finding in verdict.findings:
        request = kept_request(finding.exchanges[-1].request, plan.profile) if finding.exchanges else None
        if finding.check in of_responses and request is None:
            continue
        failure = KeptFailure(
            finding.rule_id,
            finding.check,
            verdict.level,
            verdict.seed,
            request if finding.check in of_responses else None,
        )
        kept.setdefault(_key(failure), failure)
    return tuple(kept.values())


def _key(failure: KeptFailure) -> tuple[str, str, str | None]:
    if failure.request is None:
        return "", failure.check, None
    return failure.rule_id, failure.check, failure.request.operation_id


def _shows_again(
    failure: KeptFailure, request: Request | None, client: Client, judge: ResponseJudge
) -> bool | None:
    if request is None:
        return None
    try:
        exchange = client.send(request)
    except (NotExercised, OutOfTime, Unreachable):
        return None
    found = (finding for finding in judge.found.values() if finding.exchanges[-1] is exchange)
    return any((finding.rule_id, finding.check) == (failure.rule_id, failure.check) for finding in found)


def _notes(kept: int, mended: int, untried: int) -> list[str]:
    if not kept:
        return []
    note = f"failures of earlier runs that were tried first: {kept}, of which {mended} show no more"
    return [note + (f" and {untried} could not be tried" if untried else "")]
