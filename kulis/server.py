"""Serving the mock, or the proxy, on a socket, by uvicorn."""

import asyncio
import logging
import signal
import socket
import struct
import sys
import weakref
from collections.abc import Callable, Coroutine
from contextlib import suppress
from email.utils import format_datetime
from functools import partial
from typing import Any, Protocol

import httptools
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from handlers.services import Clock
from kulis.connection import CUT
from kulis.envelope import failure
from kulis.garbage import leave_out_what_there_is
from kulis.gathering import Gathering
from kulis.journal import Journal
from kulis.refusals import ValidationFailed


class AddressError(Exception):
    """The address cannot be listened on; the text says why and what to do."""


class EnvelopedHttp(HttpToolsProtocol):
    """uvicorn's HTTP, whose answer to what is not HTTP at all is an envelope too (ENV-8)."""

    def __init__(self, *arguments: Any, clock: Clock, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.clock = clock
        self.received = b""
        self.is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(Gathering(transport, self.loop))

    def data_received(self, data: bytes) -> None:
        if not self.is_refused:
            self.received = data
            super().data_received(data)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if self.cycle is not None and self.cycle.scope is self.scope:
            extensions: dict[str, Any] = self.scope.setdefault("extensions", {})
            # Held for good, the cycle would hold itself, by its scope, and all that was answered.
            extensions[CUT] = partial(self._cut, weakref.ref(self.cycle))

    def _cut(self, own_cycle: weakref.ref[RequestResponseCycle], *, is_reset: bool) -> None:
        cycle = own_cycle()
        if cycle is not None:
            # What is left of the answer is wanted by nobody, and its lack is no fault of the app's.
            cycle.disconnected = True
        if is_reset:
            connection = self.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NOT_A_MOMENT)
            self.transport.abort()
        else:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        now = self.clock.now()
        response = failure(ValidationFailed(msg), now=now)
        response.headers.update({"Connection": "close", "Date": format_datetime(now, usegmt=True)})
        head = [b"HTTP/1.1 400 Bad Request", *(b": ".join(pair) for pair in response.raw_headers)]
        self.transport.write(b"\r\n".join(head) + b"\r\n\r\n" + bytes(response.body))
        self._hang_up()

    def _hang_up(self) -> None:
        # Closed at once, the connection of a client that still sends is reset, and the answer lost with it.
        self.is_refused = True
        self.transport.write_eof()
        self.loop.call_later(_SECONDS_TO_HANG_UP, self.transport.close)
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def _should_upgrade(self) -> bool:
        return True

    def handle_websocket_upgrade(self) -> None:
        """Answer an offer of another protocol, such as h2c, in this one: the parser has left out the body."""
        method, begun = self.parser.get_method(), sys.exception()
        if method == b"CONNECT" or not isinstance(begun, httptools.HttpParserUpgrade):
            self.send_400_response("This server opens no tunnels")
            return
        lines = [b"%s %s HTTP/1.1" % (method, self.url)]
        lines += [b": ".join(pair) for pair in self.headers if pair[0] != b"upgrade"]
        rest = self.received[begun.args[0] :]
        self.parser = httptools.HttpRequestParser(self)
        self.data_received(b"\r\n".join(lines) + b"\r\n\r\n" + rest)


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens on the address; port 0 takes any that is free. Raises AddressError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, OverflowError) as problem:
        raise AddressError(_told(host, port, problem)) from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # From here on a request waits for the server to start, where it would else be refused.
        listener.listen(_WAITING)
    except OSError as problem:
        listener.close()
        raise AddressError(_told(host, port, problem)) from None
    return listener


class Served(Protocol):
    """What answers requests, by which clock, and where it writes them down."""

    @property
    def app(self) -> ASGIApp: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def journal(self) -> Journal: ...


def serve(
    served: Served, listener: socket.socket, beside: Callable[[], Coroutine[Any, Any, None]] | None = None
) -> None:
    """Answer requests until interrupted or terminated; `beside` runs meanwhile, in the same loop."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    leave_out_what_there_is()
    server = server_of(served.app, served.clock, served.journal)

    async def serve_and_more() -> None:
        task = asyncio.create_task(beside()) if beside is not None else None
        await server.serve(sockets=[listener])
        if task is not None:
            task.cancel()

    # uvicorn raises the signal once more when it has stopped; by then it has done its work.
    with suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        runner.run(serve_and_more())


def server_of(app: ASGIApp, clock: Clock, journal: Journal) -> uvicorn.Server:
    """uvicorn for an app: headers are the app's own, and stopping does not wait for idle clients."""
    logging.getLogger("uvicorn.error").addFilter(_is_worth_telling)
    protocol: Any = partial(EnvelopedHttp, clock=clock)
    return _Server(uvicorn.Config(app, http=protocol, **_LOOP, **OPTIONS), journal)


class _Server(uvicorn.Server):
    """uvicorn's server, which does not keep those waiting who wait for news of the journal."""

    def __init__(self, config: uvicorn.Config, journal: Journal) -> None:
        super().__init__(config)
        self.journal = journal

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            # As many may wait as before; how many are taken at once stays as it is.
            listener.listen(_WAITING)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.journal.close()
        await super().shutdown(sockets)


def _is_worth_telling(record: logging.LogRecord) -> bool:
    # A request that was still being held up when the server stopped is no fault of anybody's.
    return record.exc_info is None or not isinstance(record.exc_info[1], asyncio.CancelledError)


_SECONDS_TO_HANG_UP = 2

_WAITING = 2048
"""Connections that may wait to be taken."""

_NOT_A_MOMENT = struct.pack("ii", 1, 0)
"""To linger for no time at all: closing resets the connection, and drops what was not sent yet."""


_LOOP: dict[str, Any] = {
    # Under uvloop one request in twenty takes twice as long as the others; Python's own loop is fair to them.
    "loop": "asyncio",
    # It takes as many connections at once as may wait, and would leave none to other workers.
    "backlog": 1,
}

OPTIONS: dict[str, Any] = {
    "ws": "none",
    "lifespan": "off",
    "log_config": None,
    "access_log": False,
    "date_header": False,
    "server_header": False,
    # A front end that keeps its connections open must not keep the mock from stopping.
    "timeout_graceful_shutdown": 2,
}


def _told(host: str, port: int, problem: OSError | OverflowError) -> str:
    if isinstance(problem, OverflowError):
        return f"{port} is not a port; ports go from 0 to 65535"
    reason = problem.strerror or str(problem)
    if isinstance(problem, socket.gaierror):
        return f"{host} is not an address of this machine ({reason}); try --host 127.0.0.1"
    if isinstance(problem, PermissionError):
        return f"port {port} may not be used by you ({reason}); choose one above 1023 with --port"
    return f"port {port} on {host} cannot be used ({reason}); choose another with --port, or 0 for any"
