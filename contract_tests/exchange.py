"""One request and its response, as reports show them: with the line that repeats it."""

import base64
import gzip
import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

NO_JSON = object()
"""Stands for the body of a response that is not JSON."""

UNANSWERED = 0
"""Stands for the status of a request that had no response."""


@dataclass(frozen=True)
class Credential:
    """A token, and the shell text that stands for it in reports, where the token itself never appears."""

    token: str
    shown: str
    scheme: str = "Bearer "

    @property
    def header(self) -> str:
        return f"{self.scheme}{self.token}"


@dataclass(frozen=True)
class Request:
    """A request as it is sent; `url` is whole, `body` is what goes over the wire.

    `further` are headers beside Authorization and Content-Type.
    """

    method: str
    url: str
    credential: Credential | None = None
    body: bytes | None = None
    media_type: str | None = None
    operation_id: str | None = None
    path_arguments: Mapping[str, str] | None = None
    further: tuple[tuple[str, str], ...] = ()

    @property
    def headers(self) -> dict[str, str]:
        headers = {}
        if self.credential is not None:
            headers["Authorization"] = self.credential.header
        if self.media_type is not None:
            headers["Content-Type"] = self.media_type
        return headers | dict(self.further)

    def as_curl(self) -> str:
        """A line that repeats the request when it is pasted into a shell."""
        parts = ["curl -i"]
        if self.method != "GET":
            parts.append("--head" if self.method == "HEAD" else f"-X {shlex.quote(self.method)}")
        if self.credential is not None:
            parts.append(f'-H "Authorization: {self.credential.scheme}{self.credential.shown}"')
        if self.media_type is not None:
            parts.append(f"-H {shlex.quote(f'Content-Type: {self.media_type}')}")
        parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in self.further]
        if self.body is not None:
            parts.append(f"--data-binary {_shell_text(self.body)}")
        return " ".join([*parts, shlex.quote(self.url)])


@dataclass(frozen=True)
class Exchange:
    """A request, and what came back. `seconds` is how long that took.

    `is_of_hook` marks a request that is no part of the API, such as the one that brings the data back,
    `is_at_once` one that did not wait for the answer to the one before.
    """

    request: Request
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    is_of_hook: bool = False
    is_at_once: bool = False

    @cached_property
    def json(self) -> Any:
        """The body as data, or NO_JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return NO_JSON

    @property
    def data(self) -> Any:
        """What the envelope carries; None where there is no envelope."""
        return self.json.get("data") if isinstance(self.json, dict) else None

    @cached_property
    def objects(self) -> tuple[Mapping[str, Any], ...]:
        """Every object within the data, however deep, the outer ones first."""
        return tuple(_objects_within(self.data))

    @cached_property
    def query(self) -> Mapping[str, list[str]]:
        """What was asked for behind the question mark, each name with its values."""
        return parse_qs(urlsplit(self.request.url).query, keep_blank_values=True)

    @property
    def where(self) -> str:
        """The request in a word, for failures."""
        return f"{self.request.method} {self.request.url}"


def _objects_within(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        # Most parts are plain values, and every response of a run is gone through.
        if isinstance(part, dict | list):
            yield from _objects_within(part)


_LONGEST_SPELLED = 500
"""Bytes of a body beyond which a report packs it."""


def _shell_text(body: bytes) -> str:
    if len(body) > _LONGEST_SPELLED:
        packed = base64.b64encode(gzip.compress(body, mtime=0)).decode()
        return f"@<(echo {packed} | base64 -d | gunzip)"
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = ""
    if text and text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(f"\\x{byte:02x}" for byte in body) + "'"
