"""Requests held to the contract, once it is known which operation they name and who asks."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

import jsonschema_rs
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.contract import Contract
from kulis.bodies import body_validators, read_body
from kulis.exchange import exchange_of
from kulis.parameters import read_parameters


@dataclass(frozen=True)
class RequestValidation:
    """Reads parameters and body into the exchange's arguments, or raises ValidationFailed.

    Connexion's own layer would find out media types and make validators anew for each request.
    """

    app: ASGIApp
    contract: Contract
    bodies: Mapping[str, jsonschema_rs.Draft202012Validator]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            exchange = exchange_of(scope)
            operation = self.contract.operation(exchange.operation_id or "")
            arguments, remarks = read_parameters(operation, scope["path_params"], scope["query_string"])
            exchange.arguments.update(arguments)
            exchange.remarks.extend(remarks)
            validator = self.bodies.get(operation.id)
            if validator is not None:
                arguments, remarks = read_body(operation, validator, exchange.body)
                exchange.arguments.update(arguments)
                exchange.remarks.extend(remarks)
        await self.app(scope, receive, send)


def request_validation(app: ASGIApp, contract: Contract) -> RequestValidation:
    """The layer for a contract, its validators made once."""
    # A page of any size is echoed exactly (PAGE-3); the server's limit on a request line bounds it instead.
    sys.set_int_max_str_digits(0)
    return RequestValidation(app, contract, body_validators(contract))
