"""The control API as an ASGI app: Connexion serves `openapi.yaml` beside this file.

It is put together when it is first asked, since most runs never ask.
"""

import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from anyio import to_thread
from connexion import AsyncApp
from connexion.exceptions import ProblemException
from connexion.middleware.context import ContextMiddleware
from connexion.middleware.request_validation import RequestValidationMiddleware
from connexion.middleware.routing import RoutingMiddleware
from connexion.middleware.security import SecurityMiddleware
from connexion.resolver import Resolver
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from fixtures import UnknownPersona, WorldError
from handlers.errors import Refusal
from handlers.services import Created
from kulis.backstage import Backstage
from kulis.control.operations import OPERATIONS, Handler
from kulis.faults.reading import FaultError

PREFIX = "/__kulis"
"""What every path of the control API begins with."""

_DOCUMENT = Path(__file__).parent / "openapi.yaml"


def control_document() -> dict[str, Any]:
    """The OpenAPI document of the control API."""
    document: dict[str, Any] = yaml.safe_load(_DOCUMENT.read_text(encoding="utf-8"))
    return document


@dataclass
class ControlApi:
    """Answers every path under the prefix."""

    backstage: Backstage
    built: list[ASGIApp] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.built:
            self.built.append(_connexion(self.backstage))
        try:
            await self.built[0](scope, receive, send)
        except _REFUSALS as problem:
            status, sentence = _told(problem)
            await JSONResponse({"error": sentence}, status_code=status)(scope, receive, send)


_REFUSALS = (Refusal, ProblemException, HTTPException, UnknownPersona, WorldError, FaultError)


def _connexion(backstage: Backstage) -> ASGIApp:
    app = AsyncApp(
        "kulis.control",
        # What goes wrong is told by this module, and pages are none of this app's.
        middlewares=[RoutingMiddleware, SecurityMiddleware, RequestValidationMiddleware, ContextMiddleware],
        resolver=Resolver(lambda operation_id: _endpoint(backstage, OPERATIONS[operation_id])),
        strict_validation=True,
    )
    app.add_api(control_document(), base_path=PREFIX)
    built: ASGIApp = app
    return built


def _endpoint(backstage: Backstage, handler: Handler) -> Callable[..., Awaitable[Response]]:
    async def endpoint(**arguments: Any) -> Response:
        # Connexion's name for the whole body may be that of a field within, too.
        sent = arguments.pop("body", None) or {}
        named = {_python_name(name): value for name, value in {**arguments, **sent}.items()}
        if inspect.iscoroutinefunction(handler):
            outcome = await handler(backstage, **named)
        else:
            # A store may be on another machine, and requests must not wait for it.
            outcome = await to_thread.run_sync(partial(handler, backstage, **named))
        if isinstance(outcome, Created):
            return JSONResponse(outcome.data, status_code=201)
        return JSONResponse(outcome)

    return endpoint


def _python_name(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def _told(problem: Exception) -> tuple[int, str]:
    match problem:
        case Refusal():
            return problem.status, "; ".join(problem.details) or problem.message
        case ProblemException():
            return problem.status, str(problem.detail or problem.title)
        case HTTPException():
            return problem.status_code, str(problem.detail)
        case UnknownPersona():
            return 404, str(problem)
        case _:
            return 400, str(problem)
