"""The journal as an HTTP Archive, held against what HAR 1.2 asks for."""

from typing import Any

import jsonschema_rs

from kulis.har import har
from tests.staging import BASE, Stage


def strict(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    """An object with these fields and no others but those that begin with an underscore."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


def listed(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


TEXT: dict[str, Any] = {"type": "string"}
SIZE = {"type": "integer", "minimum": -1}
TIME = {"type": "number", "minimum": 0}
PAIRS = listed(strict({"name": TEXT, "value": TEXT}))
REQUEST = {
    "method": TEXT,
    "url": {"type": "string", "format": "uri"},
    "httpVersion": TEXT,
    "cookies": PAIRS,
    "headers": PAIRS,
    "queryString": PAIRS,
    "postData": strict({"mimeType": TEXT, "text": TEXT, "comment": TEXT}, "comment"),
    "headersSize": SIZE,
    "bodySize": SIZE,
}
RESPONSE = {
    "status": {"type": "integer"},
    "statusText": TEXT,
    "httpVersion": TEXT,
    "cookies": PAIRS,
    "headers": PAIRS,
    "content": strict({"size": SIZE, "mimeType": TEXT, "text": TEXT, "comment": TEXT}, "comment"),
    "redirectURL": TEXT,
    "headersSize": SIZE,
    "bodySize": SIZE,
}
ENTRY = {
    "startedDateTime": {"type": "string", "format": "date-time"},
    "time": TIME,
    "request": strict(REQUEST, "postData"),
    "response": strict(RESPONSE),
    "cache": {"type": "object"},
    "timings": strict({"send": TIME, "wait": TIME, "receive": TIME}),
}
LOG = {
    "version": {"const": "1.2"},
    "creator": strict({"name": TEXT, "version": TEXT}),
    "pages": listed({}),
    "entries": listed(strict(ENTRY)),
}
HAR = jsonschema_rs.Draft202012Validator(strict({"log": strict(LOG)}), validate_formats=True)


def test_an_archive_keeps_to_the_format(stage: Stage) -> None:
    stage.get("/gifts/gift-types", offset="2 & 3", search="ışık")
    stage.post("/gifts/create", json={"giftTypeId": "a" * 24, "liveStreamId": "ş" * 40_000})
    stage.client.get(f"{BASE}/nowhere%0a%1b[31m")

    archive = har(stage.mock.journal.entries)

    assert [error.message for error in HAR.iter_errors(archive)] == []
    first, second, _ = archive["log"]["entries"]
    assert first["request"]["queryString"] == [
        {"name": "offset", "value": "2 & 3"},
        {"name": "search", "value": "ışık"},
    ]
    assert second["request"]["postData"]["mimeType"] == "application/json"
    assert second["request"]["postData"]["comment"].endswith("bytes are kept")
