"""Plain sentences on the terminal."""

from rich.console import Console


def say(sentence: str, *, is_complaint: bool = False) -> None:
    """Print a sentence as it is: broken between words in a terminal, in one line anywhere else."""
    console = Console(stderr=is_complaint, markup=False, emoji=False, highlight=False)
    console.print(sentence, soft_wrap=not console.is_terminal)
