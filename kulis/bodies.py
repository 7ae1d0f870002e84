"""Bodies of requests: their size, their kind, and what is in them (ENV-8, ID-2)."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import jsonschema_rs
import orjson
from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.contract import Contract, Operation
from kulis.exchange import exchange_of
from kulis.refusals import PayloadTooLarge, UnsupportedMediaType, ValidationFailed

LONGEST_BODY = 1024 * 1024
"""Bytes that a body may have at most: 1 MiB."""


@dataclass(frozen=True)
class BodyGate:
    """Read a request's body, and refuse one of a wrong kind or size before anything is made of it."""

    app: ASGIApp
    contract: Contract

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = exchange_of(scope)
        operation = self.contract.operation(exchange.operation_id or "")
        headers = Headers(scope=scope)
        kind = accepted_kind(operation, headers.get("content-type"))
        body = exchange.body = await _read(receive, headers)
        exchange.remarks.extend(leniencies(kind, headers, body))
        await self.app(scope, receive, send)


def body_validators(contract: Contract) -> Mapping[str, jsonschema_rs.Draft202012Validator]:
    """What holds a body against its schema, for each operation that reads one."""
    return {
        operation.id: jsonschema_rs.Draft202012Validator(operation.body_schema, validate_formats=True)
        for operation in contract.operations.values()
        if operation.body_schema is not None
    }


def read_body(
    operation: Operation, validator: jsonschema_rs.Draft202012Validator, sent: bytes
) -> tuple[dict[str, Any], list[str]]:
    """The values of a body's fields, and remarks on what only just passed; raises ValidationFailed."""
    body = _parsed(sent)
    problems = [_told(error) for error in validator.iter_errors(body)]
    if problems:
        raise ValidationFailed(*problems)
    known = (operation.body_schema or {}).get("properties", {})
    remarks = [
        *_repeated_names(sent),
        *(f"unknown body field {name[:40]!r}, ignored" for name in sorted(body.keys() - known)),
        *(f"body field {name!r} is deprecated" for name in body if name in operation.deprecated_names),
    ]
    return {name: value for name, value in body.items() if name in known}, remarks


def accepted_kind(operation: Operation, content_type: str | None) -> str | None:
    """The media type as which a body is read, None where none is; raises UnsupportedMediaType."""
    if not operation.body_media_types:
        return None
    if content_type is None:
        return operation.body_media_types[0]
    kind, options = parse_options_header(content_type)
    charset = options.get(b"charset", b"utf-8").lower()
    named = kind.decode("latin-1")
    if named not in operation.body_media_types or charset not in (b"utf-8", b"utf8"):
        raise UnsupportedMediaType(
            f"The body must be {' or '.join(operation.body_media_types)} in UTF-8, not {content_type[:60]}"
        )
    return named


def leniencies(kind: str | None, headers: Headers, body: bytes) -> Iterator[str]:
    """Remarks on a body that is taken although it is not as it should be sent."""
    if not body:
        return
    if kind is None:
        yield "this operation reads no body; the one that was sent is ignored"
    elif "content-type" not in headers:
        yield f"no Content-Type; the body was taken for {kind}"


def _repeated_names(body: bytes) -> Iterator[str]:
    """What a reader of JSON passes over in silence: of a name given twice, only the last value counts."""
    repeated: set[str] = set()

    def note(pairs: list[tuple[str, Any]]) -> None:
        if len(pairs) > len({name for name, _ in pairs}):
            names = [name for name, _ in pairs]
            repeated.update(name for name in names if names.count(name) > 1)

    # orjson has judged the body by now; what is nested too deep for this reader is nobody's repeated name.
    with suppress(RecursionError):
        json.loads(body, object_pairs_hook=note, parse_int=str, parse_float=str)
    return (f"body field {name[:40]!r} given more than once, the last one taken" for name in sorted(repeated))


async def _read(receive: Receive, headers: Headers) -> bytes:
    declared = headers.get("content-length", "")
    too_long = declared.isdecimal() and int(declared) > LONGEST_BODY
    if not declared and "transfer-encoding" not in headers:
        return b""
    parts: list[bytes] = []
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            # What is left may be sound by chance; a request that broke off must not be carried out.
            raise ValidationFailed("The body broke off before its end")
        part = message.get("body", b"")
        length += len(part)
        too_long = too_long or length > LONGEST_BODY
        # What is too long is read to its end all the same, unkept: a client that is still sending
        # would otherwise see a broken connection in place of the answer.
        if not too_long:
            parts.append(part)
        more = message.get("more_body", False)
    if too_long:
        raise PayloadTooLarge(f"The body has more than {LONGEST_BODY} bytes")
    return b"".join(parts)


def _parsed(body: bytes) -> Any:
    if not body:
        raise ValidationFailed("The body must not be empty")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as problem:
        raise ValidationFailed(f"The body is not valid JSON: {problem}") from None


def _told(error: Any) -> str:
    place = ".".join(str(part) for part in error.instance_path) or "the body"
    message = error.message if len(error.message) <= 200 else error.message[:200] + "…"
    return f"{place}: {message}"
