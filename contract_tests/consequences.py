"""Breaches that follow from others: a report names what is broken, not all that suffers from it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contract_tests.findings import Finding
from contract_tests.verdict import CheckOutcome, Result

_REASON = "a request on the way was answered otherwise than it should be, which another finding tells"


def without_consequences(outcomes: Sequence[CheckOutcome]) -> tuple[CheckOutcome, ...]:
    """The outcomes without findings that another accounts for.

    A consequence is accounted for by a finding in its own right with the same operation and status, or, of
    a request that is for no operation, with the same status and words; unless only the consequence is
    documented. Of consequences that nothing else accounts for, those of the first rule are told. A check that
    is left without findings could not be exercised.
    """
    causes = [finding for outcome in outcomes for finding in outcome.findings if not finding.is_consequence]
    return tuple(_without(outcome, causes) for outcome in outcomes)


def _without(outcome: CheckOutcome, causes: list[Finding]) -> CheckOutcome:
    kept = tuple(finding for finding in outcome.findings if not _is_accounted_for(finding, causes))
    causes += [finding for finding in kept if finding.is_consequence]
    if outcome.findings and not kept:
        return replace(outcome, result=Result.NOT_EXERCISED, reason=_REASON, findings=())
    return replace(outcome, findings=kept)


def _is_accounted_for(finding: Finding, causes: Iterable[Finding]) -> bool:
    return finding.is_consequence and any(
        (not cause.is_consequence or cause.rule_id != finding.rule_id)
        and (cause.basis == "documented" or finding.basis == "assumed")
        and _status(cause) == _status(finding)
        and _is_alike(cause, finding)
        for cause in causes
    )


def _is_alike(cause: Finding, finding: Finding) -> bool:
    if finding.operation_id is None:
        return cause.got == finding.got
    return cause.operation_id == finding.operation_id


def _status(finding: Finding) -> int | None:
    return finding.exchanges[-1].status if finding.exchanges else None
