"""Requests and answers as plain values, as a defect sees and changes them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from contract_tests.defects.defect import Scope
from contract_tests.defects.routes import contract, operation_at, path_of

_NONE: Mapping[str, str] = MappingProxyType({})
_Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Asked:
    """A request with its whole body; `scope` is ASGI's."""

    scope: Scope
    body: bytes

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def path(self) -> str:
        return str(self.scope["path"])

    @cached_property
    def operation_id(self) -> str | None:
        """The operation that is asked for, or None where the contract has no such route."""
        found = operation_at(self.method, self.path)
        return found[0] if found else None

    @cached_property
    def arguments(self) -> Mapping[str, str]:
        """The arguments in the path."""
        found = operation_at(self.method, self.path)
        return found[1] if found else {}

    @cached_property
    def query(self) -> tuple[tuple[str, str], ...]:
        written = self.scope["query_string"].decode("latin-1")
        return tuple(parse_qsl(written, keep_blank_values=True, errors="replace"))

    def parameters(self, name: str) -> list[str]:
        """Every value of a query parameter."""
        return [value for key, value in self.query if key == name]

    def parameter(self, name: str) -> str | None:
        """The value of a query parameter that is given once, and once only."""
        values = self.parameters(name)
        return values[0] if len(values) == 1 else None

    @property
    def json(self) -> Any:
        """The body as data, or None where it is not JSON."""
        return _read(self.body)

    def header(self, name: bytes) -> str | None:
        for key, value in self.scope["headers"]:
            if key.lower() == name:
                return str(value.decode("latin-1"))
        return None

    def calling(self, operation_id: str, arguments: Mapping[str, str] = _NONE, body: bytes = b"") -> "Asked":
        """The same caller's request for another operation, without a query."""
        method = contract().operation(operation_id).method.upper()
        asked = self.to(path_of(operation_id, arguments)).by_method(method).with_body(body)
        return asked._in_scope(query_string=b"")

    def to(self, path: str) -> "Asked":
        return self._in_scope(path=path, raw_path=quote(path).encode())

    def by_method(self, method: str) -> "Asked":
        return self._in_scope(method=method)

    def with_parameters(self, **values: str | None) -> "Asked":
        """The same with these query parameters; None takes one out."""
        kept = [pair for pair in self.query if pair[0] not in values]
        given = [(name, value) for name, value in values.items() if value is not None]
        return self._in_scope(query_string=urlencode([*kept, *given]).encode())

    def with_token(self, token: str | None) -> "Asked":
        return self._with_header(b"authorization", None if token is None else f"Bearer {token}".encode())

    def with_body(self, body: bytes, media_type: bytes = b"application/json") -> "Asked":
        length = str(len(body)).encode() if body else None
        asked = self._with_header(b"content-length", length)._with_header(b"transfer-encoding", None)
        return replace(asked._with_header(b"content-type", media_type if body else None), body=body)

    def _with_header(self, name: bytes, value: bytes | None) -> "Asked":
        return self._in_scope(headers=list(_replaced(self.scope["headers"], name, value)))

    def _in_scope(self, **parts: Any) -> "Asked":
        return replace(self, scope={**self.scope, **parts})


@dataclass(frozen=True)
class Answer:
    """A response with its whole body."""

    status: int
    headers: _Headers
    body: bytes

    @property
    def envelope(self) -> dict[str, Any] | None:
        """The envelope, read anew, so that it may be changed; None where the body holds none."""
        found = _read(self.body)
        return found if isinstance(found, dict) and "timestamp" in found else None

    @property
    def data(self) -> Any:
        """What the envelope carries, read anew."""
        return (self.envelope or {}).get("data")

    @property
    def page(self) -> Any:
        """The data of a page of a list, read anew; None where the answer holds none."""
        data = self.data
        return data if self.status == 200 and isinstance(data, dict) and "pagination" in data else None

    @property
    def timestamp(self) -> str:
        """The moment of the answer, by its own account."""
        return str((self.envelope or {}).get("timestamp"))

    def with_envelope(self, envelope: Mapping[str, Any]) -> "Answer":
        return self.with_body(json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode())

    def with_data(self, data: Any) -> "Answer":
        """The same with other data; where the data is no other, the same to the byte."""
        if data == self.data:
            return self
        return self.with_envelope({**(self.envelope or {}), "data": data})

    def with_body(self, body: bytes) -> "Answer":
        length = str(len(body)).encode()
        headers = tuple(
            (name, length if name.lower() == b"content-length" else old) for name, old in self.headers
        )
        return replace(self, headers=headers, body=body)

    def with_header(self, name: bytes, value: bytes | None) -> "Answer":
        """The same with a header replaced, or without it."""
        return replace(self, headers=_replaced(self.headers, name, value))

    def restated(self, status: int, data: Any = None) -> "Answer":
        """The answer that an implementation would give with another status, sound in itself."""
        if self.envelope is None:
            return self
        is_success = status < 400
        errors = [] if is_success else [contract().first_error(status)]
        written = {"isSuccess": is_success, "statusCode": status, "data": data, "errors": errors}
        answer = replace(self, status=status).with_envelope({**self.envelope, **written})
        answer = answer.with_header(b"www-authenticate", b"Bearer" if status == 401 else None)
        return answer if status == 405 else answer.with_header(b"allow", None)


Ask = Callable[[Asked], Awaitable[Answer]]
"""Has a request answered by the app behind the defect."""

Respond = Callable[[Asked, Ask], Awaitable[Answer]]
"""Answers a request in the app's place, having asked it nothing, once or several times."""


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _replaced(headers: Any, name: bytes, value: bytes | None) -> _Headers:
    kept = tuple((key, old) for key, old in headers if key.lower() != name)
    return kept if value is None else (*kept, (name, value))
