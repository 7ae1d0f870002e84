"""Entries of the journal as plain data, made when somebody asks for them."""

import json
from collections.abc import Mapping
from typing import Any

from kulis.journal import Entry, Message, without_tokens


def summary(entry: Entry) -> dict[str, Any]:
    """What a list of entries shows of each."""
    return {
        "number": entry.number,
        "at": entry.at,
        "method": entry.method,
        "path": entry.path,
        "operation": entry.operation_id,
        "persona": entry.caller,
        "status": entry.status,
        "milliseconds": round(entry.milliseconds, 1),
        "verdict": entry.verdict,
        "remarks": [without_tokens(remark) for remark in entry.remarks],
        "errors": _errors(entry),
        "breaches": list(entry.breaches),
        "wishes": list(entry.wishes),
        "faults": list(entry.faults),
        **({"answeredBy": entry.answered_by} if entry.answered_by else {}),
    }


def whole(entry: Entry) -> dict[str, Any]:
    """Everything that is kept of an entry."""
    return {**summary(entry), "request": _message(entry.request), "response": _message(entry.response)}


def shown_headers(message: Message) -> list[dict[str, str]]:
    """Headers in the order in which they were sent, names in lower case, no token among them."""
    pairs = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in message.headers)
    return [{"name": name, "value": without_tokens(value)} for name, value in pairs]


def shown_body(message: Message) -> str:
    """As much of a body as is kept, as text without tokens."""
    return without_tokens(message.body.decode(errors="replace"))


def is_whole(message: Message) -> bool:
    """Whether all of the body that was announced is kept."""
    return len(message.body) == message.length


def _message(message: Message) -> dict[str, Any]:
    return {
        "headers": shown_headers(message),
        "body": shown_body(message),
        "length": message.length,
        "isWhole": is_whole(message),
    }


def _errors(entry: Entry) -> list[str]:
    """What the answer itself says is wrong."""
    if entry.status < 400:
        return []
    try:
        envelope = json.loads(entry.response.body)
    except ValueError:
        return []
    errors = envelope.get("errors") if isinstance(envelope, Mapping) else None
    return [without_tokens(str(error)) for error in errors] if isinstance(errors, list) else []
