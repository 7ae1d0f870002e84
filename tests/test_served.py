"""The mock as people meet it: started by its command, asked over a socket."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests.commands import run_here
from tests.small_world import SOUND

COMMAND = (sys.executable, "-W", "ignore", "-m", "kulis")


@dataclass(frozen=True)
class Served:
    """A running `kulis serve`: its process, its address, and what it said at its start."""

    process: subprocess.Popen[str]
    address: str
    banner: str


@contextmanager
def serving(*options: str, command: str = "serve") -> Iterator[Served]:
    words = [*COMMAND, command, "--port", "0", *options]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Stop with Ctrl+C" in line:
                break
        banner = "".join(lines)
        address = re.search(r"http://127\.0\.0\.1:\d+", banner)
        assert address is not None, f"no address in the banner: {banner}"
        yield Served(process, address[0], banner)
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving("--frozen-at", "2026-03-01T12:00:00Z") as running:
        yield running


def test_the_first_request_of_the_banner_works_when_it_is_pasted(served: Served) -> None:
    line = next(line for line in served.banner.splitlines() if line.strip().startswith("curl"))
    _, _, header, url = shlex.split(line)
    name, _, value = header.partition(": ")

    answer = httpx2.get(url, headers={name: value})

    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]["list"]


def test_every_persona_is_named_with_its_id(served: Served) -> None:
    for persona in ("viewer", "poor", "blocked", "creator", "guest", "rich", "renter"):
        assert re.search(rf"^\s*{persona}\s+[0-9a-f]{{24}}\b", served.banner, re.MULTILINE), served.banner


def test_the_documentation_page_fetches_nothing_from_elsewhere(served: Served) -> None:
    page = httpx2.get(f"{served.address}/docs").text

    for asset in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert asset.startswith("/"), f"{asset} is not on this machine"
        assert httpx2.get(served.address + asset).status_code == 200, asset
    assert "kulis token --as PERSONA" in page


def test_the_contract_that_is_served_names_this_very_server(served: Served) -> None:
    document = httpx2.get(f"{served.address}/openapi.json").json()

    assert [server["url"] for server in document["servers"]] == ["/api/v1"]


def test_a_front_end_on_this_machine_may_call_from_a_private_network(served: Served) -> None:
    answer = preflight(served, "http://localhost:5173")

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "http://localhost:5173"
    assert answer.headers["access-control-allow-private-network"] == "true"
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()


def test_a_foreign_front_end_is_refused_in_an_envelope(served: Served) -> None:
    answer = preflight(served, "http://evil.example")

    assert answer.status_code == 400
    assert answer.json()["errors"][0] == "Validation failed"


def test_another_origin_may_be_let_in() -> None:
    with serving("--cors-origin", "https://app.example.com") as running:
        answer = preflight(running, "https://app.example.com")

    assert answer.headers["access-control-allow-origin"] == "https://app.example.com"


@pytest.mark.parametrize(
    "junk",
    [
        b"garbage\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
        b"POST /api/v1/gifts/create HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["words", "a TLS hello", "a broken header", "a broken length", "an endless path"],
)
def test_what_is_no_http_is_answered_in_an_envelope(served: Served, junk: bytes) -> None:
    host, _, port = served.address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(junk)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"errors":["Validation failed"' in answer


@pytest.mark.parametrize(("persona", "status"), [(None, 401), ("viewer", 413)])
@pytest.mark.parametrize("is_chunked", [False, True], ids=["sized", "chunked"])
def test_ten_megabytes_are_answered_and_not_cut_off(
    served: Served, persona: str | None, status: int, is_chunked: bool
) -> None:
    body = b"a" * 10_000_000
    headers = {"Content-Type": "application/json"}
    if persona:
        headers["Authorization"] = f"Bearer {said('token', '--as', persona).strip()}"

    answer = httpx2.post(
        f"{served.address}/api/v1/gifts/create",
        content=iter([body]) if is_chunked else body,
        headers=headers,
        timeout=20,
    )

    assert answer.status_code == status
    assert answer.json()["statusCode"] == status


def test_the_same_requests_to_a_frozen_mock_give_the_same_bytes() -> None:
    options = ("--frozen-at", "2026-03-01T12:00:00Z", "--seed", "7")
    with serving(*options) as first, serving(*options) as second:
        assert conversation(first) == conversation(second)


def test_a_quiet_mock_writes_no_line_for_a_request_and_keeps_its_journal() -> None:
    with serving("--quiet") as quiet, serving() as usual:
        for running in (quiet, usual):
            httpx2.get(f"{running.address}/api/v1/gifts/gift-types")
        kept = httpx2.get(f"{quiet.address}/__kulis/journal").json()
        for running in (quiet, usual):
            running.process.terminate()
        lines = [running.process.communicate(timeout=10)[1] for running in (quiet, usual)]

    assert [line.count("401 GET /api/v1/gifts/gift-types") for line in lines] == [0, 1], lines
    assert [entry["status"] for entry in kept["entries"]] == [401]


def test_it_stops_when_it_is_told_to() -> None:
    with serving() as running:
        assert answers(running)

        running.process.send_signal(signal.SIGINT)

        assert running.process.wait(timeout=10) == 0


def test_a_bare_token_is_refused_when_authentication_is_strict() -> None:
    token = said("token", "--as", "viewer").strip()
    with serving("--strict-auth") as running:
        answer = httpx2.get(f"{running.address}/api/v1/gifts/gift-types", headers={"Authorization": token})

    assert answer.status_code == 401


def test_a_port_in_use_is_told_in_one_line(served: Served) -> None:
    port = served.address.rpartition(":")[2]

    told = refused("serve", "--port", port)

    assert told.count("\n") == 1
    assert f"port {port} on 127.0.0.1 cannot be used" in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("serve", "--world", "defalt"), 'no world "defalt"; did you mean "default"?'),
        (("serve", "--world", "none.yaml"), "none.yaml"),
        (("serve", "--frozen-at", "soon"), "is not a moment"),
        (("serve", "--port", "99999"), "65535"),
        (("serve", "--nonsense"), "No such option"),
        (("token", "--as", "viewr"), 'no persona "viewr"'),
        (("token", "--as", "viewer", "--expires-in", "soon"), "is not a duration"),
    ],
)
def test_a_mistake_is_told_plainly(arguments: tuple[str, ...], sentence: str) -> None:
    told = refused(*arguments)

    assert sentence in " ".join(told.replace("│", " ").split())


def test_a_changed_world_is_taken_up_without_a_restart(tmp_path: Path) -> None:
    world = tmp_path / "mine.yaml"
    world.write_text(json.dumps(SOUND), encoding="utf-8")
    with serving("--world", str(world), "--reload") as running:
        before = httpx2.get(f"{running.address}/docs").status_code
        # A file that is broken in between must not end the server.
        world.write_text("users: [", encoding="utf-8")
        assert before == 200
        assert_soon(lambda: not answers(running), "the server went on with a broken world")

        world.write_text(json.dumps(SOUND), encoding="utf-8")

        assert_soon(lambda: answers(running), "the server did not come back with a mended world")


def preflight(served: Served, origin: str) -> httpx2.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
        "Access-Control-Request-Private-Network": "true",
    }
    return httpx2.options(f"{served.address}/api/v1/gifts/create", headers=headers)


def conversation(served: Served) -> list[tuple[int, list[tuple[bytes, bytes]], bytes]]:
    """What a rental, a gift and some reading get, headers and all."""
    headers = {"Authorization": f"Bearer {said('token', '--as', 'rich').strip()}"}
    with httpx2.Client(base_url=f"{served.address}/api/v1", headers=headers) as client:
        stream = client.get("/live-stream/featured").json()["data"][0]["id"]
        gift_type = client.get("/gifts/gift-types").json()["data"][0]["id"]
        answers = [
            client.post("/gifts/create", json={"giftTypeId": gift_type, "liveStreamId": stream}),
            client.get(f"/live-stream/{stream}/gift-statistics"),
            client.get(f"/live-stream/{stream}/viewers?limit=7"),
            client.get("/live-stream/my-replay-rentals"),
            client.get("/nowhere"),
        ]
    return [(answer.status_code, answer.headers.raw, answer.content) for answer in answers]


def said(*arguments: str) -> str:
    """What a command prints that ends well."""
    code, output, _ = run_here(*arguments)
    assert code == 0
    return output


def refused(*arguments: str) -> str:
    """What a command says that ends badly."""
    code, _, complaint = run_here(*arguments)
    assert code != 0
    return complaint


def answers(served: Served) -> bool:
    try:
        return httpx2.get(f"{served.address}/docs", timeout=1).status_code == 200
    except httpx2.HTTPError:
        return False


def assert_soon(holds: object, otherwise: str, seconds: float = 20) -> None:
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)
