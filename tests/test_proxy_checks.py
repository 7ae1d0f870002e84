"""What the proxy finds against requests and answers, and where it tells of it."""

import pytest

from tests.proxying import HandMade, Proxied, enveloped, proxied

ID = "64f0a1b2c3d4e5f6a7b80901"
COUNT = f"/live-stream/{ID}/viewer-count"
TOKEN = {"Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhYmMifQ.c2ln"}
PRESENT = enveloped({"streamId": ID, "viewerCount": 3})
LATE = enveloped({"streamId": ID, "viewerCount": 3}, timestamp="2026-03-01T12:00:00Z")


def test_an_answer_that_breaks_the_contract_comes_through_and_the_journal_says_what_is_wrong() -> None:
    told: list[str] = []
    with proxied(HandMade(body=LATE)) as before:
        before.proxy.journal.tell = told.append
        answer = before.get(COUNT, headers=TOKEN)

    assert answer.content == LATE
    (breach,) = before.breaches
    assert breach.startswith(
        "ENV-5: expected a timestamp such as 2026-01-01T10:00:00.000Z, got 2026-03-01T12:00:00Z"
    )
    assert breach in told[0]
    assert answer.headers["kulis-journal"] == str(before.proxy.journal.last)


def test_a_breach_of_what_is_assumed_says_so() -> None:
    with proxied(HandMade(404, b"no such page", ((b"content-type", b"text/plain"),))) as before:
        before.get("/nowhere")

        assert before.breaches[0].startswith("ENV-8 (assumed): expected the envelope")


@pytest.mark.parametrize(
    ("method", "path", "body", "remark"),
    [
        ("GET", f"/live-stream/{ID}/viewers?limit=101", None, "against the contract (400): limit must be"),
        ("GET", f"/live-stream/{ID}/viewers?size=9", None, "unknown query parameter 'size', ignored"),
        ("GET", "/live-stream/XYZ", None, "against the contract (400): id must match"),
        ("GET", "/gifts/gift-types/", None, "the contract has no such route (404)"),
        ("PUT", "/gifts/create", {}, "against the contract (405): PUT is not one of this route's methods"),
        (
            "POST",
            "/gifts/create",
            {"giftTypeId": 1},
            'against the contract (400): the body: "liveStreamId" is a',
        ),
        ("POST", f"/follow/{ID}", {"a": 1}, "this operation reads no body"),
    ],
)
def test_a_request_against_the_contract_is_remarked_on_whatever_the_backend_makes_of_it(
    method: str, path: str, body: object, remark: str
) -> None:
    with proxied(HandMade(body=PRESENT)) as before:
        before.send(method, path, json=body, headers=TOKEN) if body is not None else before.send(
            method, path, headers=TOKEN
        )

        assert any(remark in told for told in before.remarks), before.remarks


@pytest.mark.parametrize(
    ("headers", "remark"),
    [
        ({}, "against the contract (401): There is no Authorization header"),
        ({"Authorization": TOKEN["Authorization"].removeprefix("Bearer ")}, "bare token"),
        ({"Authorization": "Bearer abc"}, "the token is no JWT"),
    ],
)
def test_a_token_that_is_missing_or_is_none_is_remarked_on(headers: dict[str, str], remark: str) -> None:
    with proxied(HandMade(body=PRESENT)) as before:
        before.get(COUNT, headers=headers)

        assert any(remark in told for told in before.remarks), before.remarks


def test_the_journal_names_the_caller_and_never_the_token() -> None:
    with proxied(HandMade(body=PRESENT)) as before:
        before.get(COUNT, headers=TOKEN)
        entry = before.proxy.journal.entries[-1]

    assert entry.caller == "abc"
    assert TOKEN["Authorization"].encode() not in repr(entry).encode()


@pytest.mark.parametrize(
    ("basis", "status", "body", "expected"),
    [
        ("documented", 200, LATE, 502),
        ("documented", 200, PRESENT, 200),
        ("documented", 415, b"{}", 415),
        ("all", 415, b"{}", 502),
    ],
)
def test_a_strict_proxy_answers_502_in_place_of_what_breaks_rules_of_its_basis(
    basis: str, status: int, body: bytes, expected: int
) -> None:
    with proxied(HandMade(status, body), strict=True, basis=basis) as before:
        answer = before.get(COUNT, headers=TOKEN)

    assert answer.status_code == expected
    if expected == 502:
        assert answer.json()["errors"][1:] == [told for told in _failing(before, basis)]


def _failing(before: Proxied, basis: str) -> list[str]:
    return [told for told in before.breaches if basis == "all" or "(assumed)" not in told]


def test_the_control_api_tells_of_the_journal_and_is_never_passed_on() -> None:
    backend = HandMade(body=LATE)
    with proxied(backend) as before:
        before.get(COUNT, headers=TOKEN)
        told = before.client.get("/__kulis/journal").json()["entries"]

    (entry,) = told
    assert entry["breaches"][0].startswith("ENV-5")
    assert (entry["operation"], entry["answeredBy"]) == ("getViewerCount", "upstream")
    assert len(backend.scopes) == 1


def test_the_console_is_the_proxys_own_page() -> None:
    backend = HandMade()
    with proxied(backend) as before:
        page = before.client.get("/console")

    assert (page.status_code, page.headers["content-type"].partition(";")[0]) == (200, "text/html")
    assert backend.scopes == []
