"""The suite against the mock with a defect before it, and without: each run in a process of its own."""

import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.checks import CHECKS, RESPONSE_CHECKS
from contract_tests.client import http_client
from contract_tests.contract import load_contract
from contract_tests.defects import Defect
from contract_tests.plan import Plan
from contract_tests.proof import Proof, Trial, defects_named
from kulis.app import Mock
from kulis.control.app import PREFIX
from kulis.mock_target import serving_mock
from kulis.tokens import mint


@dataclass(frozen=True)
class Method:
    """How to prove: level and seed of the runs, whether plain Schemathesis runs too, how many at a time."""

    level: str = "standard"
    seed: int = 1
    plain: bool = False
    workers: int | None = None


@dataclass(frozen=True)
class SoundRun:
    """What the suite said of the sound mock: the rules that it wrongly named."""

    seed: int
    named: tuple[str, ...]


def proof_of(
    defects: Sequence[Defect], *, sound_runs: int, method: Method, tell: Callable[[Trial | SoundRun], None]
) -> Proof:
    """Try each defect, and the sound mock with so many seeds; `tell` is called as each of them ends."""
    seeds = range(method.seed, method.seed + sound_runs)
    # A mock that serves and a suite that asks already share one interpreter's lock.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(method.workers or os.cpu_count(), context, initializer=_end_with_the_parent)
    try:
        sound = [pool.submit(_sound_run, method, seed) for seed in seeds]
        tried = [(defect, pool.submit(_outcome, method, defect.name)) for defect in defects]
        runs, trials = [], []
        for future in sound:
            runs.append(future.result())
            tell(runs[-1])
        for defect, outcome in tried:
            trials.append(Trial(defect, *outcome.result()))
            tell(trials[-1])
    except BaseException:
        # What was asked to stop must not wait for the trials that run.
        for process in multiprocessing.active_children():
            process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    alarms = {run.seed: run.named for run in runs if run.named}
    return Proof(method.level, tuple(trials), tuple(seeds), alarms)


def _end_with_the_parent() -> None:
    """Let this process go when the command does, in whatever way that ended."""

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _sound_run(method: Method, seed: int) -> SoundRun:
    return SoundRun(seed, _rules_named(lambda mock: mock.app, level=method.level, seed=seed))


def _outcome(method: Method, name: str) -> tuple[tuple[str, ...], float, bool | None]:
    # Defects are made of closures, which do not travel between processes; their names do.
    (defect,) = defects_named([name])
    wrap = partial(_before, defect)
    begun = time.monotonic()
    named = _rules_named(wrap, level=method.level, seed=method.seed)
    seconds = time.monotonic() - begun
    return named, seconds, _is_seen_by_plain(wrap, method.seed) if method.plain else None


def _before(defect: Defect, mock: Mock) -> ASGIApp:
    def made() -> ASGIApp:
        app: ASGIApp = defect.wrap(mock.app, partial(mint, secret=mock.settings.secret))
        return app

    return _forgetful(made)


def _forgetful(make: Callable[[], ASGIApp]) -> ASGIApp:
    """An app that is made anew when the mock is reset: what a defect remembers is of data now gone."""
    made = make()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal made
        if scope["type"] == "http" and scope["path"] == f"{PREFIX}/reset":
            made = make()
        await made(scope, receive, send)

    return app


def _rules_named(wrap: Callable[[Mock], ASGIApp], *, level: str, seed: int) -> tuple[str, ...]:
    # Schemathesis takes longer to import than the mock to start, and the command's help needs neither.
    from contract_tests.runner import run

    logging.disable(logging.CRITICAL)
    with serving_mock(wrap=wrap) as target, http_client(10) as http:
        plan = Plan(load_contract(), target.profile, CHECKS, RESPONSE_CHECKS, level, "all", seed)
        verdict = run(plan, http)
    return tuple(dict.fromkeys(finding.rule_id for finding in verdict.findings))


def _is_seen_by_plain(wrap: Callable[[Mock], ASGIApp], seed: int) -> bool:
    from contract_tests.phases import plain_run_fails

    with serving_mock(wrap=wrap) as target:
        return plain_run_fails(load_contract(), target.profile, seed=seed)
