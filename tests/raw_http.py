"""HTTP byte by byte, for requests that no client would send."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import parse_headers
from typing import BinaryIO
from urllib.parse import urlsplit

from tests.enveloped import assert_envelope

SECONDS = 10


@dataclass(frozen=True)
class RawAnswer:
    """An answer as it came over the socket."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def assert_envelope(self, *statuses: int) -> None:
        assert_envelope(self.status, self.headers, self.body, *statuses)


def connected(address: str) -> socket.socket:
    """A connection to the host and port of an address."""
    place = urlsplit(address)
    assert place.hostname and place.port
    return socket.create_connection((place.hostname, place.port), timeout=SECONDS)


def raw_answers(address: str, sent: bytes, *, count: int = 1) -> list[RawAnswer]:
    """The first answers that a server gives to some bytes."""
    with connected(address) as connection:
        connection.sendall(sent)
        with connection.makefile("rb") as stream:
            return [_answer(stream) for _ in range(count)]


def request(method: str, target: str, *headers: str, body: bytes = b"") -> bytes:
    """The bytes of a request; nothing is added but a Host."""
    head = "\r\n".join((f"{method} {target} HTTP/1.1", "Host: kulis", *headers))
    return head.encode() + b"\r\n\r\n" + body


def _answer(stream: BinaryIO) -> RawAnswer:
    line = stream.readline()
    while line == b"HTTP/1.1 100 Continue\r\n":
        stream.readline()
        line = stream.readline()
    status = re.fullmatch(rb"HTTP/1\.1 (\d{3}) [^\r\n]+\r\n", line)
    assert status is not None, f"no status line but {line!r}"
    headers = {name.lower(): value for name, value in parse_headers(stream).items()}
    return RawAnswer(int(status[1]), headers, stream.read(int(headers.get("content-length", 0))))
