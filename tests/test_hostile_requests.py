"""Hostile input gets an envelope, and never a 500."""

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.staging import BASE, CONTRACT, Stage

VIEWERS = "/live-stream/{main}/viewers"
QUERIES = [
    "search[$ne]=x",
    "search[$regex]=.*&limit[$gt]=1",
    "search=%24where%3D1",
    "search=(a%2B)%2B%24",
    "search=%00%00",
    "search=%ff%fe",
    "search=%zz",
    "search=" + "a" * 60_000,
    "page=" + "9" * 5_000,
    "page=%D9%A1",
    "limit=1e309&page=-0",
    "&&&===;;;",
    "&".join(f"p{number}={number}" for number in range(1_000)),
    "&".join(["limit=1"] * 1_000),
    "__proto__=1&constructor=2&toString=3",
]
BODIES = [
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"{",
    b"\xff\xfe",
    b'{"giftTypeId": NaN, "liveStreamId": Infinity}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"giftTypeId": "\\ud800", "liveStreamId": "\\u0000"}',
    b'{"giftTypeId": {"$ne": null}, "liveStreamId": {"$gt": ""}}',
    b'{"giftTypeId": ' + b"9" * 10_000 + b"}",
    b'{"__proto__": {"x": 1}, "giftTypeId": true, "liveStreamId": []}',
    json.dumps({"giftTypeId": "0" * 24 + "\n", "liveStreamId": "0" * 24}).encode(),
]
CONTENT_TYPES = [
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/json; charset=latin-1",
    "application/json; charset=nonsense",
    "application/json;;;=",
    "",
    "/",
    "text/html",
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:24])
def test_a_hostile_query_is_answered_in_an_envelope(quiet_stage: Stage, query: str) -> None:
    answer = quiet_stage.get(f"/live-stream/{quiet_stage.main}/viewers?{query}")

    assert_sound(answer, 200, 400)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:24]))
def test_a_hostile_body_is_refused_in_an_envelope(quiet_stage: Stage, body: bytes) -> None:
    answer = quiet_stage.post("/gifts/create", content=body, headers={"Content-Type": "application/json"})

    assert_sound(answer, 400)


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
@pytest.mark.parametrize("path", ["/gifts/create", "/follow/" + "0" * 24, "/live-stream/x/replay-rentals"])
def test_an_odd_content_type_is_refused_or_ignored(quiet_stage: Stage, path: str, content_type: str) -> None:
    answer = quiet_stage.post(path, content=b"--x\r\n\xff", headers={"Content-Type": content_type})

    assert_sound(answer, 400, 404, 415)


@pytest.mark.parametrize(
    "path", ["//", "/live-stream/%00", "/live-stream/%2e%2e/x", "/follow/%ff", "/%F0%9F%92%A5"]
)
def test_an_odd_path_is_refused_in_an_envelope(quiet_stage: Stage, path: str) -> None:
    assert_sound(quiet_stage.get(path), 400, 404, 405)


@pytest.mark.parametrize(
    "header", ["Bearer " + "a" * 20_000, "Bearer \xff\xfe", "Bearer a.b.c", "\x7f", "Bearer ..", "a, b"]
)
def test_header_junk_is_refused_in_an_envelope(quiet_stage: Stage, header: str) -> None:
    junk = {b"authorization": header.encode("latin-1")}

    answer = quiet_stage.client.get(f"{BASE}/gifts/gift-types", headers=junk)

    assert_sound(answer, 401)


words = st.sampled_from(
    [
        "live-stream",
        "featured",
        "viewers",
        "my-replay-rentals",
        "follow",
        "gifts",
        "create",
        "0" * 24,
        "..",
        "%00",
        "ş",
    ]
)
values = st.text(st.characters(codec="utf-8"), max_size=12)
fragments = st.one_of(words, values)


@settings(max_examples=150)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"]),
    path=st.lists(fragments, max_size=4),
    query=st.dictionaries(
        st.sampled_from(["page", "limit", "search", "x"]), st.text(st.characters(codec="utf-8"), max_size=12)
    ),
    body=st.one_of(st.none(), st.binary(max_size=40), st.just(b"{}")),
    is_known=st.booleans(),
)
def test_whatever_is_sent_is_answered_in_an_envelope(
    fuzzed_stage: Stage,
    method: str,
    path: list[str],
    query: dict[str, str],
    body: bytes | None,
    is_known: bool,
) -> None:
    route = "/".join(quote(fragment, safe="%") for fragment in path)
    url = f"{BASE}/{route}?{urlencode(query)}"

    answer = fuzzed_stage.client.request(
        method, url, headers=fuzzed_stage.authorization("viewer" if is_known else None), content=body
    )

    assert answer.status_code != 500
    # A path with .. in it may lead out of the API, to a page of Kulis's own.
    if method != "HEAD" and answer.url.path.startswith(f"{BASE}/"):
        assert_sound(answer, *range(200, 500))


def test_a_journal_line_cannot_be_forged(quiet_stage: Stage) -> None:
    quiet_stage.client.get(f"{BASE}/nowhere%0a12:00:00%20200%20GET%20/forged%1b[31m")

    entry = quiet_stage.mock.journal.entries[-1]
    assert entry.path.isprintable(), entry.path


@pytest.fixture(scope="module")
def fuzzed_stage(quiet_stage: Stage) -> Stage:
    return quiet_stage


def assert_sound(answer: httpx2.Response, *statuses: int) -> None:
    assert answer.status_code in statuses, answer.text[:300]
    envelope: dict[str, Any] = answer.json()
    assert set(envelope) == {"isSuccess", "statusCode", "data", "errors", "timestamp"}
    assert envelope["statusCode"] == answer.status_code
    if answer.status_code >= 400:
        assert envelope["errors"][0] == CONTRACT.first_error(answer.status_code)
    assert not re.search(r"Traceback|<html", answer.text)
