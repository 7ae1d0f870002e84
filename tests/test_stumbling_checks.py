"""Checks that stumble over an answer, whose run goes on all the same."""

from collections.abc import Sequence

import httpx2
import pytest
from starlette.types import ASGIApp

from contract_tests.checking import Check
from contract_tests.checks import RESPONSE_CHECKS
from contract_tests.defects import DEFECTS
from contract_tests.plan import Plan
from contract_tests.preflight import CouldNotRun
from contract_tests.runner import run
from contract_tests.scene import Scene
from contract_tests.verdict import Result, Verdict
from kulis.app import Mock
from kulis.mock_target import serving_mock
from kulis.tokens import mint
from tests.staging import CONTRACT, no_phases


def followers_are_counted(scene: Scene) -> None:
    for viewer in viewers(scene):
        assert viewer["followersCount"] + 1 > 0


def what_no_viewer_has_is_read(scene: Scene) -> None:
    for viewer in viewers(scene):
        viewer["hatSize"]


def viewers(scene: Scene) -> Sequence[dict[str, int]]:
    stream = scene.profile.stream("active")
    found: Sequence[dict[str, int]] = scene.data("getLiveStreamViewers", path={"id": stream})["list"]
    return found


def verdict_of(*checks: Check, defect: str | None = None) -> Verdict:
    def wrap(mock: Mock) -> ASGIApp:
        wraps = [known.wrap for known in DEFECTS if known.name == defect]
        return wraps[0](mock.app, lambda user_id: mint(user_id, secret="")) if wraps else mock.app

    with serving_mock(wrap=wrap) as target, httpx2.Client(timeout=5) as http:
        return run(Plan(CONTRACT, target.profile, checks, RESPONSE_CHECKS, "quick", phases=no_phases), http)


def test_a_check_that_stumbles_over_a_broken_answer_is_not_exercised() -> None:
    check = Check("VIEW-2", "documented", followers_are_counted, ("getLiveStreamViewers",))

    verdict = verdict_of(check, defect="large-counts-as-text")

    assert verdict.outcomes[0].result is Result.NOT_EXERCISED
    assert "TypeError" in verdict.outcomes[0].reason
    assert {finding.rule_id for finding in verdict.findings} == {"VIEW-2"}


def test_a_check_that_stumbles_over_sound_answers_is_at_fault_itself() -> None:
    check = Check("VIEW-2", "documented", what_no_viewer_has_is_read, ("getLiveStreamViewers",))

    with pytest.raises(CouldNotRun, match=r"'what no viewer has is read'.*KeyError: 'hatSize'.*a fault of"):
        verdict_of(check)
