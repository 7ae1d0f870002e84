"""Does a request keep the contract? Told as remarks, since it is the backend that refuses or takes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.contract import Contract, Operation
from handlers.errors import Refusal
from kulis.bodies import LONGEST_BODY, accepted_kind, body_validators, leniencies, read_body
from kulis.parameters import read_parameters
from kulis.proxy.incoming import Incoming
from kulis.refusals import MethodNotAllowed
from kulis.routing import Route, route_of, routes_meant, routes_of
from kulis.security import BARE_TOKEN, sent_token
from kulis.tokens import claimed_subject


@dataclass(frozen=True)
class Recognised:
    """What a request turned out to be; `operation` is None where the contract knows no such request."""

    operation: Operation | None
    arguments: Mapping[str, str]
    is_api: bool


@dataclass(frozen=True)
class RequestChecks:
    """Holds requests against the contract, with the mock's own readers of parameters, bodies and tokens."""

    contract: Contract
    routes: tuple[Route, ...]
    validators: Mapping[str, Any]

    def recognise(self, method: str, path: str) -> Recognised:
        """Which operation a request names."""
        base = self.contract.base_path
        found = route_of(self.routes, path)
        if found is None:
            return Recognised(None, {}, is_api=path == base or path.startswith(base + "/"))
        route, arguments = found
        operation_id = route.operations.get(method)
        operation = self.contract.operation(operation_id) if operation_id else None
        return Recognised(operation, arguments, is_api=True)

    def remarks(self, request: Incoming, recognised: Recognised, path: str) -> Iterator[str]:
        """Everything that the contract has against a request."""
        if recognised.operation is None:
            yield from self._unknown(request, path)
            return
        operation = recognised.operation
        if operation.secured:
            yield from _told(self._token(request))
        yield from _told(self._body(request, operation))
        yield from _told(_parameters(request, operation, recognised.arguments))

    def _unknown(self, request: Incoming, path: str) -> Iterator[str]:
        found = route_of(self.routes, path)
        if found is not None:
            yield from _refused(MethodNotAllowed(request.method, found[0].operations))
            return
        yield "the contract has no such route (404)"
        yield from routes_meant(self.routes, path)

    def _token(self, request: Incoming) -> Iterator[str]:
        token, is_bare = sent_token(request.headers.getlist("authorization"))
        if is_bare:
            yield BARE_TOKEN
        if claimed_subject(token) is None:
            yield "the token is no JWT whose sub is a user's id (401)"

    def _body(self, request: Incoming, operation: Operation) -> Iterator[str]:
        kind = accepted_kind(operation, request.headers.get("content-type"))
        yield from leniencies(kind, request.headers, request.body)
        if len(request.body) > LONGEST_BODY:
            yield f"the body has more than {LONGEST_BODY} bytes (413)"
        elif kind is not None:
            yield from read_body(operation, self.validators[operation.id], request.body)[1]


def request_checks(contract: Contract) -> RequestChecks:
    """The checks of a contract's requests."""
    routes = routes_of(contract.document["paths"], contract.base_path)
    return RequestChecks(contract, routes, body_validators(contract))


def _parameters(request: Incoming, operation: Operation, arguments: Mapping[str, str]) -> Iterator[str]:
    yield from read_parameters(operation, arguments, request.query)[1]


def _told(remarks: Iterator[str]) -> Iterator[str]:
    try:
        yield from remarks
    except Refusal as refusal:
        yield from _refused(refusal)


def _refused(refusal: Refusal) -> Iterator[str]:
    for detail in refusal.details:
        yield f"against the contract ({refusal.status}): {detail}"
