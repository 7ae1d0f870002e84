"""Several processes that answer on one socket."""

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from typing import Any

from kulis.processes import started, stop
from kulis.sentences import say

_SECONDS_BEFORE_ANOTHER = 1


def serve_by_workers(work: Callable[..., None], *arguments: Any, count: int) -> None:
    """Run `work` in `count` processes until interrupted; in place of one that ends another is started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    workers = [started(work, *arguments) for _ in range(count)]
    try:
        with suppress(KeyboardInterrupt):
            while True:
                wait([worker.sentinel for worker in workers])
                for place, worker in enumerate(workers):
                    if not worker.is_alive():
                        ended = f"A worker has ended with exit code {worker.exitcode}"
                        say(f"{ended}; another takes its place", is_complaint=True)
                        time.sleep(_SECONDS_BEFORE_ANOTHER)
                        workers[place] = started(work, *arguments)
    finally:
        stop(workers)
