"""A request as it comes in: its body held as far as it can be judged, the rest still to be read."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from kulis.bodies import LONGEST_BODY
from kulis.refusals import ValidationFailed


@dataclass(frozen=True)
class Incoming:
    """`body` is whole where `rest` is None; `rest` is what makes it longer than any that the API takes."""

    method: str
    path: bytes
    query: bytes
    headers: Headers
    body: bytes
    rest: AsyncIterator[bytes] | None


async def incoming(scope: Scope, receive: Receive) -> Incoming:
    """Read a request of an ASGI scope; raises ValidationFailed where it breaks off."""
    parts = _parts(receive)
    held = bytearray()
    rest: AsyncIterator[bytes] | None = None
    async for part in parts:
        held += part
        if len(held) > LONGEST_BODY:
            rest = parts
            break
    return Incoming(
        method=scope["method"],
        path=scope.get("raw_path") or scope["path"].encode(),
        query=scope["query_string"],
        headers=Headers(scope=scope),
        body=bytes(held),
        rest=rest,
    )


async def _parts(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            # What is left may be sound by chance; a request that broke off must not be carried out.
            raise ValidationFailed("The body broke off before its end")
        more = message.get("more_body", False)
        if message.get("body"):
            yield message["body"]
