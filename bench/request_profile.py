"""Where the time of one request goes: `python -m bench.request_profile` writes docs/PROFILE.md.

The mock is served in this process, under load from wrk, and looked at two thousand times a second.
"""

import logging
import os
import platform
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pyinstrument import Profiler

from bench.cases import authorization, cases_of
from bench.crowd import crowd, crowd_file
from bench.load import load_on
from contract_tests.contract import CONTRACT_PATH
from kulis.app import Mock, create_mock
from kulis.server import listening_socket, server_of
from kulis.settings import Settings

_VIEWERS = 1000
_INTERVAL = 0.0005


@dataclass(frozen=True)
class Part:
    """A part of the way: the files that belong to it, and what is to be said of its cost."""

    name: str
    files: tuple[str, ...]
    note: str


PARTS = (
    Part(
        "response validation",
        ("kulis/conformance.py",),
        "jsonschema_rs on the data that the body was made of",
    ),
    Part("JSON", ("kulis/envelope.py",), "orjson writes the envelope, once"),
    Part(
        "store",
        (
            "kulis/indexed_",
            "kulis/indexes.py",
            "kulis/store.py",
            "/mongomock/",
            "/sortedcontainers/",
        ),
        "kept indexes, then mongomock where they do not decide; what is found is shared, and never changes",
    ),
    Part("handler", ("/handlers/",), "the page, its users, whom the caller follows"),
    Part(
        "authentication",
        ("kulis/security.py", "kulis/tokens.py", "/jwt/"),
        "a remembered token; its dates and its user are looked at each time",
    ),
    Part("request validation", ("kulis/parameters.py", "kulis/bodies.py"), "by the contract's own bounds"),
    Part(
        "journal and log",
        ("kulis/journal", "/logging/", "kulis/sentences.py"),
        "an entry in the journal, a line in the log",
    ),
    Part(
        "Connexion's layers",
        ("/connexion/",),
        "its security layer and its lookup of operations; Kulis has smaller layers for the rest",
    ),
    Part(
        "Kulis's layers",
        ("/kulis/",),
        "routing, errors, dates, CORS, wishes, faults, simulation, endpoint; none does more than look",
    ),
    Part("Starlette", ("/starlette/",), "headers, responses, CORS"),
    Part("server", ("/uvicorn/",), "httptools reads, uvicorn writes to the socket: the limit has this too"),
)
_REST = Part("event loop", (), "asyncio, and what wakes it")


def main(
    seconds: Annotated[int, typer.Option(min=1, help="How long to look.")] = 10,
    path: Annotated[Path, typer.Option(help="Where the report goes.")] = CONTRACT_PATH.parent
    / "docs"
    / "PROFILE.md",
) -> None:
    """Write what share of a request each part of the way takes."""
    logging.basicConfig(level=logging.INFO, filename=os.devnull, format="%(asctime)s %(message)s")
    found = [(limit, shares(stacks(limit, seconds))) for limit in (20, 100)]
    text = "\n".join(_lines(found, seconds)) + "\n"
    path.write_text(text, encoding="utf-8")
    typer.echo(text)


def stacks(limit: int, seconds: int) -> Sequence[tuple[Sequence[str], float]]:
    """The files of each stack that was seen, outermost first, and the seconds that it stood."""
    world = crowd(_VIEWERS)
    case = cases_of(world)[0]
    with tempfile.TemporaryDirectory() as folder:
        mock = create_mock(Settings(world=str(crowd_file(Path(folder), _VIEWERS))))
    url = f"{mock.contract.base_path}{case.path.replace('limit=20', f'limit={limit}')}"
    session = _session(mock, url, authorization(world), seconds)
    return [([_file(frame) for frame in stack], taken) for stack, taken in session]


def shares(seen: Iterable[tuple[Sequence[str], float]]) -> Mapping[str, float]:
    """The share of each part: a stack belongs to the innermost of its files that any part names."""
    taken: dict[str, float] = defaultdict(float)
    for files, seconds in seen:
        taken[_part(files).name] += seconds
    whole = sum(taken.values()) or 1
    return {part.name: taken[part.name] / whole for part in (*PARTS, _REST)}


def _session(
    mock: Mock, path: str, headers: Mapping[str, str], seconds: int
) -> Iterable[tuple[Sequence[str], float]]:
    listener = listening_socket("127.0.0.1", 0)
    server = server_of(mock.app, mock.clock, mock.journal)
    profiler = Profiler(interval=_INTERVAL, async_mode="disabled")

    def ask() -> None:
        while not server.started:
            time.sleep(0.01)
        load_on(
            f"http://127.0.0.1:{listener.getsockname()[1]}{path}", headers, connections=16, seconds=seconds
        )
        server.should_exit = True

    asking = threading.Thread(target=ask)
    asking.start()
    profiler.start()
    server.run(sockets=[listener])
    session = profiler.stop()
    asking.join()
    return session.frame_records


def _file(frame: str) -> str:
    # pyinstrument writes a frame as function, file and line, with a NUL between them.
    return frame.split("\x00")[1] if "\x00" in frame else frame


def _part(files: Sequence[str]) -> Part:
    for file in reversed(files):
        for part in PARTS:
            if any(name in file for name in part.files):
                return part
    return _REST


def _lines(found: Sequence[tuple[int, Mapping[str, float]]], seconds: int) -> Iterator[str]:
    yield "# Where the time of a request goes\n"
    yield f"A page of viewers of {_VIEWERS:,}, over a socket, 16 connections, everything on: token,"
    yield "parameters, envelope, journal, log, and the response held against the contract. Written by"
    yield f"`python -m bench.request_profile`, which looked {1 / _INTERVAL:,.0f} times a second for"
    yield f"{seconds} s; Python {platform.python_version()}. A library counts for the part that calls it.\n"
    heads = " | ".join(f"limit {limit}" for limit, _ in found)
    yield f"| part | {heads} | what it is |"
    yield f"| --- |{' ---: |' * len(found)} --- |"
    parts = sorted((*PARTS, _REST), key=lambda part: -found[0][1][part.name])
    for part in parts:
        cells = " | ".join(f"{by_part[part.name]:.1%}" for _, by_part in found)
        yield f"| {part.name} | {cells} | {part.note} |"


if __name__ == "__main__":
    typer.run(main)
