"""Processes as Linux tells them: what one has started, and whether it still runs."""

import time
from collections.abc import Callable
from pathlib import Path


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that are still listed."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in told.split()]


def is_running(pid: int) -> bool:
    """Whether a process still runs; one that has ended stays listed until whoever inherited it looks."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def has_a_socket(pid: int) -> bool:
    """Whether a process has opened a socket, as one that serves has."""
    try:
        opened = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        return False
    return any(name.startswith("socket:") for name in opened)


def assert_soon(holds: Callable[[], bool], otherwise: str, seconds: float = 30) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, otherwise
        time.sleep(0.05)
