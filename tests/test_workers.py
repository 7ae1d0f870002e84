"""Several processes answer on one port, as if they were one."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from contract_tests.contract import load_contract
from tests.answers import assert_refused, data_of
from tests.commands import run_here
from tests.mongodb.conftest import server as server
from tests.test_served import Served, serving

BASE = load_contract().base_path


@pytest.fixture(scope="module")
def unchanging() -> Iterator[Served]:
    with serving("--workers", "2", "--read-only") as running:
        yield running


def test_workers_that_only_read_show_one_world(unchanging: Served) -> None:
    shown = [asked(unchanging, "GET", first_path(unchanging)) for _ in range(12)]

    lists = {str(data_of(answer)) for answer in shown}
    assert len(lists) == 1, "two workers show different worlds"
    assert len(workers(unchanging)) == 2


def test_workers_that_only_read_refuse_to_write(unchanging: Served) -> None:
    kinds = data_of(asked(unchanging, "GET", f"{BASE}/gifts/gift-types"))
    stream = first_path(unchanging).split("/")[-2]
    gift = {"giftTypeId": kinds[0]["id"], "liveStreamId": stream}

    refused = asked(unchanging, "POST", f"{BASE}/gifts/create", json=gift)

    assert_refused(refused, 409)
    assert "--read-only" in refused.text


def test_what_one_worker_alone_would_do_is_refused(unchanging: Served) -> None:
    server = ("--server", unchanging.address)
    told = [
        run_here(*words, *server)
        for words in (
            ("fault", "add", "*:status=503"),
            ("simulation", "start"),
            ("journal", "--follow"),
            ("world", "use", "empty"),
        )
    ]

    assert [code for code, _, _ in told] == [1, 1, 1, 1]
    assert all("2 workers" in complaint and "--workers" in complaint for _, _, complaint in told), told
    assert asked(unchanging, "GET", first_path(unchanging)).status_code == 200


def test_a_workers_journal_says_that_it_is_not_all(unchanging: Served) -> None:
    code, _, said = run_here("journal", "--server", unchanging.address)

    assert (code, said) == (0, "(the journal of one of 2 workers; each has its own)\n")


def test_workers_on_a_server_share_one_world_replace_each_other_and_stop_together(server: str) -> None:
    with serving("--workers", "2", "--store", server, "--fresh") as running:
        stream = first_path(running).split("/")[-2]
        gifts = f"{BASE}/live-stream/{stream}/gift-statistics"
        kinds = data_of(asked(running, "GET", f"{BASE}/gifts/gift-types"))
        body = {"giftTypeId": kinds[0]["id"], "liveStreamId": stream}
        before = data_of(asked(running, "GET", gifts))["totalCount"]

        for sent in range(1, 7):
            data_of(asked(running, "POST", f"{BASE}/gifts/create", json=body), 201)
            assert data_of(asked(running, "GET", gifts))["totalCount"] == before + sent

        first, _ = workers(running)
        os.kill(first, signal.SIGKILL)
        until(lambda: len(workers(running)) == 2 and first not in workers(running))
        assert data_of(asked(running, "GET", gifts))["totalCount"] == before + 6

        both = workers(running)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(timeout=60) == 0
        assert not [pid for pid in both if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--workers", "2"], "--read-only"),
        (["--workers", "2", "--read-only", "--reload"], "--reload"),
        (["--workers", "2", "--read-only", "--fault", "*:status=503"], "--fault"),
        (["--read-only", "--store", "mongodb://127.0.0.1"], "--store"),
    ],
)
def test_what_does_not_go_together_is_refused(options: list[str], complaint: str) -> None:
    code, _, told = run_here("serve", "--port", "0", *options)

    assert code == 2
    assert complaint in told


def asked(served: Served, method: str, path: str, **options: Any) -> Any:
    """The answer to a request on a connection of its own, which any worker may take."""
    header = next(line for line in served.banner.splitlines() if line.strip().startswith("curl"))
    token = header.split("Bearer ")[1].split("'")[0]
    headers = {"Authorization": f"Bearer {token}"}
    return httpx2.request(method, served.address + path, headers=headers, timeout=30, **options)


def first_path(served: Served) -> str:
    line = next(line for line in served.banner.splitlines() if line.strip().startswith("curl"))
    return line.split("'")[-2].removeprefix(served.address)


def workers(served: Served) -> list[int]:
    """The processes that the served one has started to answer."""
    listed = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(served.process.pid)], capture_output=True, text=True
    )
    found = [line.split(None, 1) for line in listed.stdout.splitlines()]
    return [int(pid) for pid, command in found if "spawn_main" in command]


def until(holds: Any) -> None:
    ends = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < ends, "it has not come about"
        time.sleep(0.1)
