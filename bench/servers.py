"""Servers as the bench starts them: a process each, all on the same contract."""

import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import httpx2
import psutil

from contract_tests.contract import CONTRACT_PATH

_LONGEST_START = 60


@dataclass(frozen=True)
class Server:
    """How to start one. `command` has `{port}` in it; `base_path` comes before the contract's paths."""

    name: str
    version: str
    command: tuple[str, ...]
    base_path: str
    is_kulis: bool = False


@dataclass(frozen=True)
class Running:
    """A server that has answered. `seconds_to_start` is from its process's start to its first 200."""

    server: Server
    origin: str
    process: psutil.Popen
    seconds_to_start: float

    def url(self, path: str) -> str:
        return self.origin + self.server.base_path + path

    def memory(self) -> float:
        """Resident memory of all its processes, in MiB."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(process.memory_info().rss for process in family)) / 2**20


class BenchError(Exception):
    """The bench cannot go on; the text says why and what to do."""


def mocks(world: Path, body: Path) -> tuple[Server, ...]:
    """The mock as it starts by default, without a line for each request, and with two processes; and the
    limit of its server.
    """
    # A bare checkout is not installed, and so has no metadata to ask.
    project = tomllib.loads((CONTRACT_PATH.parent / "pyproject.toml").read_text(encoding="utf-8"))
    ours = project["project"]["version"]
    serve = (sys.executable, "-m", "kulis", "serve", "--port", "{port}", "--world", str(world))
    return (
        Server("kulis", ours, serve, "/api/v1", is_kulis=True),
        Server("kulis, quiet", ours, (*serve, "--quiet"), "/api/v1", is_kulis=True),
        Server("kulis, 2 workers", ours, (*serve, *_WORKERS), "/api/v1", is_kulis=True),
        Server("bare Starlette", version("starlette"), (*_BARE, "{port}", str(body)), ""),
    )


@contextmanager
def running(server: Server, port: int, first: str, headers: Mapping[str, str]) -> Iterator[Running]:
    """Start a server, wait until it answers a path with 200, and stop it at the end; raises BenchError."""
    command = [word.replace("{port}", str(port)) for word in server.command]
    begun = time.perf_counter()
    process = psutil.Popen(
        command,
        cwd=CONTRACT_PATH.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        origin = f"http://127.0.0.1:{port}"
        _wait(process, server, origin + server.base_path + first, headers)
        yield Running(server, origin, process, time.perf_counter() - begun)
    finally:
        _stop(process)


def _stop(process: psutil.Popen) -> None:
    # One that has ended by itself has no children left to ask for.
    with suppress(psutil.NoSuchProcess):
        for one in [*process.children(recursive=True), process]:
            one.terminate()
    try:
        process.wait(10)
    except psutil.TimeoutExpired:
        process.kill()


def _wait(process: psutil.Popen, server: Server, url: str, headers: Mapping[str, str]) -> None:
    until = time.monotonic() + _LONGEST_START
    with httpx2.Client(headers=dict(headers), timeout=5) as client:
        while time.monotonic() < until:
            if process.poll() is not None:
                raise BenchError(f"{server.name} ended at once; try it by hand: {' '.join(server.command)}")
            try:
                if client.get(url).status_code == 200:
                    return
            except httpx2.TransportError:
                pass
            time.sleep(0.005)
    raise BenchError(f"{server.name} answered no 200 within {_LONGEST_START} s at {url}")


_WORKERS = ("--workers", "2", "--read-only")
_BARE = (sys.executable, "-m", "bench.bare")
