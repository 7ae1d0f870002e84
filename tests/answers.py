"""What answers say, or a sentence on why they do not say it."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx2

from tests.staging import Stage

FIRST_ERRORS = {
    400: "Validation failed",
    401: "Authentication required",
    403: "Insufficient permissions",
    404: "Resource not found",
    405: "Method not allowed",
    409: "Resource already exists or cannot be changed in its current state",
    413: "Payload too large",
    415: "Unsupported media type",
    500: "Internal server error",
}


def data_of(response: httpx2.Response, status: int = 200) -> Any:
    """The data of an answer that has to have this status."""
    assert response.status_code == status, f"{told(response)}; expected {status}"
    return response.json()["data"]


def assert_refused(response: httpx2.Response, status: int) -> None:
    """The request was refused with this status, and with the first error that belongs to it."""
    assert response.status_code == status, f"{told(response)}; expected {status}"
    body = response.json()
    assert body["errors"][0] == FIRST_ERRORS[status], f"{told(response)}; errors[0] does not fit the status"
    assert body["data"] is None, f"{told(response)}; a refusal has no data"


def told(response: httpx2.Response) -> str:
    """An exchange in a line, for messages."""
    request = response.request
    return f"{request.method} {str(request.url)[:200]} answered {response.status_code} {response.text[:300]}"


def everything(stage: Stage) -> dict[str, list[Mapping[str, Any]]]:
    """All that the store holds, to be compared with what it holds later."""
    names = stage.mock.world.documents
    return {name: sorted(stage.mock.store[name].find({}), key=lambda row: str(row["_id"])) for name in names}


def places(value: Any, path: str = "data") -> Iterator[tuple[str, str, Any]]:
    """Every field within a value: where it stands, its name, and what it holds."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield f"{path}.{name}", name, part
            yield from places(part, f"{path}.{name}")
    if isinstance(value, list):
        for at, part in enumerate(value):
            yield from places(part, f"{path}[{at}]")
