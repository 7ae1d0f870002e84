"""The recorder: takes in what goes by, and keeps the world file up to date."""

import copy
import logging
import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from contract_tests.exchange import Exchange
from fixtures import WorldError, load_world
from fixtures.people import NamePool, name_pools
from kulis.proxy.backend import ProxyError
from kulis.proxy.recording.draft import world_draft
from kulis.proxy.recording.facts import Facts
from kulis.proxy.recording.learning import learn
from kulis.proxy.recording.observation import observation
from kulis.proxy.recording.world_file import world_text

_log = logging.getLogger("kulis.proxy")

INTERVAL = 5.0
"""Seconds between two writings of the file, while there is something new."""

_SHARE = 5


@dataclass
class Recorder:
    """Learns from exchanges; a thread of its own writes the world file, and the last state when it stops."""

    path: Path
    seed: int = 1
    keeps_ids: bool = True
    facts: Facts = field(default_factory=Facts)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopped: threading.Event = field(default_factory=threading.Event)
    written: int = -1
    pools: tuple[NamePool, ...] = ()
    thread: threading.Thread | None = None

    def observe(self, exchange: Exchange, caller: str | None) -> None:
        """Learn from an exchange, where it is the success of an operation."""
        seen = observation(exchange, caller, datetime.now(UTC))
        if seen is not None:
            with self.lock:
                learn(self.facts, seen)

    def start(self) -> None:
        """Write the file of an empty world, and from now on at intervals; raises ProxyError."""
        if self.path.exists():
            raise ProxyError(
                f"--record {self.path}: the file exists, and is not overwritten; name another or remove it"
            )
        try:
            self.write()
        except OSError as problem:
            raise ProxyError(
                f"--record {self.path}: cannot be written ({problem.strerror}); name a file that can"
            ) from None
        self.thread = threading.Thread(target=self._write_at_intervals, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Write what there is, and no more; raises OSError, or WorldError where no world came of it."""
        self.stopped.set()
        if self.thread is not None:
            self.thread.join()
        self.write()
        load_world(self.path, now=datetime.now(UTC), seed=self.seed)

    def write(self) -> None:
        """Put the world of what is known so far in the file's place, whole or not at all."""
        if self.facts.answers == self.written:
            return
        # A copy, since a world of many people takes seconds, and answers come meanwhile.
        with self.lock:
            facts = copy.deepcopy(self.facts)
        self.pools = self.pools or name_pools(self.seed)
        now = facts.latest or datetime.now(UTC)
        draft = world_draft(facts, now, self.pools, seed=self.seed, keeps_ids=self.keeps_ids)
        _replace(self.path, world_text(draft, keeps_ids=self.keeps_ids))
        self.written = facts.answers

    def _write_at_intervals(self) -> None:
        pause = INTERVAL
        while not self.stopped.wait(pause):
            begun = time.monotonic()
            try:
                self.write()
            except OSError as problem:
                _log.error("%s cannot be written now: %s; it is tried again", self.path, problem.strerror)
            # What takes long must not take all of the time.
            pause = max(INTERVAL, _SHARE * (time.monotonic() - begun))


def what_was_recorded(recorder: Recorder) -> str:
    """Stop the recorder and say in a sentence what came of it; raises ProxyError."""
    try:
        recorder.stop()
    except OSError as problem:
        raise ProxyError(f"{recorder.path}: cannot be written: {problem.strerror}") from None
    except WorldError as problem:
        raise ProxyError(f"{recorder.path} was written, but is no sound world:\n{problem}") from None
    facts = recorder.facts
    return (
        f"Recorded in {recorder.path}, answers {facts.answers}, streams {len(facts.streams)}, "
        f"people {len(facts.people)}. Serve it with: kulis serve --world {recorder.path}"
    )


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
