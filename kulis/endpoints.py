"""From an operationId to its handler, and from the handler's data to the envelope."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Protocol

from connexion.context import scope
from connexion.resolver import Resolver
from starlette.responses import Response

from contract_tests.contract import Contract, Operation
from handlers import Handler
from handlers.services import Caller, Created, Services
from kulis.envelope import success
from kulis.exchange import exchange_of


class CarryOut(Protocol):
    """Runs an action as one transaction, wherever the store wants it run."""

    def __call__(self, action: Callable[[], Any], *, changes: bool) -> Awaitable[Any]: ...


def endpoint_resolver(
    contract: Contract, handlers: Mapping[str, Handler], services: Services, carry_out: CarryOut
) -> Resolver:
    """Connexion's resolver: each operationId's endpoint, one handler each."""

    def endpoint_of(operation_id: str) -> Callable[[], Awaitable[Response]]:
        return _endpoint(contract.operation(operation_id), handlers[operation_id], services, carry_out)

    return Resolver(endpoint_of)


def _endpoint(
    operation: Operation, handler: Handler, services: Services, carry_out: CarryOut
) -> Callable[[], Awaitable[Response]]:
    sent = [parameter.name for parameter in operation.parameters]
    sent += (operation.body_schema or {}).get("properties", {})
    changes = operation.method.upper() != "GET"
    python_names = {name: re.sub(r"([A-Z])", r"_\1", name).lower() for name in sent}

    async def endpoint() -> Response:
        exchange = exchange_of(scope)
        if exchange.example is not None:
            return exchange.example
        arguments = {python_names[name]: value for name, value in exchange.arguments.items()}
        caller = Caller(exchange.caller_id) if exchange.caller_id is not None else None
        outcome = await carry_out(partial(handler, services, caller, **arguments), changes=changes)
        now = services.clock.now()
        if isinstance(outcome, Created):
            return success(outcome.data, status=201, now=now)
        return success(outcome, status=200, now=now)

    return endpoint
