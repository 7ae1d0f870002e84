"""Does the mock's own answer keep the contract? (ENV-8)"""

import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import jsonschema_rs
import orjson
from starlette.types import Message, Scope, Send

from contract_tests.contract import Contract
from kulis.exchange import exchange_of
from kulis.refusals import InternalServerError

_log = logging.getLogger("kulis.conformance")


class ContractBroken(InternalServerError):
    """A response of ours that the contract does not allow, told in the log and not to the client."""


def response_validator(contract: Contract) -> type:
    """The class that Connexion makes anew for each response, to validate its JSON body."""
    validators = {
        (operation.id, status): jsonschema_rs.Draft202012Validator(response.schema, validate_formats=True)
        for operation in contract.operations.values()
        for status, response in operation.responses.items()
    }

    class ContractResponse:
        def __init__(self, scope: Scope, **_: object) -> None:
            self.exchange = exchange_of(scope)
            self.operation_id = self.exchange.operation_id or ""

        def wrap_send(self, send: Send) -> Send:
            return _validating(send, self.validate)

        def validate(self, status: int, body: bytes) -> None:
            validator = validators.get((self.operation_id, status))
            if validator is None:
                problems = [f"{self.operation_id} answered {status}, which the contract does not list"]
            else:
                data = self._data(body)
                if validator.is_valid(data):
                    return
                problems = list(_breaches(contract, self.operation_id, status, validator.iter_errors(data)))
            self.exchange.breaches.extend(problems)
            for problem in problems:
                _log.error("%s", problem)
            raise ContractBroken

        def _data(self, body: bytes) -> Any:
            response = self.exchange.response
            # Reading them again would tell of these very bytes what they were made of.
            return response.envelope if response is not None and body is response.body else _parsed(body)

    return ContractResponse


def _validating(send: Send, validate: Callable[[int, bytes], None]) -> Callable[[Message], Awaitable[None]]:
    held: list[Message] = []

    async def send_when_valid(message: Message) -> None:
        held.append(message)
        if message["type"] != "http.response.body" or message.get("more_body", False):
            return
        start, *parts = held
        bodies = [part.get("body", b"") for part in parts]
        validate(start["status"], bodies[0] if len(bodies) == 1 else b"".join(bodies))
        for part in held:
            await send(part)

    return send_when_valid


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
