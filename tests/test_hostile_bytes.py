"""What no client would send: junk, requests that contradict themselves, bodies too long or broken off."""

import json
import re
import time
from collections.abc import Iterator

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kulis.mock_target import MockTarget, serving_mock
from kulis.settings import Settings
from tests.raw_http import connected, raw_answers, request
from tests.staging import BASE, NOON

FEATURED = f"{BASE}/live-stream/featured"
GIFT = f"{BASE}/gifts/create"
JSON = "Content-Type: application/json"
CLOSE = "Connection: close"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def target() -> Iterator[MockTarget]:
    with serving_mock(Settings(frozen_at=NOON)) as served:
        yield served


JUNK = {
    "words": b"garbage\r\n\r\n",
    "ten megabytes of words": b"garbage\r\n\r\n" * 1_000_000,
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(300),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/1.9": b"GET / HTTP/1.9\r\n\r\n",
    "a method nobody knows": request("BREW", FEATURED),
    "a method in lower case": request("get", FEATURED),
    "a tunnel": request("CONNECT", "kulis:443"),
    "a target without a path": request("GET", "http://kulis"),
    "a query without a path": request("GET", "?x=1"),
    "bytes in the path": b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
    "NUL in the path": b"GET /a\x00b HTTP/1.1\r\n\r\n",
    "a space in the path": b"GET /a b HTTP/1.1\r\n\r\n",
    "an endless path": request("GET", "/" + "a" * 5 * MEGABYTE),
    "NUL in a header": request("GET", FEATURED, "X: a\x00b"),
    "a header without a colon": request("GET", FEATURED, "X"),
    "a space before a colon": request("GET", FEATURED, "X : y"),
    "a folded header": request("GET", FEATURED, "X: a\r\n b"),
    "a header without a name": request("GET", FEATURED, ": y"),
    "a length that is none": request("POST", GIFT, "Content-Length: two", body=b"{}"),
    "a negative length": request("POST", GIFT, "Content-Length: -1", body=b"{}"),
    "an endless length": request("POST", GIFT, f"Content-Length: {'9' * 30}", body=b"{}"),
    "two lengths": request("POST", GIFT, "Content-Length: 2", "Content-Length: 3", body=b"{}"),
    "a length and chunks": request(
        "POST", GIFT, "Content-Length: 2", "Transfer-Encoding: chunked", body=b"0\r\n\r\n"
    ),
    "an unknown encoding": request("POST", GIFT, "Transfer-Encoding: nonsense", body=b"{}"),
    "two encodings": request("POST", GIFT, "Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
    "chunks that are none": request(
        "POST", GIFT, "Transfer-Encoding: chunked", body=b"ZZ\r\n{}\r\n0\r\n\r\n"
    ),
    "a negative chunk": request("POST", GIFT, "Transfer-Encoding: chunked", body=b"-1\r\n{}\r\n0\r\n\r\n"),
    "an endless chunk": request("POST", GIFT, "Transfer-Encoding: chunked", body=b"f" * 20 + b"\r\n{}\r\n"),
}


@pytest.mark.parametrize("name", JUNK)
def test_what_is_no_http_is_refused_in_an_envelope(target: MockTarget, name: str) -> None:
    (answer,) = raw_answers(target.profile.base_url, JUNK[name])

    answer.assert_envelope(400)
    assert answer.headers["connection"] == "close"
    assert answer.headers["date"] == "Sun, 01 Mar 2026 12:00:00 GMT", "the mock's clock stands still"


ODD = {
    "HTTP/1.0": (b"GET %s HTTP/1.0\r\n\r\n" % FEATURED.encode(), 200),
    "no host": (b"GET %s HTTP/1.1\r\n\r\n" % FEATURED.encode(), 200),
    "two hosts": (request("GET", FEATURED, "Host: evil.example"), 200),
    "empty lines first": (b"\r\n\r\n" + request("GET", FEATURED), 200),
    "an absolute target": (request("GET", f"http://evil.example{FEATURED}"), 200),
    "a fragment": (request("GET", f"{FEATURED}#part"), 200),
    "a path that looks like a host": (request("GET", "//evil.example/x"), 404),
    "an asterisk": (request("OPTIONS", "*"), 404),
    "bytes in a header": (request("GET", FEATURED)[:-2] + b"X: \xff\xfe\r\n\r\n", 200),
    "a header of two megabytes": (request("GET", FEATURED, "X: " + "y" * 2 * MEGABYTE), 200),
    "five thousand headers": (request("GET", FEATURED, *(f"X-{n}: y" for n in range(5_000))), 200),
    "more than its length": (request("GET", FEATURED, "Content-Length: 1", CLOSE, body=b"{}more"), 200),
    "an offer of HTTP/2": (request("GET", FEATURED, "Connection: Upgrade", "Upgrade: h2c"), 200),
    "an offer of a web socket": (request("GET", FEATURED, "Connection: Upgrade", "Upgrade: websocket"), 200),
    "an expectation": (request("POST", GIFT, "Expect: 100-continue", "Content-Length: 2", body=b"{}"), 401),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_but_http_is_answered(target: MockTarget, name: str) -> None:
    sent, status = ODD[name]

    (answer,) = raw_answers(target.profile.base_url, sent)

    answer.assert_envelope(status)


def test_requests_sent_at_once_are_answered_one_by_one(target: MockTarget) -> None:
    sent = request("GET", FEATURED) + request("GET", "/nowhere")

    answers = raw_answers(target.profile.base_url, sent, count=2)
    (refusal,) = raw_answers(target.profile.base_url, sent + b"garbage\r\n\r\n")

    assert [answer.status for answer in answers] == [200, 404]
    refusal.assert_envelope(400)


@pytest.mark.parametrize("upgrade", ["h2c", "websocket"])
def test_a_body_beside_an_offer_of_another_protocol_is_read(target: MockTarget, upgrade: str) -> None:
    body = gift_body(target)
    offer = ("Connection: Upgrade", f"Upgrade: {upgrade}")
    sent = request("POST", GIFT, *sized(target, body), *offer, body=body)

    (answer,) = raw_answers(target.profile.base_url, sent)

    answer.assert_envelope(201)


LONG = {
    "with a token": ("POST", GIFT, "viewer", 413),
    "without a token": ("POST", GIFT, None, 401),
    "to no route": ("POST", f"{BASE}/nowhere", "viewer", 404),
    "by a wrong method": ("PUT", GIFT, "viewer", 405),
    "to the documentation": ("POST", "/docs", None, 405),
    "with a reading request": ("GET", FEATURED, None, 413),
}


@pytest.mark.parametrize("connection", ["close", "keep-alive"])
@pytest.mark.parametrize("is_chunked", [False, True], ids=["sized", "chunked"])
@pytest.mark.parametrize("name", LONG)
def test_ten_megabytes_are_answered_without_breaking_the_connection(
    target: MockTarget, name: str, is_chunked: bool, connection: str
) -> None:
    method, path, persona, status = LONG[name]
    body = b"a" * 10 * MEGABYTE
    length = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {len(body)}"
    headers = [JSON, length, f"Connection: {connection}"]
    if persona:
        headers.append(f"Authorization: Bearer {target.mock.token(persona)}")
    if is_chunked:
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)

    (answer,) = raw_answers(target.profile.base_url, request(method, path, *headers, body=body))

    answer.assert_envelope(status)


BROKEN_OFF = {
    "a length not reached": (b"Content-Length: 5000\r\n\r\n", b""),
    "no last chunk": (b"Transfer-Encoding: chunked\r\n\r\n%x\r\n", b"\r\n"),
    "a chunk that is none": (b"Transfer-Encoding: chunked\r\n\r\n%x\r\n", b"\r\nZZ\r\n\r\n"),
}


@pytest.mark.parametrize("name", BROKEN_OFF)
def test_a_gift_whose_request_broke_off_is_not_sent(target: MockTarget, name: str) -> None:
    before, after = BROKEN_OFF[name]
    body = gift_body(target)
    length = before % len(body) if b"%x" in before else before
    head = request("POST", GIFT, JSON, f"Authorization: Bearer {target.mock.token('viewer')}")
    sent = target.mock.store["gifts"].count_documents({})

    send_and_leave(target, head[:-2] + length + body + after)

    assert target.mock.journal.entries[-1].status == 400
    assert target.mock.store["gifts"].count_documents({}) == sent


def test_a_rental_whose_request_broke_off_costs_nothing(target: MockTarget) -> None:
    path = f"{BASE}/live-stream/{target.profile.stream('rentable')}/replay-rentals"
    rented = target.mock.store["rentals"].count_documents({})

    send_and_leave(target, request("POST", path, *sized(target, b"{" * 40), body=b"{"))

    assert target.mock.journal.entries[-1].status == 400
    assert target.mock.store["rentals"].count_documents({}) == rented


SOUND = request("POST", GIFT, JSON, "Content-Length: 2", body=b"{}")
ANSWER = re.compile(rb"HTTP/1\.1 (\d{3}) .*?\r\n\r\n(.*?)(?=HTTP/1\.1 |\Z)", re.DOTALL)


@settings(max_examples=60)
@given(st.data())
def test_a_spoilt_request_is_answered_in_envelopes(target: MockTarget, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SOUND)))
    spoilt = SOUND[:at] + data.draw(st.binary(max_size=6)) + SOUND[at + data.draw(st.integers(0, 6)) :]

    answered = all_that_comes(target, spoilt + request("GET", FEATURED, CLOSE))

    for status, body in ANSWER.findall(answered):
        assert json.loads(body)["statusCode"] == int(status) < 500


