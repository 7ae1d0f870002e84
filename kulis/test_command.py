"""`kulis test`: hold an implementation to the contract, rule by rule."""

import logging
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from contract_tests.failures import FOLDER
from contract_tests.levels import LEVELS
from contract_tests.profile import ENVIRONMENTS
from kulis.mock_beside import mock_coming_up
from kulis.output_files import refuse_unwritable
from kulis.phases_beside import phases_beside


def test(
    url: Annotated[
        str | None, typer.Argument(help="Base address of the implementation; without one, the mock.")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(help="Target profile: tokens, streams and limits, as TOML.")
    ] = None,
    environment: Annotated[
        str | None, typer.Option(help=f"What the address is: {', '.join(ENVIRONMENTS)}.")
    ] = None,
    level: Annotated[str, typer.Option(help=f"How thorough: {', '.join(LEVELS)}.")] = "standard",
    basis: Annotated[
        str | None, typer.Option(help="What fails the run: documented rules, or all of them.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same choices.")] = 1,
    failures: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where failures are kept, to be tried first next time.")
    ] = FOLDER,
    forget: Annotated[
        bool, typer.Option("--forget", help="Neither try the failures of earlier runs nor keep new ones.")
    ] = False,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that an answer may take.")] = 10.0,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="How many checks that only read are made at a time: of the mock 2, of others 1. "
            "From 2 on the mock's Schemathesis phases run beside its checks.",
            show_default=False,
        ),
    ] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="Show operation by status by rule.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be sent.")] = False,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML to this file.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the verdict as JSON to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a self-contained web page to this file.")] = None,
    github: Annotated[bool, typer.Option("--github", help="Print GitHub annotations too.")] = False,
) -> None:
    """Hold an implementation to the contract. Exit code 0: kept, 1: broken, 2: could not run."""
    logging.disable(logging.CRITICAL)
    is_mock = url is None and profile is None
    at_a_time = workers or (2 if is_mock else 1)
    are_beside = is_mock and at_a_time > 1 and level in LEVELS and not dry_run
    # Schemathesis leaves half of what it imports for its first use.
    generating = () if are_beside else ("contract_tests.phases", "schemathesis.specs.openapi.schemas")
    with (
        mock_coming_up("contract_tests.runner", *generating) if is_mock else nullcontext() as coming,
        phases_beside(level, seed) if are_beside else nullcontext() as phases,
    ):
        # What tests takes as long to import as the mock to start, so that begins first.
        from kulis.test_run import list_what_would_be_sent, report, told_as_exit_code, verdict_of

        with told_as_exit_code():
            refuse_unwritable((junit, json, html))
            if dry_run:
                list_what_would_be_sent(url, profile, environment, coming)
                return
            verdict = verdict_of(
                url,
                profile=profile,
                environment=environment,
                level=level,
                basis=basis,
                seed=seed,
                failures=None if forget else failures,
                timeout=timeout,
                workers=at_a_time,
                mock=coming,
                phases=phases,
            )
            report(verdict, coverage=coverage, junit=junit, json=json, html=html, github=github)
