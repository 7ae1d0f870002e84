"""Schemathesis's phases in a process of their own: what they send, and what is told where they cannot run."""

from collections.abc import Iterator, Sequence

import pytest

from contract_tests.checks import RESPONSE_CHECKS
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken
from contract_tests.judging import ResponseJudge
from contract_tests.levels import LEVELS
from contract_tests.phases import run_phases
from contract_tests.plan import PhasesRun
from contract_tests.preflight import CouldNotRun
from contract_tests.profile import Profile
from kulis.mock_target import serving_mock
from kulis.phases_beside import phases_beside
from tests.staging import CONTRACT

TARGET = Profile("http://127.0.0.1:1/api/v1", "local")


@pytest.fixture(scope="module")
def beside() -> Iterator[PhasesRun]:
    with phases_beside("quick", 1) as phases:
        yield phases(TARGET)


def test_the_same_is_sent_beside_the_checks_as_after_them(beside: PhasesRun) -> None:
    seen: list[Exchange] = []
    judge = ResponseJudge(CONTRACT, RESPONSE_CHECKS)

    def judged(exchange: Exchange) -> list[Broken]:
        seen.append(exchange)
        return judge.judge(exchange)

    with serving_mock() as target:
        run_phases(
            CONTRACT,
            target.profile,
            credential=target.profile.credential("viewer"),
            effort=LEVELS["quick"].phases,
            seed=1,
            seconds=None,
            judge=judged,
            before_each=target.mock.backstage.reset,
            tell=lambda phase, count: None,
        )

    assert asked(beside.exchanges) == asked(seen)
    assert len(beside.exchanges) > 100


def test_what_was_sent_elsewhere_bears_the_targets_address(beside: PhasesRun) -> None:
    strange = [one.where for one in beside.exchanges if not one.request.url.startswith(TARGET.base_url)]

    assert not strange
    assert beside.notes == ()


def test_phases_that_cannot_run_end_the_run_in_a_sentence() -> None:
    told = r"Schemathesis's phases did not run: .*thorough"
    with phases_beside("thorough", 1) as phases, pytest.raises(CouldNotRun, match=told):
        phases(TARGET)


def asked(exchanges: Sequence[Exchange]) -> set[str | None]:
    """The operations that were asked; how often, and which ids a sequence takes up, may differ by a few."""
    return {one.request.operation_id for one in exchanges}
