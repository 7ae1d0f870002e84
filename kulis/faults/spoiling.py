"""Spoiling an answer on its way out: its body, how fast it comes, where it ends."""

import asyncio
import json
from collections.abc import Awaitable, Callable

from starlette.types import Message, Scope, Send

from kulis.connection import cut
from kulis.exchange import exchange_of

_PIECES = 20
_OTHER_NAMES = {
    "isSuccess": "success",
    "statusCode": "code",
    "data": "result",
    "errors": "messages",
    "timestamp": "time",
}


def spoilt(
    send: Send, scope: Scope, *, body: str | None, slow: float
) -> Callable[[Message], Awaitable[None]]:
    """A send that holds an answer until it is whole, and then sends it spoilt.

    `body` is one of rule.BODIES or None; the body takes `slow` seconds to be sent.
    """
    held: list[Message] = []

    async def send_spoilt(message: Message) -> None:
        held.append(message)
        if message["type"] != "http.response.body" or message.get("more_body", False):
            return
        sound = b"".join(part.get("body", b"") for part in held[1:])
        announced = _changed(sound, body)
        sent = announced[: len(announced) // 2] if body == "truncated" else announced
        exchange_of(scope).answer = sent
        await send(_announcing(held[0], len(announced)))
        pieces = _pieces(sent, _PIECES if slow else 1)
        for piece in pieces:
            await asyncio.sleep(slow / len(pieces))
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if len(sent) < len(announced):
            cut(scope, is_reset=False)
        else:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return send_spoilt


def _changed(body: bytes, how: str | None) -> bytes:
    if how == "malformed":
        # A comma before the last brace: what a template makes that nobody has tried with an empty list.
        return body[:-1] + b",}"
    if how == "wrong-envelope":
        envelope = json.loads(body)
        renamed = {_OTHER_NAMES.get(name, name): value for name, value in envelope.items()}
        return json.dumps(renamed, ensure_ascii=False, separators=(",", ":")).encode()
    return body


def _announcing(start: Message, length: int) -> Message:
    others = [pair for pair in start["headers"] if pair[0] != b"content-length"]
    return {**start, "headers": [*others, (b"content-length", b"%d" % length)]}


def _pieces(body: bytes, count: int) -> list[bytes]:
    size = max(1, -(-len(body) // count))
    return [body[at : at + size] for at in range(0, len(body), size)] or [b""]
