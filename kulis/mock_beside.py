"""The mock in a process of its own, as a target: who asks and who answers do not wait for one interpreter."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from contract_tests.preflight import CouldNotRun
from contract_tests.profile import Profile
from kulis.complaints import is_a_users_mistake
from kulis.processes import end_with_parent, started, stop


@contextmanager
def mock_beside() -> Iterator[Profile]:
    """Serve the mock beside this process for the time of a `with`; CouldNotRun where it does not start."""
    receiving, sending = Pipe(duplex=False)
    process = started(_serve, sending)
    sending.close()
    try:
        # Schemathesis takes as long to import as the mock to start.
        import_module("contract_tests.runner")
        yield _profile_from(receiving)
    finally:
        stop([process])


def _profile_from(receiving: Connection) -> Profile:
    try:
        answer: Profile | str = receiving.recv()
    except EOFError:
        answer = "its process ended without a word; try `kulis serve`"
    if isinstance(answer, str):
        raise CouldNotRun(f"The mock did not start: {answer}")
    return answer


def _serve(sending: Connection) -> None:
    end_with_parent()
    # The command stops the mock when it ends, an interrupted one too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    from kulis.garbage import leave_out_what_there_is
    from kulis.importing import imported_quickly

    try:
        with imported_quickly():
            from kulis.mock_target import serving_mock
        with serving_mock() as target:
            leave_out_what_there_is()
            sending.send(target.profile)
            signal.pause()
    except Exception as problem:
        sending.send(str(problem))
        if not is_a_users_mistake(problem):
            raise
