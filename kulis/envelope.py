"""The one place that makes envelopes (ENV-1 to ENV-8)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from starlette.responses import Response

from handlers.errors import Refusal
from handlers.times import written
from kulis.refusals import headers_of, refusal_with


class Enveloped(Response):
    """A response that still knows the envelope which its body was made of."""

    media_type = "application/json"

    def __init__(self, envelope: dict[str, Any], *, status: int) -> None:
        self.envelope = envelope
        super().__init__(_encoded(envelope), status_code=status)


def success(data: Any, *, status: int, now: datetime) -> Enveloped:
    """The answer to a request that was carried out."""
    return Enveloped(_envelope(status, data=data, errors=[], now=now), status=status)


def failure(refusal: Refusal, *, now: datetime) -> Enveloped:
    """The answer to a request that was refused, with the headers that HTTP asks for."""
    errors = [refusal.message, *refusal.details]
    response = Enveloped(_envelope(refusal.status, data=None, errors=errors, now=now), status=refusal.status)
    response.headers.update(headers_of(refusal))
    return response


def as_example(example: Mapping[str, Any], *, status: int, now: datetime) -> Enveloped:
    """The answer that is an example of the contract, dated by the clock so that ENV-6 holds of it too."""
    response = Enveloped({**example, "timestamp": written(now)}, status=status)
    response.headers.update(headers_of(refusal_with(status)))
    return response


def _envelope(status: int, *, data: Any, errors: list[str], now: datetime) -> dict[str, Any]:
    return {
        "isSuccess": status < 400,
        "statusCode": status,
        "data": data,
        "errors": errors,
        "timestamp": written(now),
    }


def _encoded(envelope: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(envelope)
    except orjson.JSONEncodeError:
        # A page number of any size is echoed exactly, and orjson stops at 64 bits.
        return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
