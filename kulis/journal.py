"""The journal: the last exchanges, and what their senders should know of them."""

import logging
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handlers.services import Clock
from handlers.times import written
from kulis.exchange import begin_exchange

_log = logging.getLogger("kulis.journal")
_KEPT = 1000


@dataclass(frozen=True)
class Entry:
    """One exchange that is over. `milliseconds` is how long its answer took."""

    number: int
    at: str
    method: str
    path: str
    operation_id: str | None
    caller: str | None
    status: int
    milliseconds: float
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Journal:
    """The last 1,000 exchanges. `names` tells the persona or username behind a user's id."""

    clock: Clock
    names: Mapping[str, str]
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=_KEPT))
    numbers: Any = field(default_factory=lambda: count(1))

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        caller = f" as {entry.caller}" if entry.caller else ""
        remarks = "".join(f"\n      note: {remark}" for remark in entry.remarks)
        _log.info(
            "%s %s %s%s  %.1f ms%s",
            entry.status,
            entry.method,
            entry.path,
            caller,
            entry.milliseconds,
            remarks,
            extra={"entry": entry},
        )


@dataclass(frozen=True)
class JournalLayer:
    """The ASGI layer that begins each exchange and writes it down once it is answered."""

    app: ASGIApp
    journal: Journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = begin_exchange(scope)
        begun = time.perf_counter()
        status = 0

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting_status)
        finally:
            caller = exchange.caller_id
            self.journal.add(
                Entry(
                    number=next(self.journal.numbers),
                    at=written(self.journal.clock.now()),
                    method=scope["method"],
                    path=_printable(scope),
                    operation_id=exchange.operation_id,
                    caller=self.journal.names.get(caller, caller) if caller else None,
                    status=status,
                    milliseconds=(time.perf_counter() - begun) * 1000,
                    remarks=tuple(exchange.remarks),
                )
            )


def _printable(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    path = scope["path"] + (f"?{query}" if query else "")
    shown = path if len(path) <= 200 else path[:200] + "…"
    # A request must not be able to write lines or colours of its own into the terminal.
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in shown)
