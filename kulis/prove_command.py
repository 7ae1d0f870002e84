"""`kulis prove`: does the suite notice what is wrong? Each defect is put before the mock, one at a time."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from contract_tests.contract import load_contract
from contract_tests.defects import Defect
from contract_tests.levels import LEVELS
from contract_tests.proof import Trial, UnknownDefect, as_data, defects_named
from contract_tests.reports.kill_table import print_proof, trial_line
from contract_tests.reports.proof_document import as_document
from kulis.output_files import refuse_unwritable, write_output
from kulis.proving import Method, SoundRun, proof_of


def prove(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[DEFECT]...", help="Which defects; without one, all.")
    ] = None,
    level: Annotated[str, typer.Option(help=f"How thorough: {', '.join(LEVELS)}.")] = "standard",
    seed: Annotated[int, typer.Option(help="Seed of every run with a defect, and of the first without.")] = 1,
    sound_runs: Annotated[int, typer.Option(min=0, help="How many seeds to try on the sound mock.")] = 1,
    plain: Annotated[bool, typer.Option("--plain", help="Run plain Schemathesis beside the suite.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Runs at a time; without it, one for each core.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the proof to this file.")] = None,
    document: Annotated[
        Path | None, typer.Option("--markdown", help="Write the proof to this file, to be read.")
    ] = None,
    list_only: Annotated[bool, typer.Option("--list", help="Only name the defects.")] = False,
) -> None:
    """Put defects before the mock, one at a time, and see whether the suite names a rule that each breaks.

    Exit code 0: every defect is killed, every named rule is explained, and the sound mock gives no alarm.
    """
    console = Console()
    if level not in LEVELS:
        raise typer.BadParameter(f"{level!r} is not one of {', '.join(LEVELS)}", param_hint="--level")
    try:
        defects = defects_named(names or ())
    except UnknownDefect as problem:
        raise typer.BadParameter(str(problem)) from None
    if list_only:
        console.print(_listing(defects))
        return
    refuse_unwritable((json_file, document))
    ended = 0

    def tell(outcome: Trial | SoundRun) -> None:
        nonlocal ended
        ended += 1
        line = trial_line(outcome) if isinstance(outcome, Trial) else _sound_line(outcome)
        console.print(f"[{ended}/{len(defects) + sound_runs}] {line}", markup=False, soft_wrap=True)

    proof = proof_of(defects, sound_runs=sound_runs, method=Method(level, seed, plain, workers), tell=tell)
    print_proof(proof, load_contract(), console)
    if json_file is not None:
        write_output(json_file, json.dumps(as_data(proof), indent=2) + "\n")
    if document is not None:
        write_output(document, as_document(proof, load_contract(), command=_command()))
    sys.exit(0 if proof.is_complete else 1)


def _command() -> str:
    return " ".join(("kulis", *sys.argv[1:]))


def _sound_line(run: SoundRun) -> str:
    told = f"alarm: {', '.join(run.named)}" if run.named else "no alarm"
    return f"sound mock, seed {run.seed}: {told}"


def _listing(defects: Sequence[Defect]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("defect", "breaks", "what is wrong"):
        table.add_column(heading, no_wrap=heading == "defect")
    for defect in defects:
        table.add_row(defect.name, ", ".join(defect.rule_ids), defect.sentence)
    return table
