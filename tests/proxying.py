"""A proxy in this process, and backends made by hand for it to stand before."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from kulis.proxy.app import Proxy, ProxySettings, create_proxy
from kulis.proxy.backend import backend_at
from kulis.proxy.fallback import Fallback
from kulis.proxy.recording.recorder import Recorder
from tests.staging import BASE, CONTRACT

BACKEND = "https://api.example.com/v2"


@dataclass(frozen=True)
class Proxied:
    """A proxy and a client of it."""

    proxy: Proxy
    client: TestClient

    def send(self, method: str, path: str, **options: Any) -> httpx2.Response:
        response: httpx2.Response = self.client.request(method, BASE + path, **options)
        return response

    def get(self, path: str, **options: Any) -> httpx2.Response:
        return self.send("GET", path, **options)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the journal says of the last request."""
        return self.proxy.journal.entries[-1].remarks

    @property
    def breaches(self) -> tuple[str, ...]:
        """What the journal says of the last answer."""
        return self.proxy.journal.entries[-1].breaches


@dataclass
class HandMade:
    """A backend that gives everybody one answer, and notes what it is sent."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/json"),)
    scopes: list[Scope] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        received, more = b"", True
        while more:
            message = await receive()
            received, more = received + message.get("body", b""), message.get("more_body", False)
        self.bodies.append(received)
        await send({"type": "http.response.start", "status": self.status, "headers": list(self.headers)})
        await send({"type": "http.response.body", "body": self.body})

    @property
    def sent(self) -> Mapping[str, str]:
        """The header fields of the last request that came."""
        return {name.decode(): value.decode() for name, value in self.scopes[-1]["headers"]}


@contextmanager
def proxied(
    upstream: ASGIApp | httpx2.AsyncBaseTransport,
    *,
    url: str = BACKEND,
    environment: str | None = "local",
    allow_changes: bool = False,
    fallback: Fallback | None = None,
    recorder: Recorder | None = None,
    **settings: Any,
) -> Iterator[Proxied]:
    """A proxy before an app or a transport, for the time of a `with`."""
    if isinstance(upstream, httpx2.AsyncBaseTransport):
        transport = upstream
    else:
        transport = httpx2.ASGITransport(upstream, raise_app_exceptions=False)
    backend = backend_at(CONTRACT, url, environment=environment, allow_changes=allow_changes)
    proxy = create_proxy(
        backend,
        CONTRACT,
        ProxySettings(**settings),
        transport=transport,
        fallback=fallback,
        recorder=recorder,
    )
    here = ("127.0.0.1", 50000)
    with TestClient(proxy.app, base_url="http://127.0.0.1", client=here, follow_redirects=False) as client:
        yield Proxied(proxy, client)


def enveloped(data: Any, status: int = 200, **changes: Any) -> bytes:
    """An envelope as a backend might send it."""
    envelope = {
        "isSuccess": status < 400,
        "statusCode": status,
        "data": data,
        "errors": [],
        "timestamp": "2026-03-01T12:00:00.000Z",
    }
    return json.dumps({**envelope, **changes}).encode()
