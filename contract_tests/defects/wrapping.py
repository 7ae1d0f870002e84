"""The mechanisms of which defects are made: each gives a function that wraps an ASGI app."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import App, Message, Receive, Scope, Send, Tokens, Wrap


def remembering(*operation_ids: str, by: Callable[[Tokens], Respond]) -> Wrap:
    """Answer operations, or every request where none is named; `by` is called for each app that is wrapped.

    What it remembers from one request to the next lives in the closure that it returns.
    """

    def wrap(app: App, tokens: Tokens) -> App:
        return _in_front_of(app, by(tokens), frozenset(operation_ids))

    return wrap


def answering(*operation_ids: str, by: Respond) -> Wrap:
    """Answer operations, or every request where none is named, remembering nothing."""
    return remembering(*operation_ids, by=lambda tokens: by)


def asking_otherwise(*operation_ids: str, by: Callable[[Asked], Asked]) -> Wrap:
    """Change requests before they reach the app."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        return await ask(by(asked))

    return answering(*operation_ids, by=respond)


def changing_data(*operation_ids: str, by: Callable[[Any, Asked], None]) -> Wrap:
    """Change, in place, the data of successful answers."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        return with_changed_data(await ask(asked), lambda data: by(data, asked))

    return answering(*operation_ids, by=respond)


def with_changed_data(answer: Answer, change: Callable[[Any], None]) -> Answer:
    """A successful answer with its data changed in place; any other as it is."""
    data = answer.data
    if answer.status >= 300 or data is None:
        return answer
    change(data)
    return answer.with_data(data)


def changing_envelopes(
    *operation_ids: str, when: Callable[[Answer], bool], by: Callable[[dict[str, Any]], None]
) -> Wrap:
    """Change, in place, the envelopes of some answers."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        envelope = answer.envelope
        if envelope is None or not when(answer):
            return answer
        by(envelope)
        return answer.with_envelope(envelope)

    return answering(*operation_ids, by=respond)


def changing_answers(
    *operation_ids: str, when: Callable[[Answer], bool], by: Callable[[Answer], Answer]
) -> Wrap:
    """Change some answers as a whole: headers, status, body."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        return by(answer) if when(answer) else answer

    return answering(*operation_ids, by=respond)


def restating(
    *operation_ids: str,
    instead_of: int,
    status: int,
    data: Any = None,
    when: Callable[[Asked], bool] = lambda asked: True,
) -> Wrap:
    """Give another status than the app's, in an envelope that is sound in itself."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        return answer.restated(status, data) if answer.status == instead_of and when(asked) else answer

    return answering(*operation_ids, by=respond)


def refusing(*operation_ids: str, status: int, when: Callable[[Asked], bool]) -> Wrap:
    """Refuse what the app would carry out; the app is asked only for the moment of the answer."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        if not when(asked):
            return await ask(asked)
        return (await ask(asked.calling("listFeaturedLiveStreams"))).restated(status)

    return answering(*operation_ids, by=respond)


def _in_front_of(app: App, respond: Respond, operation_ids: frozenset[str]) -> App:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_meant(scope, operation_ids):
            await app(scope, receive, send)
            return
        body = await _whole_body(receive)
        if body is not None:
            await _send(await respond(Asked(scope, body), lambda asked: _answer(app, asked)), send)

    return wrapped


def _is_meant(scope: Scope, operation_ids: frozenset[str]) -> bool:
    return not operation_ids or Asked(scope, b"").operation_id in operation_ids


async def _whole_body(receive: Receive) -> bytes | None:
    """The body of a request; None where the client has gone."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def _answer(app: App, asked: Asked) -> Answer:
    messages: list[Message] = [{"type": "http.request", "body": asked.body, "more_body": False}]
    sent: list[Message] = []
    is_answered = asyncio.Event()

    async def receive() -> Message:
        if messages:
            return messages.pop()
        # An app that waits for its client to go would else take it for gone before it has answered.
        await is_answered.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            is_answered.set()

    await app(dict(asked.scope), receive, send)
    return _assembled(sent)


def _assembled(sent: Iterable[Message]) -> Answer:
    status, body = 500, b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    for message in sent:
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = tuple((bytes(name), bytes(value)) for name, value in message.get("headers", ()))
        elif message["type"] == "http.response.body":
            body += message.get("body", b"")
    return Answer(status, headers, body)


async def _send(answer: Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})
    await send({"type": "http.response.body", "body": answer.body})
