"""Which operation a request names, for Connexion's other layers (ENV-8).

Connexion's own router sends a trailing slash elsewhere, takes HEAD for GET, and names one method where a
route has more; the contract refuses the first two and wants them all named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from connexion.middleware.abstract import ROUTING_CONTEXT, SpecMiddleware
from connexion.spec import Specification
from starlette.types import ASGIApp, Receive, Scope, Send

from handlers.errors import NotFound
from kulis.exchange import exchange_of
from kulis.refusals import MethodNotAllowed

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class Route:
    """A path under a base path, and the operationIds of its methods."""

    base: str
    pattern: re.Pattern[str]
    operations: Mapping[str, str]


def routes_of(paths: Mapping[str, Any], base: str) -> tuple[Route, ...]:
    """The routes of a contract's `paths`, whose literal paths stand before those with parameters."""
    return tuple(
        Route(
            base,
            _pattern(base + path),
            {name.upper(): item[name]["operationId"] for name in _METHODS if name in item},
        )
        for path, item in paths.items()
    )


def route_of(routes: Iterable[Route], path: str) -> tuple[Route, Mapping[str, str]] | None:
    """The route of a path and the arguments in it, or None."""
    for route in routes:
        match = route.pattern.fullmatch(path)
        if match is not None:
            return route, match.groupdict()
    return None


def routes_meant(routes: Sequence[Route], path: str) -> Iterator[str]:
    """A remark on which route was meant by a path that is none, where that can be told."""
    for route in routes:
        for sound, fault in (
            (path.rstrip("/"), "without the slash at its end"),
            (route.base + path, f"under {route.base}"),
        ):
            if route.pattern.fullmatch(sound):
                yield f"there is {sound[:120]}, {fault}"
                return


@dataclass
class ContractRouting(SpecMiddleware):  # type: ignore[misc]
    """Connexion's routing layer, for a contract whose literal paths stand before those with parameters."""

    app: ASGIApp
    routes: list[Route] = field(default_factory=list)

    def add_api(self, specification: Specification, base_path: str | None = None, **options: Any) -> None:
        base = specification.base_path if base_path is None else base_path
        self.routes.extend(routes_of(specification["paths"], base))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._route(scope)
        await self.app(scope, receive, send)

    def _route(self, scope: Scope) -> None:
        found = route_of(self.routes, scope["path"])
        if found is None:
            exchange_of(scope).remarks.extend(routes_meant(self.routes, scope["path"]))
            raise NotFound("There is no such route; routes have no slash at their end")
        route, arguments = found
        operation_id = route.operations.get(scope["method"])
        if operation_id is None:
            raise MethodNotAllowed(scope["method"], route.operations)
        exchange_of(scope).operation_id = operation_id
        scope["path_params"] = arguments
        scope.setdefault("extensions", {})[ROUTING_CONTEXT] = {
            "api_base_path": route.base,
            "operation_id": operation_id,
        }


def _pattern(path: str) -> re.Pattern[str]:
    parts = enumerate(re.split(r"\{(\w+)\}", path))
    return re.compile("".join(f"(?P<{part}>[^/]+)" if at % 2 else re.escape(part) for at, part in parts))
