"""One run of the contract tests, as a command makes it: its target, its verdict, its reports."""

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from contract_tests.checks import CHECKS, RESPONSE_CHECKS
from contract_tests.client import http_client
from contract_tests.contract import Contract, load_contract
from contract_tests.failures import FOLDER, failures_path, load_failures, save_failures
from contract_tests.levels import LEVELS
from contract_tests.plan import Plan
from contract_tests.preflight import CouldNotRun
from contract_tests.profile import ENVIRONMENTS, Profile, ProfileError, load_profile
from contract_tests.replaying import failures_after
from contract_tests.reports.files import as_annotations, as_json, as_junit
from contract_tests.reports.page import as_page
from contract_tests.reports.terminal import print_report
from contract_tests.verdict import Verdict
from kulis.complaints import is_a_users_mistake
from kulis.environments import environment_of
from kulis.garbage import leave_out_what_there_is
from kulis.mock_beside import mock_beside
from kulis.output_files import refuse_unwritable, write_output
from kulis.phases_beside import PhasesBeside
from kulis.sentences import say

KEPT, BROKEN, COULD_NOT_RUN = 0, 1, 2

MockServed = Callable[[], AbstractContextManager[Profile]]
"""Serves a mock for the time of a `with`, and tells its profile."""


def verdict_of(
    url: str | None,
    *,
    profile: Path | None = None,
    environment: str | None = None,
    level: str = "standard",
    basis: str | None = None,
    seed: int = 1,
    failures: Path | None = FOLDER,
    timeout: float = 10.0,
    workers: int = 1,
    mock: MockServed | None = None,
    phases: PhasesBeside | None = None,
) -> Verdict:
    """The verdict on an implementation, or on the mock; CouldNotRun or ProfileError.

    `mock` serves the mock, which is else beside this process. `failures` is the folder in which failures are
    kept from one run to the next; None keeps none. `timeout` is how many seconds an answer may take,
    `workers` how many checks that only read are made at a time. `phases` waits for Schemathesis's phases
    where they run beside; else they run here, after the checks.
    """
    contract = load_contract()
    _refuse_unknown(level=level, basis=basis, environment=environment)
    chosen = basis or ("all" if url is None and profile is None else "documented")
    with _target(contract, url, profile, environment, mock or mock_beside) as target:
        plan = Plan(contract, target, CHECKS, RESPONSE_CHECKS, level, chosen, seed, workers=workers)
        if phases is not None:
            plan = replace(plan, phases=partial(phases, target))
        if failures is None:
            return _run(plan, timeout)
        # The mock is the same target at whatever port it answers.
        name = "mock" if url is None and profile is None else target.base_url
        path = failures_path(failures, name)
        refuse_unwritable([path])
        plan = replace(plan, kept=load_failures(path))
        verdict = _run(plan, timeout)
        save_failures(path, name, failures_after(verdict, plan))
        return verdict


@contextmanager
def told_as_exit_code() -> Iterator[None]:
    """Let what kept a run from being made end in a plain sentence and its exit code.

    A fault of Kulis's own too, behind its traceback: it says nothing about the target.
    """
    try:
        yield
    except Exception as problem:
        if isinstance(problem, (CouldNotRun, ProfileError)) or is_a_users_mistake(problem):
            sentence = str(problem)
        else:
            traceback.print_exception(problem)
            sentence = "this is a fault of Kulis itself and no verdict on the target; please report it"
        say(f"kulis: {sentence}", is_complaint=True)
        sys.exit(COULD_NOT_RUN)


def report(
    verdict: Verdict,
    *,
    coverage: bool,
    junit: Path | None,
    json: Path | None,
    html: Path | None,
    github: bool,
) -> None:
    """Tell a verdict in the terminal and in files, and exit with its code."""
    contract = load_contract()
    print_report(verdict, contract, Console(), coverage=coverage)
    _write_files(verdict, contract, ((junit, as_junit), (json, as_json), (html, as_page)))
    if github:
        typer.echo(as_annotations(verdict, contract), nl=False)
    sys.exit(KEPT if verdict.is_kept else BROKEN)


def list_what_would_be_sent(
    url: str | None, profile: Path | None, environment: str | None, mock: MockServed | None = None
) -> None:
    """Tell what a run would send to a target, and send nothing."""
    console = Console()
    with _target(load_contract(), url, profile, environment, mock or mock_beside) as target:
        console.print(f"To {target.base_url} ({target.environment}) would be sent:", highlight=False)
        for check in CHECKS:
            left_out = check.changes and target.is_read_only
            word = "[dim]left out, it changes data[/]" if left_out else ", ".join(check.operations)
            console.print(f"  {check.rule_id:9} {check.sentence}: {word}", highlight=False)
        console.print("  and what Schemathesis generates for each operation that may be sent")


def _refuse_unknown(*, level: str, basis: str | None, environment: str | None) -> None:
    for name, value, known in (
        ("level", level, tuple(LEVELS)),
        ("basis", basis, ("documented", "all")),
        ("environment", environment, ENVIRONMENTS),
    ):
        if value is not None and value not in known:
            raise CouldNotRun(f"--{name} {value}: expected one of {', '.join(known)}")


@contextmanager
def _target(
    contract: Contract, url: str | None, path: Path | None, environment: str | None, mock: MockServed
) -> Iterator[Profile]:
    if url is None and path is None:
        with mock() as profile:
            yield profile
        return
    profile = load_profile(path) if path else Profile((url or "").rstrip("/"), "")
    if url is not None:
        profile = replace(profile, base_url=url.rstrip("/"))
    kind = environment_of(contract, profile.base_url, told=environment, profiled=profile.environment or None)
    yield replace(profile, environment=kind)


def _run(plan: Plan, timeout: float) -> Verdict:
    # No other command needs it.
    from contract_tests.runner import run

    # What is imported stays, and the collector need not go through it again and again.
    leave_out_what_there_is()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
        http_client(timeout) as http,
    ):
        task = progress.add_task("starting", total=len(plan.checks) + 4)

        def tell(sentence: str, count: int) -> None:
            progress.update(task, description=sentence[:60], advance=1)

        return run(replace(plan, tell=tell), http)


def _write_files(
    verdict: Verdict, contract: Contract, files: Iterable[tuple[Path | None, Callable[..., str]]]
) -> None:
    for path, make in files:
        if path is not None:
            write_output(path, make(verdict, contract))
