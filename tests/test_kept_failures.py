"""Failures are kept from one run to the next, and tried first."""

from functools import partial
from pathlib import Path

import httpx2
import pytest
from starlette.types import ASGIApp

from contract_tests.checking import Check
from contract_tests.checks import CHECKS, RESPONSE_CHECKS
from contract_tests.failures import KeptFailure, failures_path, load_failures, save_failures
from contract_tests.plan import Plan
from contract_tests.preflight import CouldNotRun
from contract_tests.proof import defects_named
from contract_tests.replaying import failures_after
from contract_tests.runner import run
from contract_tests.verdict import Verdict
from kulis.app import Mock
from kulis.mock_target import serving_mock
from kulis.tokens import mint
from tests.staging import CONTRACT, no_phases

FOLLOWS = tuple(check for check in CHECKS if check.rule_id.startswith("FOLLOW"))
GIFTS = tuple(check for check in CHECKS if check.sentence.startswith("a gift raises"))
TARGET = "http://127.0.0.1:3000/api/v1"


def tried(
    defect: str | None, checks: tuple[Check, ...], kept: tuple[KeptFailure, ...] = (), seed: int = 1
) -> tuple[Verdict, tuple[KeptFailure, ...]]:
    """The verdict of a run without generated requests, and what is to be kept of it."""

    def wrap(mock: Mock) -> ASGIApp:
        app: ASGIApp = mock.app
        for one in defects_named([defect]) if defect else ():
            app = one.wrap(app, partial(mint, secret=mock.settings.secret))
        return app

    with serving_mock(wrap=wrap) as target, httpx2.Client(timeout=10) as http:
        plan = Plan(
            CONTRACT, target.profile, checks, RESPONSE_CHECKS, "quick", "all", seed, kept, phases=no_phases
        )
        verdict = run(plan, http)
        return verdict, failures_after(verdict, plan)


def test_a_check_that_failed_is_made_again_as_it_was_made_then() -> None:
    broken, kept = tried("never-followed-before", FOLLOWS, seed=7)
    assert not broken.is_kept

    again, still = tried("never-followed-before", FOLLOWS, kept, seed=1)

    assert not again.is_kept
    assert still == kept
    assert {failure.seed for failure in still} == {7}


def test_a_failure_that_shows_no_more_is_dropped_and_told() -> None:
    _, kept = tried("never-followed-before", FOLLOWS)

    mended, still = tried(None, FOLLOWS, kept)

    assert mended.is_kept
    assert still == ()
    assert f"tried first: {len(kept)}, of which {len(kept)} show no more" in mended.notes[0]


def test_a_request_that_showed_a_breach_is_sent_again() -> None:
    _, kept = tried("status-code-200-with-201", GIFTS)
    requests = tuple(failure for failure in kept if failure.request)
    assert requests

    again, still = tried("status-code-200-with-201", (), requests)

    assert {finding.rule_id for finding in again.findings} == {"ENV-2"}
    assert still == requests


def test_what_cannot_be_tried_again_is_kept() -> None:
    gone = KeptFailure("FOLLOW-1", "a check that there is no more", "deep", 3)

    verdict, still = tried(None, (), (gone,))

    assert verdict.is_kept
    assert still == (gone,)


def test_failures_are_written_and_read_without_any_token(tmp_path: Path) -> None:
    _, kept = tried("status-code-200-with-201", GIFTS)
    path = failures_path(tmp_path, TARGET)

    save_failures(path, TARGET, kept)

    assert load_failures(path) == kept
    assert any(failure.request and failure.request.role for failure in kept)
    with serving_mock() as target:
        tokens = [credential.token for credential in target.profile.credentials.values()]
    assert not [token for token in tokens if token in path.read_text()]


def test_a_file_of_failures_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = failures_path(tmp_path, TARGET)
    path.write_text("{")

    with pytest.raises(CouldNotRun, match=r"127\.0\.0\.1-3000-api-v1\.json: .* cannot be read"):
        load_failures(path)
