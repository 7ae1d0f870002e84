"""Processes that do a part of the serving: started afresh, and stopped in bounded time."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable
from multiprocessing.context import SpawnProcess
from typing import Any

_SECONDS_TO_STOP = 5


def started(task: Callable[..., None], *arguments: Any) -> SpawnProcess:
    """A process of its own that runs a task."""
    process = multiprocessing.get_context("spawn").Process(target=task, args=arguments)
    process.start()
    return process


def stop(processes: Iterable[SpawnProcess]) -> None:
    """Ask processes to end, and make them where they do not."""
    asked = list(processes)
    for process in asked:
        process.terminate()
    for process in asked:
        process.join(_SECONDS_TO_STOP)
        process.kill()
        process.join()


def end_with_parent() -> None:
    """Let this process end when the one that started it does, however that came about."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
