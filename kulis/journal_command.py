"""`kulis journal`: what a running server was asked, and what its contract says of it."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from kulis.control.client import DEFAULT_SERVER, Control, ControlError, ControlToken, Server, Unreachable
from kulis.journal_lines import lines, whole_entry
from kulis.output_files import write_output
from kulis.sentences import say

_SECONDS_TO_POLL = 25
_SECONDS_TO_TRY_AGAIN = 0.5


def journal(
    number: Annotated[
        int | None,
        typer.Argument(metavar="[NUMBER]", help="Show this entry whole: the number in Kulis-Journal."),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on as requests come, until Ctrl+C.")
    ] = False,
    har: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write an HTTP Archive (HAR 1.2) to this file.")
    ] = None,
    last: Annotated[int, typer.Option(metavar="COUNT", min=0, max=1000, help="How many to begin with.")] = 20,
    server: Server = DEFAULT_SERVER,
    control_token: ControlToken = None,
) -> None:
    """Show what a running server was asked last, with a verdict on each request."""
    console = Console(markup=False, emoji=False, highlight=False)
    control = Control(server, control_token)
    if har is not None:
        archive = control.get("/journal.har")
        write_output(har, json.dumps(archive, ensure_ascii=False, indent=1))
        say(f"{len(archive['log']['entries'])} exchanges written to {har}")
        return
    if number is not None:
        console.print(whole_entry(control.get(f"/journal/{number}")), soft_wrap=True)
        return
    for entry in followed(control, last) if follow else _told(_last(control, last)):
        console.print(lines(entry), soft_wrap=True)


def followed(control: Control, last: int) -> Iterator[Mapping[str, Any]]:
    """The last entries and then each new one, over restarts of the server, until interrupted."""
    page = _last(control, last)
    if page["workers"] > 1:
        raise ControlError(
            f"each of {page['workers']} workers has a journal of its own, and any may answer; "
            "to follow it, serve the mock without --workers"
        )
    run, after = page["run"], page["last"]
    yield from page["entries"]
    while True:
        page = _patiently(partial(control.get, "/journal", after=after, limit=1000, wait=_SECONDS_TO_POLL))
        if page["run"] != run:
            say("(the server has started afresh)")
            run, after = page["run"], 0
            continue
        for entry in page["entries"]:
            after = entry["number"]
            yield entry


def _last(control: Control, count: int) -> Mapping[str, Any]:
    page: dict[str, Any] = control.get("/journal", limit=max(count, 1))
    return {**page, "entries": page["entries"][-count:] if count else []}


def _told(page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from page["entries"]
    if page["workers"] > 1:
        say(f"(the journal of one of {page['workers']} workers; each has its own)", is_complaint=True)


def _patiently(ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    is_told = False
    while True:
        try:
            return ask()
        except Unreachable:
            if not is_told:
                say("(the server does not answer; waiting for it)")
            is_told = True
            time.sleep(_SECONDS_TO_TRY_AGAIN)
