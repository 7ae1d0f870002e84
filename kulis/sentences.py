"""Plain sentences on the terminal."""

import logging

from rich.console import Console


def say(sentence: str, *, is_complaint: bool = False) -> None:
    """Print a sentence as it is: broken between words in a terminal, in one line anywhere else."""
    console = Console(stderr=is_complaint, markup=False, emoji=False, highlight=False)
    console.print(sentence, soft_wrap=not console.is_terminal)


def log_to_terminal() -> None:
    """Let what is logged be seen, a line for each."""
    # A line for each request: anything that lays text out would take longer than the request itself.
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("connexion").setLevel(logging.ERROR)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
