"""Seconds, measured where several things may go on at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Stopwatch:
    """The seconds during which something was going on, once however many things it was."""

    seconds: float = 0.0
    _going: int = 0
    _since: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Something goes on for the time of a `with`."""
        with self._lock:
            if self._going == 0:
                self._since = time.perf_counter()
            self._going += 1
        try:
            yield
        finally:
            with self._lock:
                self._going -= 1
                if self._going == 0:
                    self.seconds += time.perf_counter() - self._since
