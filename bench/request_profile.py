"""Where the time of one request goes: `python -m bench.request_profile` writes docs/PROFILE.md.

The mock is served as it is by default, under load from wrk, and looked at from outside, by py-spy.
"""

import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bench.cases import authorization, cases_of
from bench.crowd import crowd, crowd_file
from bench.load import load_on
from bench.servers import BenchError, mocks, running
from contract_tests.contract import CONTRACT_PATH

_VIEWERS = 1000
_PORT = 18_400
_TIMES_A_SECOND = 997
_RUNS = "asyncio/events.py"
"""Where the event loop calls what is ready: what stands above is not the request's."""


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
        ("kulis/journal", "kulis/sentences.py"),
        "an entry in the journal, a line in the log",
    ),
    Part(
        "server",
        ("/uvicorn/", "kulis/server.py", "kulis/gathering.py"),
        "httptools reads, uvicorn writes to the socket: the limit has this too",
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
)
_REST = Part("event loop", (), "asyncio: waits, receives, and calls what is ready")


def main(
    seconds: Annotated[int, typer.Option(min=1, help="How long to look.")] = 10,
    path: Annotated[Path, typer.Option(help="Where the report goes.")] = CONTRACT_PATH.parent
    / "docs"
    / "PROFILE.md",
) -> None:
    """Write what share of a request each part of the way takes."""
    try:
        found = [(limit, shares(stacks(limit, seconds))) for limit in (20, 100)]
    except BenchError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None
    text = "\n".join(_lines(found, seconds)) + "\n"
    path.write_text(text, encoding="utf-8")
    typer.echo(text)


def stacks(limit: int, seconds: int) -> Sequence[tuple[Sequence[str], int]]:
    """The files of each stack that was seen, outermost first, and how often. Raises BenchError."""
    world = crowd(_VIEWERS)
    case, headers = cases_of(world)[0], authorization(world)
    path = case.path.replace("limit=20", f"limit={limit}")
    with tempfile.TemporaryDirectory() as folder:
        (mock, *_) = mocks(crowd_file(Path(folder), _VIEWERS), Path(folder) / "no body")
        with running(mock, _PORT, path, headers) as run, ThreadPoolExecutor() as beside:
            # Longer than is looked, so that there is never nothing to see.
            load = beside.submit(load_on, run.url(path), headers, connections=16, seconds=seconds + 4)
            time.sleep(1)
            seen = _looked_at(run.process.pid, seconds, Path(folder) / "stacks.txt")
            load.result()
    return seen


def shares(seen: Iterable[tuple[Sequence[str], int]]) -> Mapping[str, float]:
    """The share of each part: a stack belongs to the innermost of its files that any part names."""
    taken: dict[str, int] = defaultdict(int)
    for files, times in seen:
        taken[_part(files).name] += times
    whole = sum(taken.values()) or 1
    return {part.name: taken[part.name] / whole for part in (*PARTS, _REST)}


def _looked_at(process: int, seconds: int, path: Path) -> Sequence[tuple[Sequence[str], int]]:
    spy = Path(sys.executable).with_name("py-spy")
    how = f"--full-filenames --rate {_TIMES_A_SECOND} --duration {seconds} --format raw".split()
    command = [str(spy), "record", "--pid", str(process), *how, "--output", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(
            f"py-spy cannot look at the mock, for which it may have to be root: {done.stderr.strip()}"
        )
    return [read_stack(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_stack(line: str) -> tuple[Sequence[str], int]:
    """A line of py-spy's raw form: the files within what the event loop runs, and how often it was seen."""
    stack, _, times = line.rpartition(" ")
    files = [frame.rpartition(" (")[2].rpartition(":")[0] for frame in stack.split(";")]
    runs = [at for at, file in enumerate(files) if file.endswith(_RUNS)]
    return files[runs[-1] + 1 :] if runs else (), int(times)


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
    yield f"`python -m bench.request_profile`, which looked {_TIMES_A_SECOND:,} times a second for"
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
