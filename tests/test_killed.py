"""A server that is killed leaves its snapshots behind, and they are whole."""

import signal
from itertools import count
from pathlib import Path
from typing import Any

import httpx2

from tests.commands import run_here
from tests.test_served import Served, conversation, serving

FROZEN = ("--frozen-at", "2026-03-01T12:00:00Z")


def test_a_killed_servers_snapshot_brings_the_same_state_back(tmp_path: Path) -> None:
    kept = ("--snapshots", str(tmp_path))
    with serving(*FROZEN, *kept, "--seed", "7", "--simulate", "--speed", "20") as first:
        conversation(first)
        steer(first, "clock", "advance", "10s")
        before = state(first)
        steer(first, "snapshot", "save", "before-the-end")
        steer(first, "clock", "advance", "10s")
        uninterrupted = state(first)
        assert uninterrupted != before

        first.process.send_signal(signal.SIGKILL)
        assert first.process.wait(timeout=10) == -signal.SIGKILL

    with serving(*kept, "--world", "empty") as second:
        steer(second, "snapshot", "restore", "before-the-end")
        assert state(second) == before

        steer(second, "clock", "advance", "10s")
        assert state(second) == uninterrupted


def state(served: Served) -> dict[str, Any]:
    """All that a server is asked for from behind: its clock, its simulation, and every document."""
    with httpx2.Client(base_url=f"{served.address}/__kulis") as client:
        simulation = client.get("/simulation").json()
        assert simulation["happened"], "nothing has happened that could be lost"
        status = client.get("/status").json()
        # The journal tells what a process has seen, and snapshots are no part of a state.
        del status["journal"], status["snapshots"]
        names = [collection["name"] for collection in client.get("/state").json()["collections"]]
        return {**status, "simulation": simulation, **{name: documents(client, name) for name in names}}


def documents(client: httpx2.Client, collection: str) -> list[Any]:
    found: list[Any] = []
    for page in count(1):
        told = client.get(f"/state/{collection}", params={"page": page, "limit": 100}).json()
        found += told["documents"]
        if len(found) >= told["total"]:
            break
    return found


def steer(served: Served, *words: str) -> None:
    code, _, complaint = run_here(*words, "--server", served.address)
    assert code == 0, complaint
