"""The journal: the last exchanges, and what their senders should know of them."""

import asyncio
import re
import secrets
from asyncio import Future
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from handlers.times import written

_KEPT = 1000
_SHOWN_OF_A_PATH = 200

KEPT_OF_A_BODY = 32 * 1024
"""Bytes of a body that the journal keeps."""

REFUSED_BY_FORM = (400, 401, 405, 413, 415)
"""Statuses that say that a request does not keep the contract, whatever the state of things."""

_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")


class Message(NamedTuple):
    """Half of an exchange: headers without secrets, the beginning of a body, and the body's length."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    length: int


class Entry(NamedTuple):
    """One exchange. `milliseconds` is how long it took until its answer was ready.

    `status` is 0 where the connection ended without an answer; `verdict` is on the request alone: sound,
    tolerated (there are remarks), refused by the contract whatever the state of things, or unjudged.
    """

    number: int
    moment: datetime
    method: str
    path: str
    operation_id: str | None
    caller: str | None
    status: int
    milliseconds: float
    verdict: str
    remarks: tuple[str, ...]
    breaches: tuple[str, ...]
    wishes: tuple[str, ...]
    faults: tuple[str, ...]
    request: Message
    response: Message
    answered_by: str | None = None

    @property
    def at(self) -> str:
        """When the request came, by the mock's clock."""
        return written(self.moment)


@dataclass
class Journal:
    """The last 1,000 exchanges, numbered from 1 without a gap.

    `names` tells the persona or username behind a user's id. `run` changes with each start of the server.
    `tell` is called with the line of each entry, where somebody is to read them as they come.
    """

    names: Mapping[str, str]
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=_KEPT))
    last: int = 0
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    waiting: set[Future[None]] = field(default_factory=set)
    is_closed: bool = False
    tell: Callable[[str], None] | None = None

    def add(self, entry: Entry) -> None:
        self.last = entry.number
        self.entries.append(entry)
        self._wake()
        if self.tell is not None:
            self.tell(_line(entry))

    def entry(self, number: int) -> Entry | None:
        """The entry of a number, while it is kept."""
        at = number - self.entries[0].number if self.entries else -1
        return self.entries[at] if 0 <= at < len(self.entries) else None

    def page(self, after: int | None, limit: int) -> list[Entry]:
        """The first entries after a number, or the last ones; oldest first."""
        if after is None:
            skipped = len(self.entries) - limit
        else:
            skipped = after + 1 - self.entries[0].number if self.entries else 0
        begin = max(0, skipped)
        return list(islice(self.entries, begin, begin + limit))

    def clear(self) -> None:
        """Forget every entry; the numbers go on."""
        self.entries.clear()

    def close(self) -> None:
        """Let nobody wait any longer: there will be no more entries."""
        self.is_closed = True
        self._wake()

    async def wait(self, after: int, seconds: float) -> None:
        """Return when there is an entry after this number, when the time is over or the journal closed."""
        if self.last > after or self.is_closed:
            return
        future: Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.add(future)
        try:
            await asyncio.wait((future,), timeout=seconds)
        finally:
            self.waiting.discard(future)

    def _wake(self) -> None:
        for future in self.waiting:
            if not future.done():
                future.set_result(None)


def without_tokens(text: str) -> str:
    """A text whose JWTs nobody can use any more."""
    return _TOKEN.sub("(token)", text) if "eyJ" in text else text


def printable(text: str) -> str:
    """A text that cannot write lines or colours of its own into a terminal."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)


def _line(entry: Entry) -> str:
    caller = f" as {entry.caller}" if entry.caller else ""
    by = f" by {entry.answered_by}" if entry.answered_by else ""
    notes = [f"\n      note: {printable(remark)}" for remark in entry.remarks]
    notes += [f"\n      wished: {wish}" for wish in entry.wishes]
    notes += [f"\n      fault: {printable(fault)}" for fault in entry.faults]
    notes += [f"\n      breach: {printable(breach)}" for breach in entry.breaches]
    path = entry.path if len(entry.path) <= _SHOWN_OF_A_PATH else entry.path[:_SHOWN_OF_A_PATH] + "…"
    told = f"{entry.status or '---'} {entry.method} {path}{caller}{by}"
    return f"{told}  {entry.milliseconds:.1f} ms{''.join(notes)}"