def test_after_all_that_the_mock_still_answers(target: MockTarget) -> None:
    assert httpx2.get(f"{target.profile.base_url}/live-stream/featured").status_code == 200
    assert {entry.status for entry in target.mock.journal.entries if entry.status >= 500} == set()


def gift_body(target: MockTarget) -> bytes:
    kind = next(iter(target.mock.store["giftTypes"].find({"isActive": True, "creditAmount": 1})))
    return json.dumps({"giftTypeId": kind["_id"], "liveStreamId": target.profile.stream("active")}).encode()


def sized(target: MockTarget, body: bytes) -> tuple[str, ...]:
    token = target.mock.token("viewer")
    return JSON, f"Authorization: Bearer {token}", f"Content-Length: {len(body)}"


def send_and_leave(target: MockTarget, sent: bytes) -> None:
    """Send something, go away, and wait until the mock has written down what became of it."""
    number = len(target.mock.journal.entries)
    with connected(target.profile.base_url) as connection:
        connection.sendall(sent)
    deadline = time.monotonic() + 10
    while len(target.mock.journal.entries) == number:
        assert time.monotonic() < deadline, "nothing came of the request"
        time.sleep(0.005)


def all_that_comes(target: MockTarget, sent: bytes) -> bytes:
    """Whatever is answered until the mock hangs up, or waits for more."""
    answered = b""
    with connected(target.profile.base_url) as connection:
        connection.sendall(sent)
        connection.settimeout(0.2)
        try:
            while part := connection.recv(65_536):
                answered += part
        except TimeoutError:
            pass
    return answered
