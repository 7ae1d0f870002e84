"""Serving anew whenever what the mock is made of changes."""

import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from watchfiles import Change, watch

import fixtures
import handlers
from contract_tests.contract import CONTRACT_PATH
from kulis.processes import started, stop
from kulis.sentences import say

_PACKAGES = tuple(Path(package.__path__[0]).resolve() for package in (handlers, fixtures))


def serve_and_reload(serve: Callable[..., None], *arguments: Any, world: str) -> None:
    """Run `serve` in a process of its own, afresh when the contract, handlers, fixtures or world change."""
    files = {CONTRACT_PATH.resolve(), Path(world).resolve()}

    def is_part(_: Change, path: str) -> bool:
        changed = Path(path)
        is_source = any(changed.is_relative_to(package) for package in _PACKAGES)
        return changed in files or (is_source and changed.suffix in (".py", ".yaml"))

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    process = started(serve, *arguments)
    try:
        with suppress(KeyboardInterrupt):
            for changes in watch(*_folders(files), watch_filter=is_part, recursive=False):
                say(f"{', '.join(sorted({Path(path).name for _, path in changes}))} changed: starting afresh")
                stop([process])
                process = started(serve, *arguments)
    finally:
        stop([process])


def _folders(files: Iterable[Path]) -> set[Path]:
    # An editor may put a new file in place of the old one, so it is folders that are watched, not files.
    subfolders = (path for package in _PACKAGES for path in package.rglob("*") if path.is_dir())
    return {*_PACKAGES, *subfolders, *(file.parent for file in files if file.parent.is_dir())}
