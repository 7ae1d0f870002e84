"""Web pages that come with Kulis: files as they are, under a policy that lets nothing in from elsewhere."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

PAGE_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        # A newer Kulis on the same port must not meet an older one's scripts.
        "Cache-Control": "no-cache",
    }
)
"""What every file of a page is sent with."""

_SHARED = Path(__file__).parent / "shared"


def page_routes(path: str, folder: Path) -> list[BaseRoute]:
    """Routes of a page at a path such as `/demo`: `index.html` of the folder there, its files under `assets`.

    What pages share, `kulis/pages/shared`, is under `assets/shared`.
    """

    async def show_page(_: object) -> Response:
        return FileResponse(folder / "index.html", headers=dict(PAGE_HEADERS))

    return [
        Route(path, show_page),
        Mount(f"{path}/assets/shared", Files(_SHARED, PAGE_HEADERS)),
        Mount(f"{path}/assets", Files(folder, PAGE_HEADERS)),
    ]


class Files:
    """An ASGI app that sends the files of a folder whole, each with the given headers."""

    def __init__(self, folder: Path, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        self.files = StaticFiles(directory=folder)
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # A part of a file is never wanted, and refused in plain text where its Range makes no sense.
        whole = [pair for pair in scope["headers"] if pair[0] != b"range"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.files({**scope, "headers": whole}, receive, send_with_headers)
