"""The ASGI layer that lets a request in only with a current view of the state that processes share."""

import asyncio
import time
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from kulis.mongodb.shared_state import FRESH_FOR, WorldMark
from kulis.mongodb.store import MongoStore
from kulis.refusals import ServiceUnavailable


@dataclass(frozen=True)
class UpToDate:
    """Raises ServiceUnavailable where the store is away, or is filled with another world than this mock's."""

    app: ASGIApp
    store: MongoStore
    mark: WorldMark

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._look()
        await self.app(scope, receive, send)

    async def _look(self) -> None:
        state, begun = self.store.state, time.monotonic()
        if not state.is_fresh:
            await self.store.carry_out(state.refresh, changes=False)
        while not state.is_whole and time.monotonic() - begun < _SECONDS_TO_WAIT:
            await asyncio.sleep(FRESH_FOR)
            await self.store.carry_out(state.refresh, changes=False)
        if not state.is_whole:
            raise ServiceUnavailable("The store is just being filled")
        if state.world != self.mark:
            raise ServiceUnavailable(f"The store holds another world now: {_told(state.world)}")


def _told(mark: WorldMark | None) -> str:
    return f"{mark.name}, seed {mark.seed}" if mark else "none"


_SECONDS_TO_WAIT = 5
