"""Files that a command is asked to write: refused before the work that they are to tell of, not after it."""

import os
from collections.abc import Iterable
from pathlib import Path


class OutputError(Exception):
    """A file cannot be written; the text says which, why and what to do."""


def refuse_unwritable(paths: Iterable[Path | None]) -> None:
    """Raise OutputError where a file could not be written as things stand; None is no file."""
    for path in filter(None, paths):
        try:
            reason = _reason_not_to_write(path)
        except OSError as problem:
            reason = problem.strerror
        if reason is not None:
            raise _unwritable(path, reason)


def write_output(path: Path, text: str) -> None:
    """Write a text to a file, whose folders are made where they are missing; raises OutputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise _unwritable(path, problem.strerror) from None


def _reason_not_to_write(path: Path) -> str | None:
    if path.is_dir():
        return "it is a folder"
    place = next(one for one in (path, *path.absolute().parents) if one.exists())
    if place != path and not place.is_dir():
        return f"{place} is no folder"
    return None if os.access(place, os.W_OK) else f"{place} is not to be written by you"


def _unwritable(path: Path, reason: str | None) -> OutputError:
    return OutputError(f"{path} cannot be written: {reason}; name another file")
