"""Schemathesis's phases against a mock of their own, in a process of their own, beside the checks."""

import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from contract_tests.exchange import Exchange
from contract_tests.findings import Broken
from contract_tests.plan import PhasesRun
from contract_tests.profile import Profile
from kulis.processes import end_with_parent, started, stop

PhasesBeside = Callable[[Profile], PhasesRun]
"""Waits for what the phases sent, as if they had sent it to this target."""


@contextmanager
def phases_beside(level: str, seed: int) -> Iterator[PhasesBeside]:
    """Run the phases for the time of a `with`; whoever asks what came of them may get CouldNotRun.

    They take as long as the checks, and two mocks that were just started cannot be told apart.
    """
    receiving, sending = Pipe(duplex=False)
    process = started(_run, sending, level, seed)
    sending.close()
    try:
        yield lambda profile: _moved(_received(receiving), profile)
    finally:
        stop([process])


def _received(receiving: Connection) -> tuple[str, PhasesRun]:
    from contract_tests.preflight import CouldNotRun

    try:
        answer: tuple[str, PhasesRun] | str = receiving.recv()
    except EOFError:
        answer = "their process ended without a word; try --workers 1"
    if isinstance(answer, str):
        raise CouldNotRun(f"Schemathesis's phases did not run: {answer}")
    return answer


def _moved(told: tuple[str, PhasesRun], profile: Profile) -> PhasesRun:
    address, ran = told

    def moved(exchange: Exchange) -> Exchange:
        url = profile.base_url + exchange.request.url.removeprefix(address)
        return replace(exchange, request=replace(exchange.request, url=url))

    return replace(ran, exchanges=tuple(map(moved, ran.exchanges)))


def _run(sending: Connection, level: str, seed: int) -> None:
    end_with_parent()
    # The command stops the phases when it ends, an interrupted one too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    try:
        sending.send(_ran(level, seed))
    except Exception as problem:
        sending.send(f"{type(problem).__name__}: {problem}")
        raise


def _ran(level: str, seed: int) -> tuple[str, PhasesRun]:
    from contract_tests.checks import RESPONSE_CHECKS
    from contract_tests.judging import ResponseJudge
    from contract_tests.levels import LEVELS
    from contract_tests.phases import run_phases
    from kulis.garbage import leave_out_what_there_is
    from kulis.mock_target import serving_mock

    seen: list[Exchange] = []
    with serving_mock() as target:
        leave_out_what_there_is()
        judge = ResponseJudge(target.mock.contract, RESPONSE_CHECKS)

        def judged(exchange: Exchange) -> list[Broken]:
            # What an exchange has worked out of its body stays here.
            seen.append(replace(exchange))
            return judge.judge(exchange)

        notes = run_phases(
            target.mock.contract,
            target.profile,
            credential=target.profile.credentials.get("viewer"),
            effort=LEVELS[level].phases,
            seed=seed,
            seconds=None,
            judge=judged,
            before_each=target.mock.backstage.reset,
            tell=lambda phase, count: None,
        )
    return target.profile.base_url, PhasesRun(tuple(seen), tuple(notes))
