"""The documentation page: Swagger UI from the machine itself, the contract, and the personas' tokens."""

import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import swagger_ui_bundle
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from contract_tests.contract import Contract
from fixtures import World
from kulis.pages import Files

_PAGE = (Path(__file__).parent / "docs.html").read_text(encoding="utf-8")
_ROW = "<tr><td>{name}</td><td>{description}</td><td><code>{token}</code></td></tr>"


def documentation_routes(
    contract: Contract, played: Callable[[], tuple[World, Mapping[str, str]]]
) -> list[BaseRoute]:
    """Routes of `/docs`, `/openapi.json` and of `/`, which leads to them.

    `played` is asked anew by each page: the world, and a token of each persona.
    """
    document = json.dumps(_served_here(contract), ensure_ascii=False, default=str)

    async def show_page(_: object) -> Response:
        return HTMLResponse(_page(*played()))

    async def show_contract(_: object) -> Response:
        return Response(document, media_type="application/json")

    async def lead_to_page(_: object) -> Response:
        return RedirectResponse("/docs")

    return [
        Route("/", lead_to_page),
        Route("/docs", show_page),
        Route("/openapi.json", show_contract),
        Mount("/docs/assets", Files(Path(swagger_ui_bundle.swagger_ui_path))),
    ]


def _page(world: World, tokens: Mapping[str, str]) -> str:
    rows = [
        _ROW.format(
            name=escape(persona.name), description=escape(persona.description), token=tokens[persona.name]
        )
        for persona in world.personas
    ]
    return _PAGE.replace("{{world}}", escape(world.name)).replace("{{personas}}", "\n".join(rows))


def _served_here(contract: Contract) -> dict[str, object]:
    # The address is whatever the page was opened at, so that "Try it out" asks this very server.
    here = {"url": contract.base_path, "description": "This mock"}
    return {**contract.document, "servers": [here]}
