"""Checks that only read, made several at a time: the verdict is the same, and the pace is kept."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import httpx2
import pytest
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.checking import Check
from contract_tests.checks import CHECKS, RESPONSE_CHECKS
from contract_tests.client import OutOfTime, Pace
from contract_tests.exchange import Request
from contract_tests.plan import Plan
from contract_tests.proof import defects_named
from contract_tests.runner import run
from contract_tests.scene import Scene
from contract_tests.stopwatch import Stopwatch
from contract_tests.verdict import Verdict
from kulis.app import Mock
from kulis.mock_target import MockTarget, serving_mock
from kulis.tokens import mint
from tests.staging import CONTRACT, no_phases

MODULES = tuple(f"contract_tests.checks.{name}" for name in ("search", "search_letters", "follows"))
SOME = [check for check in CHECKS if check.run.__module__ in MODULES]


class Counting:
    """An app that answers late, and knows how many requests were with it at most."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.now, self.most = app, 0, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.002)
        await self.app(scope, receive, send)
        self.now -= 1


@pytest.fixture(scope="module")
def broken() -> Iterator[tuple[MockTarget, list[Counting]]]:
    """A mock with a defect of searches before it, at each request a little late."""
    (defect,) = defects_named(["dotless-i-not-folded"])
    apps: list[Counting] = []

    def wrap(mock: Mock) -> Any:
        apps.append(Counting(defect.wrap(mock.app, partial(mint, secret=mock.settings.secret))))
        return apps[0]

    with serving_mock(wrap=wrap) as target:
        yield target, apps


def verdict(target: MockTarget, workers: int, checks: Sequence[Check] = SOME) -> Verdict:
    plan = Plan(
        CONTRACT, target.profile, checks, RESPONSE_CHECKS, "quick", "all", workers=workers, phases=no_phases
    )
    with httpx2.Client(timeout=10) as http:
        return run(plan, http)


def told(verdict: Verdict) -> tuple[object, ...]:
    """All of a verdict that does not depend on when it was made."""
    findings = [(finding.key, finding.expected, finding.got, finding.where) for finding in verdict.findings]
    outcomes = [(outcome.sentence, outcome.result, outcome.reason) for outcome in verdict.outcomes]
    return findings, outcomes, verdict.responses, verdict.requests


def test_the_verdict_is_the_same_for_any_number_of_workers(
    broken: tuple[MockTarget, list[Counting]],
) -> None:
    target, (app,) = broken
    one_by_one = verdict(target, 1)
    alone, app.most = app.most, 0

    at_a_time = verdict(target, 4)

    assert told(at_a_time) == told(one_by_one)
    assert any(finding.rule_id == "FIND-2" for finding in at_a_time.findings), "the defect was not noticed"
    assert alone == 1, "one worker sends one request at a time"
    assert app.most > 1, "four workers never had two requests under way"


class Misnumbering:
    """An app whose answers to a request with a mark claim that mark as their status code."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        if query.startswith(b"mark="):
            body = b'{"isSuccess": true, "statusCode": %s, "data": [], "errors": []}' % query[5:]
            await Response(body, media_type="application/json")(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def three_requests_alike_but_for_their_mark(scene: Scene) -> None:
    for mark in (311, 322, 333):
        url = f"{scene.url('listGiftTypes')}?mark={mark}"
        scene.client.send(Request("GET", url, operation_id="listGiftTypes"))


def two_requests_alike_but_for_their_mark(scene: Scene) -> None:
    for mark in (344, 355):
        url = f"{scene.url('listGiftTypes')}?mark={mark}"
        scene.client.send(Request("GET", url, operation_id="listGiftTypes"))


@pytest.mark.parametrize("workers", [1, 2])
def test_of_breaches_alike_the_first_that_was_sent_is_shown(workers: int) -> None:
    checks = [
        Check("ENV-2", "documented", run, ("listGiftTypes",))
        for run in (three_requests_alike_but_for_their_mark, two_requests_alike_but_for_their_mark)
    ]

    with serving_mock(wrap=lambda mock: Misnumbering(mock.app)) as target:
        found = verdict(target, workers, checks).findings

    assert [finding.got for finding in found if finding.rule_id == "ENV-2"] == ["statusCode 311"]


def test_all_workers_together_keep_the_pace() -> None:
    pace, begun, sent = Pace(pause=0.01), time.monotonic(), []

    def ask() -> None:
        for _ in range(5):
            pace.wait()
            sent.append(time.monotonic() - begun)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    late = [moment >= 0.01 * number for number, moment in enumerate(sorted(sent))]
    assert all(late), "a request was sent before its turn"


def test_no_request_is_sent_when_the_time_is_over() -> None:
    with pytest.raises(OutOfTime):
        Pace(deadline=time.monotonic() - 1).wait()


def test_what_goes_on_at_the_same_time_is_counted_once() -> None:
    watch = Stopwatch()
    begun = time.perf_counter()

    with watch.running(), watch.running():
        time.sleep(0.01)

    assert 0.01 <= watch.seconds <= time.perf_counter() - begun
