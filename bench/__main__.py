"""Everything side by side: `python -m bench` writes docs/BENCHMARK.md and its plots."""

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import httpx2
import typer
from rich.console import Console

from bench import growth as growing
from bench.cases import authorization, cases_of
from bench.crowd import crowd, crowd_file
from bench.load import refuse_without_wrk
from bench.measuring import Effort, measured
from bench.peers import peers
from bench.plots import plot_benchmark, plot_growth
from bench.report import report_of
from bench.servers import BenchError, Server, mocks, running
from contract_tests.contract import CONTRACT_PATH, load_contract
from fixtures import World

_VIEWERS = 1000
_NOTES = (
    "`bare Starlette` returns a ready-made body, that of a page of 20 viewers, on uvloop and httptools,"
    " and does nothing else: the limit. The mock is on Python's own event loop.",
    "The peers answer from the contract's examples, which hold fewer viewers; `bytes` is the size of a body."
    " `Prism, silent, same page` has the mock's own page as its example, in a copy of the contract.",
    "Prism writes no line for a request where it is silent, nor does the mock where it is quiet: these"
    " are compared, and so are the two as they start by default.",
    "A rental is new each time: callers with credits rent three replays in turn, and the mock is reset before"
    " each round. Where more are sent than that, they begin again, which the contract answers with 200.",
    "– stands where a server answers otherwise than the contract has it; what it answers stands beside it.",
    "Two workers are served with `--read-only`. Load comes from wrk, which takes a core of its own.",
)


def main(
    rounds: Annotated[int, typer.Option(min=1, help="How often each figure is measured.")] = 3,
    seconds: Annotated[int, typer.Option(min=1, help="How long each time.")] = 3,
    starts: Annotated[int, typer.Option(min=1, help="How often each server is started.")] = 5,
    with_peers: Annotated[bool, typer.Option("--peers/--no-peers", help="Measure them too.")] = True,
    sizes: Annotated[str, typer.Option(help="Audiences for the growth; empty to leave it out.")] = (
        "1000,10000,100000"
    ),
    folder: Annotated[Path, typer.Option(help="Where the report goes.")] = CONTRACT_PATH.parent / "docs",
) -> None:
    """Measure the mock, the limit of its server, and the peers; write a table and plots."""
    console = Console(stderr=True, highlight=False)
    effort = Effort(starts, rounds, seconds)
    try:
        _run(effort, with_peers, sizes, folder, console)
    except BenchError as problem:
        console.print(str(problem), style="red", markup=False)
        raise typer.Exit(2) from None


def _run(effort: Effort, with_peers: bool, sizes: str, folder: Path, console: Console) -> None:
    growth_at = sizes_of(sizes)
    refuse_without_wrk()
    world = crowd(_VIEWERS)
    cases, headers = cases_of(world), authorization(world)
    machine = _machine()
    with tempfile.TemporaryDirectory() as temporary:
        servers = _servers(Path(temporary), world, with_peers)
        found = measured(servers, cases, world, headers, effort, console.print)
    growth = None
    if growth_at:
        console.print("growth")
        growth = growing.measured(growth_at, 15)
        plot_growth(growth, folder / "growth.svg")
    by_name = {one.server.name: one for one in found}
    plot_benchmark(by_name, folder / "benchmark.svg")
    text = report_of(by_name, cases, effort, machine, growth, _NOTES)
    (folder / "BENCHMARK.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def sizes_of(text: str) -> tuple[int, ...]:
    """The audiences that `--sizes` names; raises BenchError."""
    parts = text.split(",") if text else []
    if not all(part.strip().isdecimal() and int(part) > 0 for part in parts):
        raise BenchError(f"--sizes wants numbers of viewers, such as 1000,10000, and not {text}")
    return tuple(int(part) for part in parts)


def _servers(folder: Path, world: World, with_peers: bool) -> Sequence[Server]:
    body = folder / "body.json"
    ours = mocks(crowd_file(folder, _VIEWERS), body)
    page = _page(ours[0], world)
    body.write_bytes(page)
    return (*ours, *(peers(load_contract().base_path, page, folder) if with_peers else ()))


def _page(mock: Server, world: World) -> bytes:
    path, headers = cases_of(world)[0].path, authorization(world)
    with running(mock, 18_299, path, headers) as run:
        return httpx2.get(run.url(path), headers=dict(headers)).content


def _machine() -> str:
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    told = (
        f"{os.cpu_count()} cores ({platform.machine()})",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        f"Node.js {node.stdout.strip().lstrip('v') or 'absent'}",
        f"load at the beginning {os.getloadavg()[0]:.1f}",
    )
    return ", ".join(told) + "."


if __name__ == "__main__":
    typer.run(main)
