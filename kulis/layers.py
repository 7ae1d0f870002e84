"""ASGI layers round the whole app: errors in envelopes, the clock's Date, CORS for local front ends."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handlers.services import Clock
from kulis.conformance import ContractBroken
from kulis.envelope import failure
from kulis.exchange import ANSWERED_BY, exchange_of
from kulis.journal_layer import JOURNAL_HEADER
from kulis.refusals import InternalServerError, ValidationFailed, refusal_of

_log = logging.getLogger("kulis")

LOCAL_ORIGINS = r"https?://(localhost|127\.0\.0\.1|\[::1\]|[\w-]+\.localhost)(:\d+)?"
"""Origins of front ends on this machine, whatever their port."""

LONGEST_WAIT = 30
"""Seconds that the rest of a body is waited for, once its request has been answered."""


@dataclass(frozen=True)
class EnvelopedErrors:
    """Whatever is raised inside becomes an envelope (ENV-8)."""

    app: ASGIApp
    clock: Clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def send_noting_start(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            # With an app in its scope Starlette raises what it would else answer in plain text.
            await self.app({**scope, "app": self}, receive, send_noting_start)
        except Exception as problem:
            if has_started or scope["type"] != "http":
                raise
            refusal = refusal_of(problem)
            if isinstance(refusal, InternalServerError) and not isinstance(problem, ContractBroken):
                _log.error("%s %s failed", scope["method"], scope["path"], exc_info=problem)
            await failure(refusal, now=self.clock.now())(scope, receive, send)


@dataclass(frozen=True)
class DateHeader:
    """The Date of every response that has none yet, by the mock's clock and not the machine's (ENV-6)."""

    app: ASGIApp
    clock: Clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_dated(message: Message) -> None:
            is_start = message["type"] == "http.response.start"
            if is_start and not any([name == b"date" for name, _ in message["headers"]]):
                date = _date(self.clock.now().replace(microsecond=0))
                message = {**message, "headers": [*message["headers"], (b"date", date)]}
            await send(message)

        await self.app(scope, receive, send_dated)


@dataclass(frozen=True)
class WholeRequests:
    """After an early answer, read what is left of the request's body.

    A connection that is closed while its client still sends is reset, and the answer lost with it.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(scope["headers"]):
            await self.app(scope, receive, send)
            return
        is_read = False

        async def receive_noting_end() -> Message:
            nonlocal is_read
            message = await receive()
            is_read = not message.get("more_body", False)
            return message

        async def send_and_read_on(message: Message) -> None:
            if message["type"] == "http.response.body" and not message.get("more_body") and not is_read:
                await send({**message, "more_body": True})
                with suppress(TimeoutError):
                    async with asyncio.timeout(LONGEST_WAIT):
                        while not is_read:
                            await receive_noting_end()
                message = {"type": "http.response.body"}
            await send(message)

        await self.app(scope, receive_noting_end, send_and_read_on)


class EnvelopedCors(CORSMiddleware):
    """Starlette's CORS, whose refusal of a preflight is an envelope too."""

    def __init__(self, app: ASGIApp, *, clock: Clock, origins: tuple[str, ...]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_origin_regex=LOCAL_ORIGINS,
            allow_methods=("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"),
            allow_headers=("*",),
            allow_private_network=True,
            expose_headers=(
                "Allow",
                "Date",
                "Preference-Applied",
                "WWW-Authenticate",
                ANSWERED_BY,
                JOURNAL_HEADER,
            ),
        )
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin is None:
                await self._answer_whoever_asks(scope, receive, send)
                return
            if origin and not self.is_allowed_origin(origin) and not _is_own(origin, headers):
                exchange_of(scope).remarks.append(
                    f"a browser hides this answer from {origin[:80]}; --cors-origin lets it in"
                )
            elif "access-control-request-method" in headers:
                # A browser's question of its own, of which nobody who wrote a front end needs to know.
                exchange_of(scope).is_listed = False
        await super().__call__(scope, receive, send)

    async def _answer_whoever_asks(self, scope: Scope, receive: Receive, send: Send) -> None:
        # What Starlette does for a request that no page has sent, which most are, in a third of its time.
        async def send_varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                varied = [value for name, value in headers if name == b"vary"]
                if varied:
                    headers = [pair for pair in headers if pair[0] != b"vary"]
                message = {**message, "headers": [*headers, (b"vary", b", ".join([*varied, b"Origin"]))]}
            await send(message)

        await self.app(scope, receive, send_varied)

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return Response(status_code=204, headers=_lengthless(response))
        refused = failure(ValidationFailed(bytes(response.body).decode()), now=self.clock.now())
        refused.headers["Vary"] = response.headers["Vary"]
        return refused


@lru_cache(maxsize=2)
def _date(moment: datetime) -> bytes:
    return format_datetime(moment, usegmt=True).encode()


def _has_body(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    for name, value in headers:
        if name == b"transfer-encoding" or (name == b"content-length" and value != b"0"):
            return True
    return False


def _is_own(origin: str, headers: Headers) -> bool:
    return origin.partition("://")[2] == headers.get("host")


def _lengthless(response: Response) -> dict[str, str]:
    left_out = ("content-length", "content-type")
    return {name: value for name, value in response.headers.items() if name not in left_out}
