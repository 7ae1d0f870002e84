"""The backend's answer on its way to the client, unchanged."""

import logging
from collections.abc import AsyncIterator

import httpx2
from starlette.responses import Response, StreamingResponse
from starlette.types import Send

from kulis.proxy.forwarding import Answer
from kulis.proxy.hops import Fields

_log = logging.getLogger("kulis.proxy")


def passed_on(answer: Answer) -> Response:
    """The response that carries an answer on; what was not held is sent as it comes."""
    if answer.rest is not None:
        return _PassedOn(answer, answer.rest)
    response = Response(answer.body, status_code=answer.status)
    response.raw_headers = answer.fields
    return response


class _PassedOn(StreamingResponse):
    def __init__(self, answer: Answer, rest: AsyncIterator[bytes]) -> None:
        super().__init__(rest, status_code=answer.status)
        self.begin = answer.body
        self.raw_headers: Fields = answer.fields

    async def stream_response(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.begin, "more_body": True})
        try:
            async for part in self.body_iterator:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        except httpx2.HTTPError as problem:
            # Left without its end, so that for the client too it is an answer that breaks off.
            _log.error("the backend's answer broke off: %s", problem or type(problem).__name__)
            return
        await send({"type": "http.response.body"})
