"""Serving the mock on a socket, by uvicorn."""

import socket
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kulis.app import Mock
from kulis.envelope import failure
from kulis.refusals import ValidationFailed


class AddressError(Exception):
    """The address cannot be listened on; the text says why and what to do."""


class EnvelopedHttp(HttpToolsProtocol):
    """uvicorn's HTTP, whose answer to what is not HTTP at all is an envelope too (ENV-8)."""

    def send_400_response(self, msg: str) -> None:
        response = failure(ValidationFailed(msg), now=datetime.now(UTC))
        head = [b"HTTP/1.1 400 Bad Request", b"connection: close"]
        head += [name + b": " + value for name, value in response.raw_headers]
        self.transport.write(b"\r\n".join(head) + b"\r\n\r\n" + bytes(response.body))
        self.transport.close()


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
        listener.listen(2048)
    except OSError as problem:
        listener.close()
        raise AddressError(_told(host, port, problem)) from None
    return listener


def serve(mock: Mock, listener: socket.socket) -> None:
    """Answer requests until interrupted."""
    # uvicorn raises the interrupt once more when it has stopped; by then it has done its work.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn_config(mock.app)).run(sockets=[listener])


def uvicorn_config(app: ASGIApp) -> uvicorn.Config:
    """How uvicorn serves a mock: headers are the app's own, and stopping does not wait for idle clients."""
    return uvicorn.Config(app, **_OPTIONS)


_OPTIONS: dict[str, Any] = {
    "http": EnvelopedHttp,
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
