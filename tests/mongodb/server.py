"""A server that speaks MongoDB's wire protocol, for the time of a test."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pymongo
import pytest
from pymongo.errors import PyMongoError

_MILLISECONDS_TO_START = 30_000
_IN_MEMORY = ":memory:"


@contextmanager
def running_server(*options: str, port: int | None = None, folder: str = _IN_MEMORY) -> Iterator[str]:
    """The URL of a SecantusDB server of its own, on a free port unless told."""
    if find_spec("secantus") is None:
        pytest.skip("no MongoDB server: set MONGODB_URL, or install secantusdb")
    port = port or free_port()
    # The command stands beside the interpreter of the environment that it is installed in.
    program = Path(sys.executable).parent / "secantusd-py"
    words = [str(program), "--port", str(port), "--storage-path", folder, "--log-level", "ERROR", *options]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"mongodb://127.0.0.1:{port}"
    try:
        _wait_for(url, process)
        yield url
    finally:
        # What it keeps in a folder it has to write down before it ends.
        process.kill() if folder == _IN_MEMORY else process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    with pymongo.MongoClient[Any](url, serverSelectionTimeoutMS=_MILLISECONDS_TO_START) as client:
        try:
            client.admin.command("ping")
        except PyMongoError as problem:
            raise AssertionError(f"the server has not started (exit code {process.poll()})") from problem
