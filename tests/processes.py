"""Processes from outside: what one has started, and whether it still runs."""

import time
from collections.abc import Callable, Sequence

import psutil


def children_of(pid: int) -> Sequence[psutil.Process]:
    """The processes that a process has started and that are still listed."""
    return psutil.Process(pid).children()


def is_running(process: psutil.Process) -> bool:
    """Whether a process still runs; one that has ended stays listed until whoever inherited it looks."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_serving(process: psutil.Process) -> bool:
    """Whether a process listens for connections."""
    try:
        return any(one.status == psutil.CONN_LISTEN for one in process.net_connections("inet"))
    except psutil.NoSuchProcess:
        return False


def assert_soon(holds: Callable[[], bool], otherwise: str, seconds: float = 30) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, otherwise
        time.sleep(0.05)
