"""The contract tests under pytest: `pytest contract_tests --base-url URL`; without a URL, the mock."""

import pytest

from contract_tests.checking import Check, ResponseCheck
from contract_tests.checks import CHECKS, RESPONSE_CHECKS
from contract_tests.reports.files import told
from contract_tests.verdict import Result, Verdict

ALL: tuple[Check | ResponseCheck, ...] = (*CHECKS, *RESPONSE_CHECKS)


@pytest.mark.parametrize(
    "check", ALL, ids=lambda check: f"{check.rule_id}-{check.basis}-{check.run.__name__}"
)
def test_the_target_keeps_the_contract(check: Check | ResponseCheck, verdict: Verdict) -> None:
    (outcome,) = [
        outcome
        for outcome in verdict.outcomes
        if (outcome.rule_id, outcome.basis, outcome.sentence) == (check.rule_id, check.basis, check.sentence)
    ]
    if outcome.result is Result.NOT_EXERCISED:
        pytest.skip(outcome.reason)
    failing = [finding for finding in outcome.findings if verdict.fails(finding)]
    assert not failing, "\n".join(line for finding in failing for line in told(finding))
