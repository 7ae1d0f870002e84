"""Sending a request on to the backend, and what to say when it cannot be reached."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2

from handlers.errors import Refusal
from kulis.proxy.backend import Backend
from kulis.proxy.hops import Fields, answer_fields, has_come_by, request_fields
from kulis.proxy.incoming import Incoming

LONGEST_HELD = 8 * 1024 * 1024
"""Bytes of an answer that are held back to be judged; a longer one is passed on as it comes."""

_CONNECTING_SECONDS = 10.0


class BadGateway(Refusal):
    """The backend cannot be reached, or does not answer as an HTTP server does."""

    status = 502
    message = "Bad gateway"


class GatewayTimeout(Refusal):
    """The backend takes too long."""

    status = 504
    message = "Gateway timeout"


@dataclass(frozen=True)
class Answer:
    """What the backend answered: `body` as sent, whole where `rest` is None; `content` is it decoded."""

    status: int
    fields: Fields
    headers: httpx2.Headers
    body: bytes
    content: bytes
    rest: AsyncIterator[bytes] | None


@dataclass(frozen=True)
class Forwarder:
    """Sends requests to one backend. `via` is the name that this proxy leaves in them."""

    backend: Backend
    contract_base: str
    client: httpx2.AsyncClient
    timeout: float
    via: bytes

    def target(self, request: Incoming) -> bytes:
        return self.backend.target(request.path, request.query, self.contract_base)

    async def send(self, request: Incoming, *, is_held: bool) -> Answer:
        """The backend's answer; one that `is_held` is read before it is passed on.

        Raises BadGateway or GatewayTimeout with one plain sentence.
        """
        if has_come_by(request.headers.raw, self.via):
            raise BadGateway(
                f"{self.backend.base_url} leads back to this proxy; give the backend's own address"
            )
        try:
            response = await self.client.send(self._outgoing(request), stream=True, follow_redirects=False)
            return await self._answer(response, is_held=is_held)
        except httpx2.HTTPError as problem:
            raise self._told(problem) from None

    def _outgoing(self, request: Incoming) -> httpx2.Request:
        target, url = self.target(request), httpx2.URL(self.backend.origin)
        fields = request_fields(request.headers.raw, host=url.netloc, via=self.via)
        content = _chained(request.body, request.rest) if request.rest else request.body or None
        # Made by hand: what the client adds of itself, cookies of other users among it, has no place here.
        return httpx2.Request(
            request.method,
            url.copy_with(raw_path=target),
            headers=fields,
            content=content,
            extensions={"target": target, "timeout": self._timeouts()},
        )

    async def _answer(self, response: httpx2.Response, *, is_held: bool) -> Answer:
        parts = response.aiter_raw()
        held, is_whole = await _read(response, parts) if is_held else (b"", False)
        return Answer(
            status=response.status_code,
            fields=answer_fields(response.headers.raw),
            headers=response.headers,
            body=held,
            content=_decoded(response, held) if is_whole else held,
            rest=None if is_whole else _until_closed(response, parts),
        )

    def _timeouts(self) -> dict[str, float | None]:
        connecting = min(_CONNECTING_SECONDS, self.timeout)
        return httpx2.Timeout(self.timeout, connect=connecting).as_dict()

    def _told(self, problem: httpx2.HTTPError) -> Refusal:
        place, text = self.backend.origin, str(problem) or type(problem).__name__
        match problem:
            case httpx2.ConnectTimeout():
                return GatewayTimeout(
                    f"{place} took no connection in time; is it up, and is its address right?"
                )
            case httpx2.TimeoutException():
                return GatewayTimeout(f"{place} did not answer within {self.timeout:g} seconds (--timeout)")
            case httpx2.ConnectError() if "CERTIFICATE" in text.upper():
                return BadGateway(
                    f"The TLS certificate of {place} is not trusted ({text}); "
                    "name a file with its authority in SSL_CERT_FILE"
                )
            case httpx2.ConnectError() if "SSL" in text.upper():
                return BadGateway(f"{place} does not speak TLS as it should ({text}); is it http, not https?")
            case httpx2.ConnectError():
                return BadGateway(f"{place} cannot be reached ({text}); is it up, and is its address right?")
            case httpx2.DecodingError():
                return BadGateway(f"{place} answered in a coding that cannot be read ({text})")
        return BadGateway(f"{place} broke off or did not answer in HTTP ({text})")


async def _chained(begin: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield begin
    async for part in rest:
        yield part


async def _read(response: httpx2.Response, parts: AsyncIterator[bytes]) -> tuple[bytes, bool]:
    """The body, and whether that is all of it."""
    held = bytearray()
    try:
        async for part in parts:
            held += part
            if len(held) > LONGEST_HELD:
                return bytes(held), False
    except BaseException:
        await response.aclose()
        raise
    await response.aclose()
    return bytes(held), True


async def _until_closed(response: httpx2.Response, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        async for part in parts:
            yield part
    finally:
        await response.aclose()


def _decoded(response: httpx2.Response, body: bytes) -> bytes:
    if "content-encoding" not in response.headers:
        return body
    return httpx2.Response(response.status_code, headers=response.headers, content=body).content
