"""Which operation a request names, for Connexion's other layers (ENV-8).

Connexion's own router sends a trailing slash elsewhere, takes HEAD for GET, and names one method where a
route has more; the contract refuses the first two and wants them all named.
"""

import re
from collections.abc import Iterator, Mapping
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
class _Route:
    pattern: re.Pattern[str]
    operations: Mapping[str, str]


@dataclass
class ContractRouting(SpecMiddleware):  # type: ignore[misc]
    """Connexion's routing layer, for a contract whose literal paths stand before those with parameters."""

    app: ASGIApp
    routes: list[tuple[str, _Route]] = field(default_factory=list)

    def add_api(self, specification: Specification, base_path: str | None = None, **options: Any) -> None:
        base = specification.base_path if base_path is None else base_path
        for path, item in specification["paths"].items():
            operations = {name.upper(): item[name]["operationId"] for name in _METHODS if name in item}
            self.routes.append((base, _Route(_pattern(base + path), operations)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._route(scope)
        await self.app(scope, receive, send)

    def _route(self, scope: Scope) -> None:
        for base, route in self.routes:
            match = route.pattern.fullmatch(scope["path"])
            if match is None:
                continue
            operation_id = route.operations.get(scope["method"])
            if operation_id is None:
                raise MethodNotAllowed(scope["method"], route.operations)
            exchange_of(scope).operation_id = operation_id
            scope["path_params"] = match.groupdict()
            scope.setdefault("extensions", {})[ROUTING_CONTEXT] = {
                "api_base_path": base,
                "operation_id": operation_id,
            }
            return
        exchange_of(scope).remarks.extend(self._meant(scope["path"]))
        raise NotFound("There is no such route; routes have no slash at their end")

    def _meant(self, path: str) -> Iterator[str]:
        for base, route in self.routes:
            for sound, fault in (
                (path.rstrip("/"), "without the slash at its end"),
                (base + path, f"under {base}"),
            ):
                if route.pattern.fullmatch(sound):
                    yield f"there is {sound[:120]}, {fault}"
                    return


def _pattern(path: str) -> re.Pattern[str]:
    parts = enumerate(re.split(r"\{(\w+)\}", path))
    return re.compile("".join(f"(?P<{part}>[^/]+)" if at % 2 else re.escape(part) for at, part in parts))
