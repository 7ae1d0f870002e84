"""How fast the contract tests are: `python -m bench.suite` writes docs/SUITE.md.

The target is the mock, in a process of its own, once as it is and once made slow by a fault.
"""

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated

import httpx2
import typer

from contract_tests.checks import CHECKS, RESPONSE_CHECKS
from contract_tests.contract import CONTRACT_PATH, load_contract
from contract_tests.plan import Plan
from contract_tests.profile import Profile
from contract_tests.runner import run
from contract_tests.verdict import Verdict
from kulis.control.client import Control
from kulis.mock_beside import mock_beside

_KINDS = (("waiting", "waiting"), ("generating", "Hypothesis and Schemathesis"), ("checking", "checks"))


@dataclass(frozen=True)
class Measurement:
    """The runs made alike: how long the target takes over each answer, in milliseconds, and the workers."""

    delay: int
    workers: int
    verdicts: tuple[Verdict, ...]

    @property
    def seconds(self) -> float:
        return median(verdict.seconds for verdict in self.verdicts)

    @property
    def requests_per_second(self) -> float:
        return median(verdict.requests_per_second for verdict in self.verdicts)

    def share(self, kind: str) -> float:
        return median(verdict.shares[kind] for verdict in self.verdicts)


def main(
    delay: Annotated[int, typer.Option(min=1, help="Milliseconds that the slow target takes.")] = 20,
    rounds: Annotated[int, typer.Option(min=1, help="How often each run is made.")] = 3,
    workers: Annotated[int, typer.Option(min=2, help="How many, beside one.")] = 4,
    level: Annotated[str, typer.Option(help="quick, standard or deep.")] = "quick",
    folder: Annotated[Path, typer.Option(help="Where the report goes.")] = CONTRACT_PATH.parent / "docs",
) -> None:
    """Measure the contract tests, with one worker and several, on a near target and on a slow one."""
    found = measured([0, delay], [1, workers], rounds, level)
    text = "\n".join(lines_of(found, level)) + "\n"
    (folder / "SUITE.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def measured(delays: Sequence[int], workers: Sequence[int], rounds: int, level: str) -> list[Measurement]:
    """Every combination, its rounds interleaved with those of the others."""
    kinds = [(delay, count) for delay in delays for count in workers]
    runs: dict[tuple[int, int], list[Verdict]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for delay, count in kinds:
            with mock_beside() as profile:
                if delay:
                    Control(_origin(profile)).post("/faults", rule=f"*:delay={delay}ms")
                runs[delay, count].append(_verdict(profile, count, level))
    return [Measurement(*kind, tuple(verdicts)) for kind, verdicts in runs.items()]


def lines_of(found: Sequence[Measurement], level: str) -> Iterator[str]:
    """The report, as Markdown."""
    verdicts = [verdict for one in found for verdict in one.verdicts]
    rounds, requests = len(found[0].verdicts), verdicts[0].requests
    yield "# How fast the contract tests are\n"
    yield f"The mock as the target, in a process of its own, at level {level}: `python -m bench.suite`,"
    often = "One run of each kind" if rounds == 1 else f"Medians of {rounds} runs of each kind, interleaved"
    yield f"{often}; {requests:,} requests in a run."
    yield f"A fault holds the answers back. {os.cpu_count()} cores, Python {platform.python_version()}."
    yield "Schemathesis's phases run after the checks here, as they do against a foreign target.\n"
    heads = " | ".join(f"share of {words}" for _, words in _KINDS)
    yield f"| answers held back | workers | seconds | to one worker | requests/s | {heads} |"
    yield f"| ---: | ---: | ---: | ---: | ---: |{' ---: |' * len(_KINDS)}"
    alone = {one.delay: one.seconds for one in found if one.workers == 1}
    for one in found:
        figures = (
            f"{one.delay} ms",
            str(one.workers),
            f"{one.seconds:.1f}",
            f"{one.seconds / alone[one.delay]:.2f}",
            f"{one.requests_per_second:.0f}",
            *(f"{one.share(kind):.0%}" for kind, _ in _KINDS),
        )
        yield f"| {' | '.join(figures)} |"
    told = {tuple((outcome.sentence, outcome.result) for outcome in verdict.outcomes) for verdict in verdicts}
    yield f"\nThe verdicts, check by check, are {'the same' if len(told) == 1 else 'NOT the same'}."


def _origin(profile: Profile) -> str:
    return str(httpx2.URL(profile.base_url).copy_with(path="")).rstrip("/")


def _verdict(profile: Profile, workers: int, level: str) -> Verdict:
    plan = Plan(load_contract(), profile, CHECKS, RESPONSE_CHECKS, level, "all", 1, workers=workers)
    with httpx2.Client(timeout=10, follow_redirects=False) as http:
        return run(plan, http)


if __name__ == "__main__":
    typer.run(main)
