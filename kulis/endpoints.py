"""From an operationId to its handler, and from the handler's data to the envelope."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Protocol

from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
from connexion.operations import AbstractOperation
from connexion.resolver import Resolver
from connexion.spec import Specification
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.contract import Contract, Operation
from handlers import Handler
from handlers.errors import NotFound
from handlers.services import Caller, Created, Services
from kulis.envelope import Enveloped, success
from kulis.exchange import Exchange, exchange_of


class CarryOut(Protocol):
    """Runs an action as one transaction, wherever the store wants it run."""

    def __call__(self, action: Callable[[], Any], *, changes: bool) -> Awaitable[Any]: ...


class EndpointApi(RoutedAPI[ASGIApp]):  # type: ignore[misc]
    """The endpoints of one contract, as Connexion's resolver finds them."""

    def __init__(self, specification: Specification, **options: Any) -> None:
        super().__init__(specification, **options)
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> ASGIApp:
        endpoint: ASGIApp = operation.function
        return endpoint


class Endpoints(RoutedMiddleware[EndpointApi]):  # type: ignore[misc]
    """The app within Connexion's layers, which hands a request to the endpoint of its operation.

    Connexion's own would once more look up, read and convert what its layers have read and judged already.
    """

    api_cls = EndpointApi

    def __init__(self) -> None:
        super().__init__(_no_operation)


def endpoint_resolver(
    contract: Contract, handlers: Mapping[str, Handler], services: Services, carry_out: CarryOut
) -> Resolver:
    """Connexion's resolver: each operationId's endpoint, one handler each."""

    def endpoint_of(operation_id: str) -> ASGIApp:
        return _endpoint(contract.operation(operation_id), handlers[operation_id], services, carry_out)

    return Resolver(endpoint_of)


def _endpoint(operation: Operation, handler: Handler, services: Services, carry_out: CarryOut) -> ASGIApp:
    sent = [parameter.name for parameter in operation.parameters]
    sent += (operation.body_schema or {}).get("properties", {})
    changes = operation.method.upper() != "GET"
    python_names = {name: re.sub(r"([A-Z])", r"_\1", name).lower() for name in sent}

    async def answer(exchange: Exchange) -> Enveloped:
        arguments = {python_names[name]: value for name, value in exchange.arguments.items()}
        caller = Caller(exchange.caller_id) if exchange.caller_id is not None else None
        outcome = await carry_out(partial(handler, services, caller, **arguments), changes=changes)
        now = services.clock.now()
        if isinstance(outcome, Created):
            return success(outcome.data, status=201, now=now)
        return success(outcome, status=200, now=now)

    async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange.response is None:
            exchange.response = await answer(exchange)
        await exchange.response(scope, receive, send)

    return endpoint


async def _no_operation(scope: Scope, receive: Receive, send: Send) -> None:
    raise NotFound("There is no such route")
