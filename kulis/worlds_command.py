"""`kulis worlds`: which worlds there are, whether a file is one, and who is in it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from contract_tests.contract import load_contract
from fixtures import World, WorldError, load_world, world_names
from handlers.access import is_rentable
from kulis.faults.reading import world_rules
from kulis.sentences import say

app = typer.Typer(help="Worlds: the data that the mock starts with.", no_args_is_help=True)

_SEED = 1


@app.command("list")
def list_worlds() -> None:
    """Name the worlds that come with Kulis."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("world", "personas", "what it is"):
        table.add_column(heading, no_wrap=heading == "world")
    for name in world_names():
        world = _load(name)
        table.add_row(name, ", ".join(persona.name for persona in world.personas), world.description)
    _console().print(table)


@app.command(epilog="[bold]Examples[/]\n\n  kulis worlds check\n\n  kulis worlds check my-world.yaml")
def check(
    worlds: Annotated[
        list[str] | None, typer.Argument(help="Names or files; all of Kulis's own if none.")
    ] = None,
) -> None:
    """Say whether worlds can be loaded, and if not, every problem of each."""
    contract, broken = load_contract(), False
    for name in worlds or world_names():
        try:
            world = _load(name)
            world_rules(world, contract)
        except WorldError as problem:
            broken = True
            say(f"{problem}", is_complaint=True)
        else:
            say(f"{name}: sound, with {_sizes(world.documents)}")
    if broken:
        raise typer.Exit(1)


@app.command(epilog="[bold]Examples[/]\n\n  kulis worlds describe default")
def describe(
    world: Annotated[str, typer.Argument(help="Name of a world, or path of a world file.")] = "default",
) -> None:
    """Show a world's personas and streams, with the ids to use in requests."""
    shown = _load(world)
    console = _console()
    console.print(Text.assemble((shown.name, "bold"), f": {shown.description}\n"))
    console.print(_personas(shown))
    console.print()
    console.print(_streams(shown))


def _console() -> Console:
    # What a world says is text, brackets, colons and all.
    return Console(markup=False, emoji=False, highlight=False)


def _load(name: str) -> World:
    return load_world(name, now=datetime.now(UTC), seed=_SEED)


def _sizes(documents: Mapping[str, Sequence[Any]]) -> str:
    return ", ".join(f"{len(rows)} {name}" for name, rows in documents.items() if rows)


def _personas(world: World) -> Table:
    table = _table("persona", "user id", "credits", "who it is")
    users = {user["_id"]: user for user in world.documents["users"]}
    for persona in world.personas:
        credits = str(users[persona.user_id]["credits"])
        table.add_row(persona.name, persona.user_id, credits, persona.description)
    return table


def _streams(world: World) -> Table:
    table = _table("stream id", "status", "title")
    for stream in world.documents["streams"]:
        status = "deleted" if stream["deletedAt"] else stream["status"]
        offer = _offer(world, stream)
        title = f"{stream['title']} ({stream['liveStreamType']})"
        table.add_row(stream["_id"], f"{status}, {offer}" if offer else status, title)
    return table


def _offer(world: World, stream: dict[str, Any]) -> str:
    if stream["status"] == "active":
        rows = world.documents["audience"]
        present = sum(row["stream"] == stream["_id"] and row["leftAt"] is None for row in rows)
        return f"{present} viewers"
    return f"replay at {stream['replayCreditPrice']}" if is_rentable(stream) else ""


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for heading in headings:
        # Ids are there to be copied: in a narrow terminal it is the other columns that give way.
        table.add_column(heading, no_wrap=heading not in ("who it is", "title"))
    return table
