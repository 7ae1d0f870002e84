"""One run: preflight, the checks of their own requests, Schemathesis's phases, the verdict."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby

import httpx2

from contract_tests.checking import Check
from contract_tests.client import Client, Pace, TooManyRequests
from contract_tests.consequences import without_consequences
from contract_tests.hooks import call_hook
from contract_tests.judging import ResponseJudge
from contract_tests.levels import LEVELS
from contract_tests.making import made, refuse_if_at_fault
from contract_tests.plan import PhasesRun, Plan
from contract_tests.preflight import CouldNotRun, preflight
from contract_tests.profile import Profile
from contract_tests.replaying import tried_again
from contract_tests.verdict import CheckOutcome, TimeSpent, Verdict


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
        again = tried_again(plan, client, judge, lambda check, own: made(check, own, client))
        outcomes = [again.merged(outcome) for outcome in _make_checks(plan, client)]
    except TooManyRequests as problem:
        raise CouldNotRun(str(problem)) from None
    before_phases, answered, worked = time.monotonic(), judge.waited, judge.worked
    notes += [*again.notes, *_phases(plan, judge, client, begun)]
    waited = judge.waited - answered
    generating = time.monotonic() - before_phases - waited - (judge.worked - worked)
    outcomes += judge.outcomes()
    refuse_if_at_fault(outcomes)
    return Verdict(
        base_url=profile.base_url,
        environment=profile.environment,
        level=plan.level,
        seed=plan.seed,
        basis=plan.basis,
        outcomes=without_consequences(outcomes),
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
        yield made(check, plan, client)


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
        begun = []
        for check in checks:
            own, seen = client.beside()
            begun.append((check, seen, pool.submit(made, check, plan, own)))
        for check, seen, outcome in begun:
            plan.tell(check.sentence, client.sent)
            found = outcome.result()
            client.take_over(seen)
            yield found
    finally:
        pool.shutdown(cancel_futures=True)


def _phases(plan: Plan, judge: ResponseJudge, client: Client, begun: float) -> list[str]:
    if plan.phases is not None:
        return _judged(plan.phases, plan, judge)
    # Schemathesis takes longer to import than all the rest.
    from contract_tests.phases import run_phases

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


def _judged(phases: Callable[[], PhasesRun], plan: Plan, judge: ResponseJudge) -> list[str]:
    plan.tell("what Schemathesis generates", judge.seen)
    ran, waited = phases(), judge.waited
    for exchange in ran.exchanges:
        judge.judge(exchange)
    # These answers were waited for elsewhere.
    judge.waited = waited
    return list(ran.notes)


def _reset(profile: Profile, client: Client) -> None:
    if profile.reset is not None and not profile.is_read_only:
        call_hook(profile.reset, client)
