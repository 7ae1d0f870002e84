"""One check made: what came of it, and what it could not be made for."""

import inspect
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

from contract_tests.checking import Check
from contract_tests.client import Client, OutOfTime, Unreachable
from contract_tests.evidence import evidence
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken, Finding, NotExercised
from contract_tests.hooks import call_hook
from contract_tests.levels import LEVELS
from contract_tests.plan import Plan
from contract_tests.preflight import CouldNotRun, refuse_if_gone
from contract_tests.profile import Profile
from contract_tests.scene import Scene
from contract_tests.spoilt import spoilt_credentials
from contract_tests.stillness import as_it_stands, has_moved
from contract_tests.verdict import CheckOutcome, Result

_STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a check raises that reads an answer of a shape which the contract does not have.

Of that shape a response check tells, so that the run need not end there.
"""


def made(check: Check, plan: Plan, client: Client) -> CheckOutcome:
    """The outcome of one check; what it asks is seen and sent by the client."""
    scene = _scene(check, plan, client)
    outcome = CheckOutcome(check.rule_id, check.basis, check.sentence, check.operations, Result.PASSED)
    findings: list[Finding] = []
    reason, stumble = "", None
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
        trail = tuple(scene.client.trail)
        refuse_if_gone(scene.contract, scene.profile, scene.client)
        silence = Broken(expected="an answer", got=str(problem), where=problem.where, rule="ENV-8")
        findings.append(_finding(check, silence, trail))
    except _STUMBLES as problem:
        reason, stumble = f"it stumbled over an answer ({_told(problem)})", problem
    if findings:
        return replace(outcome, result=Result.FAILED, findings=tuple(findings))
    if reason:
        return replace(outcome, result=Result.NOT_EXERCISED, reason=reason, stumble=stumble)
    return outcome


def refuse_if_at_fault(outcomes: Sequence[CheckOutcome]) -> None:
    """CouldNotRun where a check stumbled although nothing is wrong with any answer."""
    stumbled = [outcome for outcome in outcomes if outcome.stumble is not None]
    if stumbled and not any(outcome.findings for outcome in outcomes):
        (outcome, *_) = stumbled
        raise CouldNotRun(
            f"The check {outcome.sentence!r} cannot tell: {outcome.reason}, though no check finds "
            "fault with any; this is a fault of the contract tests, worth a report"
        ) from outcome.stumble


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


def _reset_for_a_check(profile: Profile, client: Client) -> None:
    if profile.reset is None or profile.is_read_only:
        raise NotExercised("the profile names no hook that resets the target's data")
    call_hook(profile.reset, client)


def _told(problem: Exception) -> str:
    place = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__}: {problem}, in {place.name}"
