"""One run: preflight, the checks of their own requests, Schemathesis's phases, the verdict."""

import inspect
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from random import Random

import httpx2

from contract_tests.checking import Check
from contract_tests.client import Client, OutOfTime, Pace, TooManyRequests, Unreachable
from contract_tests.consequences import without_consequences
from contract_tests.evidence import evidence
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken, Finding, NotExercised
from contract_tests.hooks import call_hook
from contract_tests.judging import ResponseJudge
from contract_tests.levels import LEVELS
from contract_tests.phases import run_phases
from contract_tests.plan import Plan
from contract_tests.preflight import CouldNotRun, preflight, refuse_if_gone
from contract_tests.profile import Profile
from contract_tests.replaying import tried_again
from contract_tests.scene import Scene
from contract_tests.spoilt import spoilt_credentials
from contract_tests.stillness import as_it_stands, has_moved
from contract_tests.verdict import CheckOutcome, Result, TimeSpent, Verdict


def run(plan: Plan, http: httpx2.Client) -> Verdict:
    """Try a target; raises preflight.CouldNotRun where it cannot be tried at all."""
    begun = time.monotonic()
    plan, profile = replace(plan, remembered={}), plan.profile
    judge = ResponseJudge(plan.contract, plan.response_checks)
    client = Client(
        http=http,
        is_read_only=profile.is_read_only,
        observe=judge.judge,
        pace=Pace(
            pause=1 / profile.requests_per_second if profile.requests_per_second else 0.0,
            deadline=begun + profile.seconds if profile.seconds else float("inf"),
        ),
    )
    notes = preflight(plan.contract, profile, client)
    try:
        again = tried_again(plan, client, judge, lambda check, own: _made(check, _scene(check, own, client)))
        outcomes = [again.merged(outcome) for outcome in _make_checks(plan, client)]
    except TooManyRequests as problem:
        raise CouldNotRun(str(problem)) from None
    before_phases, answered, worked = time.monotonic(), judge.waited, judge.worked
    notes += [*again.notes, *_phases(plan, judge, client, begun)]
    waited = judge.waited - answered
    generating = time.monotonic() - before_phases - waited - (judge.worked - worked)
    return Verdict(
        base_url=profile.base_url,
        environment=profile.environment,
        level=plan.level,
        seed=plan.seed,
        basis=plan.basis,
        outcomes=without_consequences((*outcomes, *judge.outcomes())),
        responses={
            cell: (judge.passed[cell], judge.failed[cell])
            for cell in judge.passed.keys() | judge.failed.keys()
        },
        requests=judge.seen,
        seconds=time.monotonic() - begun,
        notes=tuple(notes),
        stay=again.stay,
        spent=TimeSpent(
            client.pace.waiting.seconds + waited, client.pace.pausing.seconds, max(0.0, generating)
        ),
    )


def _make_checks(plan: Plan, client: Client) -> Iterator[CheckOutcome]:
    for checks in _batches(plan):
        if len(checks) > 1:
            yield from _made_together(checks, plan, client)
            continue
        (check,) = checks
        plan.tell(check.sentence, client.sent)
        yield _made(check, _scene(check, plan, client))


def _batches(plan: Plan) -> Iterator[list[Check]]:
    """The checks in their order, those together that can be made at a time: none changes what others read."""
    for changes, checks in groupby(plan.checks, key=lambda check: check.changes):
        # A target that moves is made to stand still, and let go, by each check for itself.
        if changes or plan.workers == 1 or plan.profile.is_moving:
            yield from ([check] for check in checks)
        else:
            yield list(checks)


def _made_together(checks: Sequence[Check], plan: Plan, client: Client) -> Iterator[CheckOutcome]:
    """The same outcomes as one after another, and what was seen on the way judged in the same order."""
    pool = ThreadPoolExecutor(plan.workers, "check")
    try:
        made = []
        for check in checks:
            own, seen = client.beside()
            made.append((check, seen, pool.submit(_made, check, _scene(check, plan, own))))
        for check, seen, outcome in made:
            plan.tell(check.sentence, client.sent)
            found = outcome.result()
            client.take_over(seen)
            yield found
    finally:
        pool.shutdown(cancel_futures=True)


def _scene(check: Check, plan: Plan, client: Client) -> Scene:
    client.trail.clear()
    return Scene(
        contract=plan.contract,
        client=client,
        profile=plan.profile,
        random=Random(f"{plan.seed}:{check.sentence}"),
        effort=LEVELS[plan.level].effort,
        spoilt=lambda user_id: spoilt_credentials(plan.profile, user_id),
        reset=lambda: _reset_for_a_check(plan.profile, client),
        remembered=plan.remembered,
    )


def _made(check: Check, scene: Scene) -> CheckOutcome:
    outcome = CheckOutcome(check.rule_id, check.basis, check.sentence, check.operations, Result.PASSED)
    findings: list[Finding] = []
    reason = ""
    try:
        with as_it_stands(check, scene) as scene:
            for problem in _problems(check, scene):
                findings.append(_finding(check, problem, scene.client.trail))
            if findings and has_moved(scene):
                findings.clear()
                raise NotExercised("the target's data moved meanwhile")
    except NotExercised as lack:
        reason = str(lack)
    except OutOfTime:
        reason = "the run's time was over"
    except Unreachable as problem:
        refuse_if_gone(scene.contract, scene.profile, scene.client)
        silence = Broken(expected="an answer", got=str(problem), where=problem.where, rule="ENV-8")
        findings.append(_finding(check, silence, scene.client.trail))
    if findings:
        return replace(outcome, result=Result.FAILED, findings=tuple(findings))
    if reason:
        return replace(outcome, result=Result.NOT_EXERCISED, reason=reason)
    return outcome


def _problems(check: Check, scene: Scene) -> Iterable[Broken]:
    try:
        found = check.run(scene)
        if found is not None and inspect.isgenerator(found):
            yield from found
    except Broken as problem:
        yield problem


def _finding(check: Check, problem: Broken, trail: Sequence[Exchange]) -> Finding:
    shown = evidence(problem, trail)
    return Finding(
        rule_id=problem.rule or check.rule_id,
        basis=check.basis,
        check=check.sentence,
        operation_id=shown[-1].request.operation_id if shown else None,
        expected=problem.expected,
        got=problem.got,
        where=problem.where,
        exchanges=shown,
        is_consequence=problem.is_consequence,
    )


def _phases(plan: Plan, judge: ResponseJudge, client: Client, begun: float) -> list[str]:
    left = None
    if plan.profile.seconds is not None:
        left = plan.profile.seconds - (time.monotonic() - begun)
        if left <= 1:
            return ["Schemathesis's phases were left out: the run's time was over"]
    return run_phases(
        plan.contract,
        plan.profile,
        credential=plan.profile.credentials.get("viewer"),
        effort=LEVELS[plan.level].phases,
        seed=plan.seed,
        seconds=left,
        judge=judge.judge,
        before_each=lambda: _reset(plan.profile, client),
        tell=plan.tell,
    )


def _reset_for_a_check(profile: Profile, client: Client) -> None:
    if profile.reset is None or profile.is_read_only:
        raise NotExercised("the profile names no hook that resets the target's data")
    call_hook(profile.reset, client)


def _reset(profile: Profile, client: Client) -> None:
    if profile.reset is not None and not profile.is_read_only:
        call_hook(profile.reset, client)
