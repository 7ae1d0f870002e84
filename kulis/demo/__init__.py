"""The demo at `/demo`: a watch page that a front-end developer would build on the public API alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from fixtures import Persona, World
from handlers.access import is_rentable
from kulis.pages import PAGE_HEADERS, page_routes
from kulis.state import Store

_REPLAYS_SHOWN = 12


@dataclass(frozen=True)
class Opening:
    """What the page is handed, since no operation tells it: who one can be, and links to replays."""

    base_path: str
    world: World
    tokens: Mapping[str, str]
    store: Store

    def as_data(self) -> dict[str, Any]:
        return {
            "basePath": self.base_path,
            "world": self.world.name,
            "personas": [self._persona(persona) for persona in self.world.personas],
            "replays": self._replays(),
        }

    def _persona(self, persona: Persona) -> dict[str, str]:
        user = self.store["users"].find_one({"_id": persona.user_id}) or {"name": "", "surname": ""}
        return {
            "name": persona.name,
            "description": persona.description,
            "userId": persona.user_id,
            "username": persona.username,
            "fullName": f"{user['name']} {user['surname']}".strip() or persona.username,
            "token": self.tokens[persona.name],
        }

    def _replays(self) -> list[str]:
        ended = [stream for stream in self.store["streams"].find({"status": "ended"}) if is_rentable(stream)]
        ended.sort(key=lambda stream: (stream["endedAt"], stream["_id"]), reverse=True)
        return [stream["_id"] for stream in ended[:_REPLAYS_SHOWN]]


def demo_routes(opening: Callable[[], Opening]) -> list[BaseRoute]:
    """Routes of `/demo`; `opening` is asked anew by each page that opens."""

    async def show_opening(_: object) -> Response:
        current = opening()
        data = await current.store.carry_out(current.as_data, changes=False)
        return JSONResponse(data, headers=dict(PAGE_HEADERS))

    return [Route("/demo/opening.json", show_opening), *page_routes("/demo", Path(__file__).parent / "page")]
