"""Plain sentences on the terminal."""

import logging
import time
from functools import lru_cache

from rich.console import Console


def say(sentence: str, *, is_complaint: bool = False) -> None:
    """Print a sentence as it is: broken between words in a terminal, in one line anywhere else."""
    console = Console(stderr=is_complaint, markup=False, emoji=False, highlight=False)
    console.print(sentence, soft_wrap=not console.is_terminal)


def log_to_terminal(*, is_quiet: bool = False) -> None:
    """Let what is logged be seen, a line for each; where it is quiet, without those of requests."""
    # A line for each request: anything that lays text out would take longer than the request itself.
    handler = logging.StreamHandler()
    handler.setFormatter(_Timed("%(asctime)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # What no line shows need not be found out for each.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.getLogger("connexion").setLevel(logging.ERROR)
    if is_quiet:
        logging.getLogger("kulis.journal").setLevel(logging.WARNING)
    for name in ("uvicorn", "httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)


class _Timed(logging.Formatter):
    """Begins each line with the time of day, which is written out once in a second."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return _time_of_day(int(record.created))


@lru_cache(maxsize=2)
def _time_of_day(second: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(second))
