"""Whether the mock is alive, and whether it can answer: for whatever starts it and sends requests its way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

LIVE, READY = "/livez", "/readyz"


@dataclass(frozen=True)
class Health:
    """Answers /livez as long as the process does, and /readyz with 503 while the store has problems."""

    app: ASGIApp
    problems: Callable[[], Awaitable[list[str]]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (LIVE, READY):
            await self.app(scope, receive, send)
            return
        problems = await self.problems() if scope["path"] == READY else []
        await _answer(scope["method"], problems)(scope, receive, send)


def _answer(method: str, problems: list[str]) -> Response:
    headers = {"Cache-Control": "no-store"}
    if method not in ("GET", "HEAD"):
        return JSONResponse({"status": "method not allowed"}, 405, {**headers, "Allow": "GET, HEAD"})
    if problems:
        return JSONResponse({"status": "unavailable", "problems": problems}, 503, headers)
    return JSONResponse({"status": "ok"}, 200, headers)
