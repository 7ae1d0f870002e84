"""A command that starts processes leaves none behind, however it ends."""

import signal
import subprocess
import sys

import pytest

from tests.processes import assert_soon, children_of, is_running, is_serving

PROOF = ("prove", "--level", "quick", "--workers", "2")
CONTRACT_TEST = ("test", "--level", "quick", "--forget")


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda end: end.name)
@pytest.mark.parametrize(
    ("words", "count"),
    [pytest.param(PROOF, 2, id="prove"), pytest.param(CONTRACT_TEST, 1, id="test")],
)
def test_what_a_command_has_started_ends_with_it(
    words: tuple[str, ...], count: int, end: signal.Signals
) -> None:
    command = (sys.executable, "-W", "ignore", "-m", "kulis", *words)
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert_soon(lambda: _serving(running.pid) >= count, f"{words} never started to serve")
        started = children_of(running.pid)
        running.send_signal(end)
        running.wait(10)
    finally:
        running.kill()
        running.wait()

    assert_soon(lambda: not any(map(is_running, started)), f"of {started}, some outlived {words}")


def _serving(pid: int) -> int:
    return sum(map(is_serving, children_of(pid)))
