"""The ASGI layer before which a request finds the simulation carried on to its moment."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from kulis.simulation.running import Simulation


@dataclass(frozen=True)
class UpToTheMoment:
    """Lets happen what is due before each request; costs nothing while the simulation is off."""

    app: ASGIApp
    simulation: Simulation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.simulation.is_under_way and scope["type"] == "http":
            await self.simulation.step()
        await self.app(scope, receive, send)
