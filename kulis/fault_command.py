"""`kulis fault`: let requests to a running server fail on purpose."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kulis.control.client import DEFAULT_SERVER, Control, ControlToken, Server
from kulis.sentences import say

app = typer.Typer(help="Faults: let requests to a running server fail on purpose.", no_args_is_help=True)


@app.command(
    epilog="[bold]Examples[/]\n\n"
    "  kulis fault add createGift:status=503,probability=0.3\n\n"
    "  kulis fault add '*:delay=normal:400ms:150ms,persona=viewer'\n\n"
    "  kulis fault add getLiveStreamViewers:body=truncated,every=5\n\n"
    "  kulis fault add createReplayRental:connection=lost,first=1"
)
def add(
    rules: Annotated[list[str], typer.Argument(metavar="RULE...", help="OPERATION:setting=value,…")],
    server: Server = DEFAULT_SERVER,
    control_token: ControlToken = None,
) -> None:
    """Switch faults on.

    Whom: persona=NAME, path=/gifts/*. When, all together: probability=0.3, first=3, every=5.
    What: delay=2s (or uniform:1s:3s, normal:2s:500ms, exponential:1s), status=503,
    body=truncated|malformed|wrong-envelope, slow=5s, connection=reset|lost.
    """
    for rule in rules:
        fault = Control(server, control_token).post("/faults", rule=rule)
        say(f"Fault {fault['id']} is on: {fault['rule']}")


@app.command("list")
def list_faults(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Show the faults that are on, and how often they have struck."""
    faults = Control(server, control_token).get("/faults")["faults"]
    if not faults:
        say("No fault is on; kulis fault add RULE switches one on")
        return
    Console(markup=False, emoji=False, highlight=False).print(_table(faults))


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="As kulis fault list shows them.")],
    server: Server = DEFAULT_SERVER,
    control_token: ControlToken = None,
) -> None:
    """Switch faults off."""
    for fault_id in ids:
        Control(server, control_token).delete(f"/faults/{quote(fault_id, safe='')}")
        say(f"Fault {fault_id} is off")


@app.command()
def clear(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Switch all faults off."""
    number = Control(server, control_token).delete("/faults")["removed"]
    say("No fault was on" if not number else f"All faults are off; there were {number}")


def _table(faults: Iterable[Mapping[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for heading in ("id", "rule", "struck", "set by"):
        table.add_column(heading, no_wrap=heading != "rule", overflow="fold")
    for fault in faults:
        struck = f"{fault['struck']} of {fault['matched']}"
        table.add_row(*(Text(cell) for cell in (fault["id"], fault["rule"], struck, fault["origin"])))
    return table
