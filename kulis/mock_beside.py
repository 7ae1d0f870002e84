"""The mock in a process of its own, as a target: who asks and who answers do not wait for one interpreter."""

import logging
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from contract_tests.profile import Profile
from kulis.processes import end_with_parent, started, stop


@contextmanager
def mock_beside() -> Iterator[Profile]:
    """Serve the mock beside this process for the time of a `with`; CouldNotRun where it does not start."""
    with mock_coming_up() as coming, coming() as profile:
        yield profile


@contextmanager
def mock_coming_up(*needed: str) -> Iterator[Callable[[], AbstractContextManager[Profile]]]:
    """The same, for whoever has something to do until the mock has started, and then asks for its profile.

    Until it is there, the modules that are `needed` then are imported.
    """
    receiving, sending = Pipe(duplex=False)
    process = started(_serve, sending)
    sending.close()
    try:
        yield lambda: nullcontext(_profile_once_started(receiving, needed))
    finally:
        stop([process])


def _profile_once_started(receiving: Connection, needed: Iterable[str]) -> Profile:
    for name in needed:
        with suppress(ImportError):
            import_module(name)
    return _profile_from(receiving)


def _profile_from(receiving: Connection) -> Profile:
    from contract_tests.preflight import CouldNotRun

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
    from kulis.complaints import is_a_users_mistake
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
