"""All servers side by side: started in turn, then put under load in turn, round by round."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx2

from bench.cases import RENTAL, Case, rentals
from bench.load import Load, load_on
from bench.servers import BenchError, Running, Server, running
from fixtures import World
from kulis.control.app import PREFIX

_SCRIPT = Path(__file__).with_name("rentals.lua")
_FIRST_PORT = 18_300


@dataclass(frozen=True)
class Effort:
    """How much is measured: starts, rounds, seconds of each run, and numbers of connections."""

    starts: int = 5
    rounds: int = 3
    seconds: int = 3
    connections: tuple[int, ...] = (1, 16)


@dataclass
class Measured:
    """What one server showed. `wrong` says of a case that is not measured what was answered in its place."""

    server: Server
    seconds_to_start: list[float] = field(default_factory=list)
    loads: dict[tuple[str, int], list[Load]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    memory: float = 0.0

    @property
    def start(self) -> float:
        return median(self.seconds_to_start)

    def middle(self, case: str, connections: int) -> Load | None:
        """Medians over the rounds, of each figure by itself."""
        found = self.loads.get((case, connections))
        if not found:
            return None
        return Load(
            median(load.per_second for load in found),
            median(load.p50 for load in found),
            median(load.p99 for load in found),
            sum(load.requests for load in found),
            sum(load.refused for load in found),
        )


def measured(
    servers: Sequence[Server],
    cases: Sequence[Case],
    world: World,
    headers: Mapping[str, str],
    effort: Effort,
    tell: Callable[[str], None],
) -> tuple[Measured, ...]:
    """Measure all; `tell` is called with a sentence as each step begins. Raises BenchError."""
    found = [Measured(server) for server in servers]
    for number in range(effort.starts):
        for at, one in enumerate(found):
            tell(f"start {number + 1} of {effort.starts}: {one.server.name}")
            with running(one.server, _FIRST_PORT + at, cases[0].path, headers) as run:
                one.seconds_to_start.append(run.seconds_to_start)
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        runs = [
            stack.enter_context(running(server, _FIRST_PORT + at, cases[0].path, headers))
            for at, server in enumerate(servers)
        ]
        for one, run in zip(found, runs, strict=True):
            _try(one, run, cases, headers)
        lists = [_rentals_of(run, world, Path(folder) / f"{at}.txt") for at, run in enumerate(runs)]
        for step in _steps(cases, effort):
            tell(f"round {step[0]} of {effort.rounds}: {step[1].name}, {step[2]} connections")
            for one, run, renting in zip(found, runs, lists, strict=True):
                _measure(one, run, step, headers, effort, renting)
        for one, run in zip(found, runs, strict=True):
            one.memory = run.memory()
    return tuple(found)


_Step = tuple[int, Case, int]


def _steps(cases: Sequence[Case], effort: Effort) -> Iterator[_Step]:
    for number in range(effort.rounds):
        for case in cases:
            for connections in effort.connections:
                yield number + 1, case, connections


def _try(one: Measured, run: Running, cases: Sequence[Case], headers: Mapping[str, str]) -> None:
    """Send each request once, since a wrong answer must not be measured as if it were right."""
    with httpx2.Client(timeout=10) as client:
        for case in cases:
            sent = headers if case.is_authorized else {}
            answer = client.request(case.method, run.url(case.path), headers=dict(sent))
            one.sizes[case.name] = len(answer.content)
            if answer.status_code not in case.statuses:
                one.wrong[case.name] = f"answers {answer.status_code}"


def _measure(
    one: Measured, run: Running, step: _Step, headers: Mapping[str, str], effort: Effort, renting: Path
) -> None:
    _, case, connections = step
    if case.name in one.wrong:
        return
    script = None
    if case.name == RENTAL:
        script = _SCRIPT
        _begin_again(run)
    load = load_on(
        run.url(case.path),
        headers if case.is_authorized and script is None else {},
        connections=connections,
        seconds=effort.seconds,
        script=script,
        environment={"KULIS_BENCH_RENTALS": str(renting)},
    )
    expected = load.requests if case.statuses[0] >= 400 else 0
    if load.refused != expected:
        raise BenchError(
            f"{run.server.name}, {case.name}: {load.refused} of {load.requests} answers were above 399,"
            f" and {expected} should be; see what it answers"
        )
    one.loads.setdefault((case.name, connections), []).append(load)


def _begin_again(run: Running) -> None:
    if run.server.is_kulis:
        httpx2.post(f"{run.origin}{PREFIX}/reset", timeout=30).raise_for_status()


def _rentals_of(run: Running, world: World, path: Path) -> Path:
    lines = [f"{token} {run.server.base_path}{where}" for token, where in rentals(world)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
