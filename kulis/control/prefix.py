"""What begins with a prefix goes to one app, all else to another."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True)
class Prefixed:
    """Keeps a prefix for an app of its own, before anything that is there for the API is asked."""

    prefix: str
    inside: ASGIApp
    outside: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        is_inside = (
            path.startswith(self.prefix)
            and path[len(self.prefix) : len(self.prefix) + 1] in ("", "/")
            and scope["type"] == "http"
        )
        await (self.inside if is_inside else self.outside)(scope, receive, send)
