"""The journal as an HTTP Archive (HAR 1.2), which browsers' developer tools and API clients open."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from kulis.journal import Entry, Message
from kulis.journal_data import is_whole, shown_body, shown_headers, summary
from kulis.version import own_version

_OF_A_URL = "%/?:@!$&'()*+,;=~"


def har(entries: Iterable[Entry]) -> dict[str, Any]:
    """The archive of some entries; what HAR has no field for stands in `_kulis`."""
    creator = {"name": "Kulis", "version": own_version()}
    return {
        "log": {
            "version": "1.2",
            "creator": creator,
            "pages": [],
            "entries": [_entry(each) for each in entries],
        }
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "startedDateTime": entry.at,
        "time": entry.milliseconds,
        "request": _request(entry),
        "response": _response(entry),
        "cache": {},
        "timings": {"send": 0, "wait": entry.milliseconds, "receive": 0},
        "_kulis": summary(entry),
    }


def _request(entry: Entry) -> dict[str, Any]:
    headers = _by_name(entry.request)
    url = f"http://{headers.get('host', 'unknown.invalid')}{quote(entry.path, safe=_OF_A_URL)}"
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    request: dict[str, Any] = {
        "method": entry.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": shown_headers(entry.request),
        "queryString": [{"name": name, "value": value} for name, value in query],
        "headersSize": -1,
        "bodySize": entry.request.length,
    }
    if entry.request.body:
        kind = headers.get("content-type", "application/octet-stream")
        request["postData"] = {"mimeType": kind, "text": shown_body(entry.request), **_cut(entry.request)}
    return request


def _response(entry: Entry) -> dict[str, Any]:
    headers = _by_name(entry.response)
    content = {
        "size": entry.response.length,
        "mimeType": headers.get("content-type", "application/octet-stream"),
        "text": shown_body(entry.response),
        **_cut(entry.response),
    }
    return {
        "status": entry.status,
        "statusText": _phrase(entry.status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": shown_headers(entry.response),
        "content": content,
        "redirectURL": headers.get("location", ""),
        "headersSize": -1,
        "bodySize": entry.response.length,
    }


def _by_name(message: Message) -> dict[str, str]:
    return {header["name"]: header["value"] for header in shown_headers(message)}


def _cut(message: Message) -> dict[str, str]:
    return {} if is_whole(message) else {"comment": f"{len(message.body)} of {message.length} bytes are kept"}


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
