"""ENV-8: routes, methods and bodies that the contract does not know are refused in the envelope too."""

from typing import Any

import httpx2
import pytest

from tests.answers import assert_refused, told
from tests.sound_requests import OPERATIONS, SECURED, sound_request
from tests.staging import BASE, Stage

MEBIBYTE = 1024 * 1024


@pytest.mark.rule("ENV-8")
@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_a_slash_at_the_end_makes_an_unknown_route(quiet_stage: Stage, operation_id: str) -> None:
    request = sound_request(quiet_stage, operation_id)

    answer = quiet_stage.send(request.method, f"{request.path}/", "viewer")

    assert_refused(answer, 404)


@pytest.mark.rule("ENV-8")
@pytest.mark.parametrize("path", ["", "/", "/live-stream", "/follow", "/gifts", "//gifts/gift-types"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_what_the_contract_does_not_list_is_an_unknown_route(
    quiet_stage: Stage, path: str, method: str
) -> None:
    assert_refused(quiet_stage.send(method, path, "viewer"), 404)


@pytest.mark.rule("ENV-8")
@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_wrong_methods_are_told_the_methods_of_the_route(quiet_stage: Stage, operation_id: str) -> None:
    contract = quiet_stage.mock.contract
    path = sound_request(quiet_stage, operation_id).path
    route = contract.operation(operation_id).path
    allowed = {each.method.upper() for each in contract.operations.values() if each.path == route}

    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"} - allowed:
        answer = quiet_stage.send(method, path, "viewer")

        assert answer.status_code == 405, f"{told(answer)}; expected 405"
        assert set(answer.headers["allow"].split(", ")) == allowed, f"{method} {path} told the wrong methods"


@pytest.mark.rule("ENV-8")
def test_an_answer_to_head_has_no_body(quiet_stage: Stage) -> None:
    answer = quiet_stage.send("HEAD", "/gifts/gift-types", "viewer")

    assert (answer.status_code, answer.content) == (405, b"")


@pytest.mark.rule("ENV-8")
def test_a_preflight_of_a_local_front_end_is_answered(quiet_stage: Stage) -> None:
    answer = preflight(quiet_stage, origin="http://localhost:5173")

    assert answer.status_code == 204, told(answer)
    assert answer.headers["access-control-allow-origin"] == "http://localhost:5173"


@pytest.mark.rule("ENV-8", "ENV-1")
def test_the_refusal_of_a_preflight_is_an_envelope(quiet_stage: Stage) -> None:
    assert_refused(preflight(quiet_stage, origin="https://elsewhere.example"), 400)


def preflight(stage: Stage, *, origin: str) -> httpx2.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer: httpx2.Response = stage.client.options(f"{BASE}/gifts/create", headers=headers)
    return answer


@pytest.mark.rule("ENV-8")
@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/merge-patch+json",
        "application/json; charset=latin-1",
        "json",
        "",
    ],
)
def test_a_body_of_another_media_type_is_refused(quiet_stage: Stage, content_type: str) -> None:
    answer = create(quiet_stage, b"{}", content_type)

    assert_refused(answer, 415)


@pytest.mark.rule("ENV-8")
@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        'application/json ; charset="UTF-8"',
        "Application/JSON",
    ],
)
def test_json_is_read_however_its_media_type_is_spelt(quiet_stage: Stage, content_type: str) -> None:
    answer = create(quiet_stage, b"{}", content_type)

    assert_refused(answer, 400)
    assert "required" in answer.text, f"the body was not read: {told(answer)}"


@pytest.mark.rule("ENV-8", "ENV-7")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b"[]",
        b'"text"',
        b"17",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_body_that_is_no_json_object_is_refused(quiet_stage: Stage, body: bytes) -> None:
    assert_refused(create(quiet_stage, body, "application/json"), 400)


def create(stage: Stage, body: bytes, content_type: str) -> httpx2.Response:
    return stage.post("/gifts/create", content=body, headers={"Content-Type": content_type})


@pytest.mark.rule("ENV-8")
@pytest.mark.parametrize("operation_id", SECURED)
@pytest.mark.parametrize("is_streamed", [False, True], ids=["declared", "in parts"])
def test_a_body_over_one_mebibyte_is_refused(
    quiet_stage: Stage, operation_id: str, is_streamed: bool
) -> None:
    body = b" " * (MEBIBYTE + 1)
    content: Any = iter([body[:1000], body[1000:]]) if is_streamed else body

    answer = sound_request(quiet_stage, operation_id).sent(quiet_stage, content=content)

    assert_refused(answer, 413)


@pytest.mark.rule("ENV-8")
def test_a_body_of_exactly_one_mebibyte_is_read(quiet_stage: Stage) -> None:
    body = b"{}".ljust(MEBIBYTE)

    assert_refused(create(quiet_stage, body, "application/json"), 400)
