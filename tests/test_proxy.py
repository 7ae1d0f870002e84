"""The proxy before a backend: what it passes on, what it changes, and what it says when nobody answers."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from kulis.bodies import LONGEST_BODY
from kulis.proxy.backend import backend_at
from tests.commands import run_here
from tests.proxying import BACKEND, HandMade, enveloped, proxied
from tests.sound_requests import READING, sound_request
from tests.staging import BASE, CONTRACT, Stage

ID = "64f0a1b2c3d4e5f6a7b80901"
PRESENT = enveloped({"streamId": ID, "viewerCount": 3})
COUNT = f"/live-stream/{ID}/viewer-count"


def test_every_answer_comes_through_as_it_is_and_breaks_nothing(quiet_stage: Stage) -> None:
    with proxied(quiet_stage.mock.app, url="http://127.0.0.1:8080") as before:
        for operation_id in READING:
            request = sound_request(quiet_stage, operation_id)
            direct = request.sent(quiet_stage)
            answer = before.get(request.path, headers=quiet_stage.authorization("viewer"))

            assert (answer.status_code, answer.content) == (direct.status_code, direct.content)
            assert answer.headers["kulis-answered-by"] == "upstream"
            assert (before.remarks, before.breaches) == ((), ()), operation_id


def test_a_request_goes_to_the_backends_own_path_and_host_without_fields_of_the_hop() -> None:
    backend = HandMade(body=PRESENT)
    fields = {"Connection": "close, X-Of-Hop", "X-Of-Hop": "1", "X-Kept": "1", "Proxy-Authorization": "x"}
    with proxied(backend) as before:
        before.get(f"{COUNT}?search=%C4%B1&a=%2F", headers={**fields, "Authorization": "Bearer a.b.c"})

    scope = backend.scopes[-1]
    assert scope["raw_path"] == f"/v2{COUNT}".encode()
    assert scope["query_string"] == b"search=%C4%B1&a=%2F"
    assert backend.sent["host"] == "api.example.com"
    assert backend.sent["accept-encoding"] == "identity"
    assert backend.sent["authorization"] == "Bearer a.b.c"
    assert backend.sent["x-kept"] == "1"
    assert not {"connection", "x-of-hop", "proxy-authorization"} & backend.sent.keys()


def test_what_is_not_the_api_keeps_its_path_and_is_not_judged() -> None:
    backend = HandMade(body=b"<html>", headers=((b"content-type", b"text/html"),))
    with proxied(backend) as before:
        answer = before.client.get("/status")
        entry = before.proxy.journal.entries[-1]

    assert backend.scopes[-1]["raw_path"] == b"/status"
    assert answer.content == b"<html>"
    assert (entry.verdict, entry.breaches) == ("unjudged", ())


def test_redirects_and_cookies_are_the_clients_own_business() -> None:
    cookies = ((b"set-cookie", b"a=1; Path=/"), (b"set-cookie", b"b=2; Path=/"))
    backend = HandMade(status=302, headers=((b"location", b"https://elsewhere.example/"), *cookies))
    with proxied(backend) as before:
        answer = before.client.get("/enter")
        before.client.cookies.clear()
        before.client.get("/enter")

    assert (answer.status_code, answer.headers["location"]) == (302, "https://elsewhere.example/")
    assert answer.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2; Path=/"]
    assert "cookie" not in backend.sent
    assert len(backend.scopes) == 2


def test_a_front_end_on_this_machine_is_let_in_whatever_the_backend_says_of_origins() -> None:
    backend = HandMade(body=PRESENT, headers=((b"access-control-allow-origin", b"https://app.example.com"),))
    with proxied(backend) as before:
        answer = before.get(COUNT, headers={"Origin": "http://localhost:5173"})

        foreign = before.get(COUNT, headers={"Origin": "https://app.example.com"})

    assert answer.headers.get_list("access-control-allow-origin") == ["http://localhost:5173"]
    assert "access-control-allow-origin" not in foreign.headers
    assert "kulis-journal" in answer.headers["access-control-expose-headers"].lower()


@pytest.mark.parametrize(
    ("said", "told"),
    [((), "Origin"), (("Origin",), "Origin"), (("Accept, origin", "Cookie"), "Accept, Cookie, Origin")],
)
def test_an_answer_says_once_that_it_varies_with_the_origin(said: tuple[str, ...], told: str) -> None:
    backend = HandMade(body=PRESENT, headers=tuple((b"vary", value.encode()) for value in said))
    with proxied(backend) as before:
        answer = before.get(COUNT, headers={"Origin": "http://localhost:5173"})

    assert answer.headers.get_list("vary") == [told]


def test_a_body_of_any_length_arrives_whole() -> None:
    backend = HandMade(body=PRESENT)
    with proxied(backend) as before:
        for length in (0, 1, LONGEST_BODY, 3 * LONGEST_BODY):
            before.send("POST", "/anything", content=b"x" * length)
            assert len(backend.bodies[-1]) == length


def test_an_answer_in_a_coding_that_nobody_asked_for_is_judged_and_passed_on_as_it_is() -> None:
    coded = gzip.compress(PRESENT)
    json_coded = ((b"content-type", b"application/json"), (b"content-encoding", b"gzip"))
    with proxied(HandMade(body=coded, headers=json_coded)) as before:
        answer = before.get(COUNT)

        assert answer.content == PRESENT
        assert before.proxy.journal.entries[-1].response.body == coded
        assert before.breaches == ()


def test_an_answer_without_an_end_is_passed_on_as_it_comes() -> None:
    messages: list[dict[str, Any]] = []

    async def watched() -> None:
        has_come = asyncio.Event()

        async def ticking() -> AsyncIterator[bytes]:
            yield b"first"
            await has_come.wait()
            yield b"second"

        async def send(message: dict[str, Any]) -> None:
            messages.append(message)
            if message.get("body") == b"first":
                has_come.set()

        sent = iter([{"type": "http.request"}])

        async def receive() -> dict[str, Any]:
            for message in sent:
                return message
            await asyncio.Event().wait()
            raise AssertionError

        with proxied(_Streaming(ticking())) as before:
            scope = {"type": "http", "method": "GET", "path": "/events", "query_string": b"", "headers": []}
            await asyncio.wait_for(before.proxy.app(scope, receive, send), timeout=5)  # type: ignore[arg-type]

    asyncio.run(watched())

    assert b"".join(message.get("body", b"") for message in messages) == b"firstsecond"


@pytest.mark.parametrize(
    ("problem", "status", "sentence"),
    [
        (httpx2.ConnectError("Connection refused"), 502, "cannot be reached (Connection refused)"),
        (
            httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"),
            502,
            "certificate of https://api.example.com is",
        ),
        (httpx2.RemoteProtocolError("Server disconnected"), 502, "broke off or did not answer in HTTP"),
        (httpx2.ConnectTimeout(""), 504, "took no connection in time"),
        (httpx2.ReadTimeout(""), 504, "did not answer within 2 seconds"),
    ],
)
def test_a_backend_that_does_not_answer_is_told_in_an_envelope_and_in_the_journal(
    problem: httpx2.HTTPError, status: int, sentence: str
) -> None:
    with proxied(_Failing(problem), timeout=2) as before:
        answer = before.get(COUNT)

        assert answer.status_code == answer.json()["statusCode"] == status
        assert sentence in answer.json()["errors"][1]
        assert sentence in before.breaches[0]
        assert answer.headers["kulis-answered-by"] == "proxy"


def test_a_proxy_that_is_sent_to_itself_says_so() -> None:
    backend = HandMade()
    with proxied(backend) as before:
        before.get(COUNT)
        answer = before.get(COUNT, headers={"Via": backend.sent["via"]})

    assert answer.status_code == 502
    assert "leads back to this proxy" in answer.json()["errors"][1]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_that_could_change_production_is_passed_on(method: str) -> None:
    backend = HandMade(body=PRESENT)
    with proxied(backend, environment=None) as before:
        answer = before.send(method, f"/follow/{ID}")

        assert answer.status_code == 403
        assert f"{method} may change data, and {BACKEND} counts as production" in answer.json()["errors"][1]
        assert backend.scopes == []
        assert before.get(COUNT).status_code == 200


@pytest.mark.parametrize(
    "told", [{"environment": "development"}, {"environment": None, "allow_changes": True}]
)
def test_changes_are_passed_on_once_somebody_has_said_so(told: dict[str, Any]) -> None:
    backend = HandMade(body=enveloped({"isFollowing": True, "previouslyFollowing": False}))
    with proxied(backend, **told) as before:
        assert before.send("POST", f"/follow/{ID}").status_code == 200


def test_what_the_contract_calls_production_stays_production() -> None:
    production = next(server.url for server in CONTRACT.servers if server.environment == "production")

    assert backend_at(CONTRACT, production, environment="local").is_read_only
    assert backend_at(CONTRACT, "http://127.0.0.1:8080").base_path == BASE


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("api.example.com",), "is no address of a backend"),
        (("https://me:secret@api.example.com",), "without user, query or fragment"),
        (
            ("https://api.example.com", "--environment", "dev"),
            "expected one of production, development, local",
        ),
        (("https://api.example.com", "--basis", "some"), "expected one of documented, all"),
    ],
)
def test_what_cannot_be_stood_before_ends_in_a_plain_sentence(
    arguments: tuple[str, ...], sentence: str
) -> None:
    code, _, complaint = run_here("proxy", *arguments)

    assert code == 1
    assert sentence in " ".join(complaint.split())


class _Failing(httpx2.AsyncBaseTransport):
    def __init__(self, problem: httpx2.HTTPError) -> None:
        self.problem = problem

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        raise self.problem


class _Streaming(httpx2.AsyncBaseTransport):
    def __init__(self, parts: AsyncIterator[bytes]) -> None:
        self.parts = parts

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=self.parts)
