"""The limit: a bare Starlette app that returns a ready-made body, on uvloop and httptools.

`python -m bench.bare PORT BODY_FILE`
"""

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kulis.server import OPTIONS


def bare_app(body: bytes) -> Starlette:
    """An app that answers every path with the same body of JSON."""

    async def answer(request: Request) -> Response:
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/{path:path}", answer)])


if __name__ == "__main__":
    port, file = sys.argv[1:]
    app = bare_app(Path(file).read_bytes())
    uvicorn.run(app, port=int(port), http="httptools", loop="uvloop", **OPTIONS)
