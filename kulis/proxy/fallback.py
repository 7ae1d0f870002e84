"""Answering from the mock what the backend does not have yet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.types import Message, Receive, Scope, Send

from contract_tests.checks.reading import mapping
from contract_tests.contract import Contract, Operation
from contract_tests.exchange import Exchange
from fixtures.problems import meant_or
from kulis.app import Mock, create_mock
from kulis.proxy.backend import ProxyError
from kulis.proxy.incoming import Incoming
from kulis.settings import Settings
from kulis.tokens import claimed_subject, mint

_METHOD_IS_MISSING = (405, 501)


@dataclass(frozen=True)
class Fallback:
    """A mock beside the backend. It always answers `operations`, and others where `is_general`.

    The mock cannot verify a token of the backend's. Whoever sends one is the user of its subject, where
    the mock's world has one of this id, and else `persona`; whoever sends none is nobody to the mock too.
    """

    mock: Mock
    operations: frozenset[str]
    is_general: bool
    persona: str

    def takes(self, operation: Operation | None) -> bool:
        """Whether the backend need not be asked."""
        return operation is not None and operation.id in self.operations

    def takes_over(self, operation: Operation | None, exchange: Exchange) -> bool:
        """Whether the backend's answer says that it has no such operation.

        A 404 in an envelope is about a thing that was asked for, where the request names any.
        """
        if operation is None or not self.is_general:
            return False
        if exchange.status in _METHOD_IS_MISSING:
            return True
        names_something = "{" in operation.path or operation.body_schema is not None
        is_envelope = "isSuccess" in mapping(exchange.json)
        return exchange.status == 404 and not (is_envelope and names_something)

    async def answer(self, scope: Scope, request: Incoming, receive: Receive, send: Send) -> None:
        """Let the mock answer a request that was read already."""
        headers = [self._known(name, value) for name, value in scope["headers"]]
        await self.mock.api({**scope, "headers": headers}, _read_again(request, receive), send)

    def _known(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        if name != b"authorization":
            return name, value
        scheme, token = _parted(value.decode("latin-1"))
        subject = claimed_subject(token)
        own = None if subject is None else self._token(subject)
        return name, value if own is None else (scheme + own).encode()

    def _token(self, subject: str) -> str | None:
        users = self.mock.world.documents["users"]
        if any(user["_id"] == subject for user in users):
            return mint(subject, secret=self.mock.settings.secret)
        personas = {persona.name for persona in self.mock.world.personas}
        # Another world may have come, in which nobody plays this part.
        return self.mock.token(self.persona) if self.persona in personas else None


def fallback_of(
    contract: Contract, settings: Settings, operations: Iterable[str], persona: str, *, is_general: bool
) -> Fallback:
    """A mock beside the backend; raises ProxyError, WorldError, or UnknownPersona."""
    chosen, known = frozenset(operations), contract.operations
    for name in sorted(chosen - known.keys()):
        hint = meant_or(name, known, f"expected one of {', '.join(known)}")
        raise ProxyError(f'--mock {name}: the contract has no operation "{name}"; {hint}')
    mock = create_mock(settings, contract)
    return Fallback(mock, chosen, is_general, mock.world.persona(persona).name)


def _parted(header: str) -> tuple[str, str]:
    bearer = re.match(r"bearer\s+", header, re.IGNORECASE)
    return (bearer[0], header[bearer.end() :].strip()) if bearer else ("", header.strip())


def _read_again(request: Incoming, receive: Receive) -> Receive:
    parts = [request.body]

    async def receive_again() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": request.rest is not None}
        if request.rest is not None:
            async for part in request.rest:
                return {"type": "http.request", "body": part, "more_body": True}
            return {"type": "http.request", "body": b"", "more_body": False}
        return await receive()

    return receive_again
