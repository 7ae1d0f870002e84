"""The console at `/console`: the backstage in a browser, built on the control API alone."""

from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from kulis.control.guard import unknown_host
from kulis.pages import page_routes

PATH = "/console"


def console_app(control_token: str | None) -> ASGIApp:
    """The page and its files. Without a control token they are shown under names of this machine only."""
    page = Router(page_routes(PATH, Path(__file__).parent / "page"), redirect_slashes=False)
    return page if control_token is not None else KnownHosts(page)


@dataclass(frozen=True)
class KnownHosts:
    """Refuses what is asked for under a name that somebody else has bound to this machine."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = unknown_host(Headers(scope=scope).get("host", "")) if scope["type"] == "http" else None
        answer = self.app if problem is None else PlainTextResponse(f"{problem}\n", status_code=403)
        await answer(scope, receive, send)
