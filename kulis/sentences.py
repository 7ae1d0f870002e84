"""Plain sentences on the terminal."""

import logging
import sys
import time
from contextlib import suppress
from functools import lru_cache

from rich.console import Console


def say(sentence: str, *, is_complaint: bool = False) -> None:
    """Print a sentence as it is: broken between words in a terminal, in one line anywhere else."""
    console = Console(stderr=is_complaint, markup=False, emoji=False, highlight=False)
    console.print(sentence, soft_wrap=not console.is_terminal)


def log_to_terminal() -> None:
    """Let what is logged be seen, a line for each."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Timed("%(asctime)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("connexion").setLevel(logging.ERROR)
    for name in ("uvicorn", "httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)


def print_timed(line: str) -> None:
    """Print a line behind the time of day, as what is logged; nothing where nobody reads any more."""
    # A line for each request: what lays text out, or logs it, would take a tenth of the request's time.
    with suppress(OSError):
        sys.stderr.write(f"{_time_of_day(int(time.time()))} {line}\n")


class _Timed(logging.Formatter):
    """Begins each line with the time of day, which is written out once in a second."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return _time_of_day(int(record.created))


@lru_cache(maxsize=2)
def _time_of_day(second: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(second))
