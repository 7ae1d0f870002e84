"""Does the mock's own answer keep the contract? (ENV-8)"""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs
import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_tests.contract import Contract
from kulis.exchange import Exchange, exchange_of
from kulis.refusals import InternalServerError

_log = logging.getLogger("kulis.conformance")

_DATA = ("const", "default", "enum", "example", "examples")
"""Keywords whose values are data and no schemas."""


class ContractBroken(InternalServerError):
    """A response of ours that the contract does not allow, told in the log and not to the client."""


@dataclass(frozen=True)
class ResponseValidation:
    """Sends an operation's answer on once it is known to keep the contract; raises ContractBroken else.

    Connexion's own layer would find out media types and make a validator anew for each answer.
    `validators` tell fast whether data is valid; the contract's own tell what is wrong.
    """

    app: ASGIApp
    contract: Contract
    validators: Mapping[tuple[str, int], jsonschema_rs.Draft202012Validator]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = exchange_of(scope)
        held: list[Message] = []

        async def send_when_valid(message: Message) -> None:
            held.append(message)
            if message["type"] != "http.response.body" or message.get("more_body", False):
                return
            start, *parts = held
            bodies = [part.get("body", b"") for part in parts]
            self._validate(exchange, start["status"], bodies[0] if len(bodies) == 1 else b"".join(bodies))
            for part in held:
                await send(part)

        await self.app(scope, receive, send_when_valid)

    def _validate(self, exchange: Exchange, status: int, body: bytes) -> None:
        operation_id = exchange.operation_id or ""
        validator = self.validators.get((operation_id, status))
        if validator is None:
            problems = [f"{operation_id} answered {status}, which the contract does not list"]
        else:
            data = _data(exchange, body)
            if validator.is_valid(data):
                return
            errors = self.contract.operation(operation_id).responses[status].validator.iter_errors(data)
            problems = list(_breaches(self.contract, operation_id, status, errors))
        exchange.breaches.extend(problems)
        for problem in problems:
            _log.error("%s", problem)
        raise ContractBroken


def response_validation(app: ASGIApp, contract: Contract) -> ResponseValidation:
    """The layer for a contract, its validators made once."""
    validators = {
        (operation.id, status): jsonschema_rs.Draft202012Validator(
            counting(response.schema), validate_formats=True
        )
        for operation in contract.operations.values()
        for status, response in operation.responses.items()
    }
    return ResponseValidation(app, contract, validators)


def counting(schema: Any) -> Any:
    """A schema that lets in the same: where every field that there may be is required, it counts them.

    Looking for each by its name takes a third of the time of judging a page.
    """
    if isinstance(schema, list):
        return [counting(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: part if name in _DATA else counting(part) for name, part in schema.items()}
    fields, required = schema.get("properties"), schema.get("required")
    if (
        isinstance(fields, dict)
        and isinstance(required, list)
        and schema.get("additionalProperties") is False
        and fields.keys() == set(required)
        and not {"minProperties", "patternProperties"} & schema.keys()
    ):
        del told["required"]
        told["minProperties"] = len(fields)
    return told


def _data(exchange: Exchange, body: bytes) -> Any:
    response = exchange.response
    # Reading them again would tell of these very bytes what they were made of.
    return response.envelope if response is not None and body is response.body else _parsed(body)


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        # orjson reads no number beyond a double's range, and a page number may have any size.
        return json.loads(body)


def _breaches(contract: Contract, operation_id: str, status: int, errors: Iterable[Any]) -> Iterable[str]:
    for error in errors:
        path = list(error.instance_path)
        rules = ", ".join(contract.rules_at(operation_id, status, path)) or "no rule of its own"
        place = ".".join(str(part) for part in path) or "the body"
        yield f"{operation_id} {status} broke its contract at {place} ({rules}): {error.message[:300]}"
