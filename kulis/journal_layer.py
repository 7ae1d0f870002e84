"""The ASGI layer that begins each exchange and writes it down when its answer is ready."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as AsgiMessage

from handlers.services import Clock
from kulis.exchange import ANSWERED_BY, Exchange, begin_exchange, exchange_of
from kulis.journal import (
    KEPT_OF_A_BODY,
    REFUSED_BY_FORM,
    Entry,
    Journal,
    Message,
    printable,
    without_tokens,
)

JOURNAL_HEADER = "Kulis-Journal"
"""The response header that names the journal's entry of the exchange."""

_SECRET = frozenset((b"authorization", b"proxy-authorization", b"cookie", b"set-cookie"))
_LONGEST_PATH = 2000


@dataclass(frozen=True)
class JournalLayer:
    """Every answer carries the number of its entry, which is in the journal before the answer is sent."""

    app: ASGIApp
    journal: Journal
    clock: Clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = begin_exchange(scope)
        moment, begun = self.clock.now(), time.perf_counter()
        held: AsgiMessage | None = None
        is_written = False

        def write(start: AsgiMessage, body: bytes) -> AsgiMessage:
            nonlocal is_written
            is_written = True
            if not exchange.is_listed:
                return start
            number = self.journal.last + 1
            named = (JOURNAL_HEADER.lower().encode(), b"%d" % number)
            side = (ANSWERED_BY.lower().encode(), (exchange.answered_by or "").encode())
            sides = [side] if exchange.answered_by else []
            start = {**start, "headers": [*start["headers"], named, *sides, *exchange.headers]}
            elapsed = (time.perf_counter() - begun) * 1000
            self.journal.add(self._entry(number, moment, elapsed, scope, exchange, start, body))
            return start

        async def send_noting(message: AsgiMessage) -> None:
            nonlocal held
            if message["type"] == "http.response.start":
                # Held until its body begins, so that the entry is there before the client can ask for it.
                held = message
                return
            if held is not None:
                start, held = held, None
                whole = exchange.answer
                await send(write(start, message.get("body", b"") if whole is None else whole))
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        finally:
            if not is_written:
                write(held or {"status": 0, "headers": []}, b"")

    def _entry(
        self,
        number: int,
        moment: datetime,
        milliseconds: float,
        scope: Scope,
        exchange: Exchange,
        start: AsgiMessage,
        body: bytes,
    ) -> Entry:
        caller_id, status = exchange.caller_id, start["status"]
        caller = self.journal.names.get(caller_id, caller_id) if caller_id else None
        return Entry(
            number=number,
            moment=moment,
            method=scope["method"],
            path=_shown_path(scope),
            operation_id=exchange.operation_id,
            caller=caller,
            status=status,
            milliseconds=milliseconds,
            verdict=_verdict(exchange, status),
            remarks=tuple(exchange.remarks),
            breaches=tuple(exchange.breaches),
            wishes=tuple(exchange.wishes),
            faults=tuple(exchange.faults),
            request=_message(scope["headers"], exchange.body, caller),
            response=_message(start["headers"], body, None),
            answered_by=exchange.answered_by,
        )


@dataclass(frozen=True)
class Listed:
    """Says whether what passes here is listed in the journal: the API is, Kulis's own pages are not."""

    app: ASGIApp
    is_listed: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            exchange_of(scope).is_listed = self.is_listed
        await self.app(scope, receive, send)


def _verdict(exchange: Exchange, status: int) -> str:
    if not exchange.is_judged:
        return "unjudged"
    if status in REFUSED_BY_FORM or (exchange.operation_id is None and status >= 400):
        return "refused"
    return "tolerated" if exchange.remarks else "sound"


def _message(headers: Iterable[tuple[bytes, bytes]], body: bytes, caller: str | None) -> Message:
    shown, length = tuple(headers), len(body)
    if not _SECRET.isdisjoint([name for name, _ in shown]):
        shown = tuple([(name, _named(value, caller) if name in _SECRET else value) for name, value in shown])
    for name, value in shown:
        if name == b"content-length" and value.isdigit():
            length = int(value)
    return Message(shown, body[:KEPT_OF_A_BODY], length)


def _named(secret: bytes, caller: str | None) -> bytes:
    scheme = b"Bearer " if secret[:7].lower() == b"bearer " else b""
    return scheme + (f"<{caller}>".encode() if caller else b"<not shown>")


def _shown_path(scope: Scope) -> str:
    query: bytes = scope["query_string"]
    sent = scope.get("raw_path") or scope["path"].encode()
    path = (sent + b"?" + query if query else sent).decode("latin-1")
    return printable(without_tokens(path if len(path) <= _LONGEST_PATH else path[:_LONGEST_PATH] + "…"))
