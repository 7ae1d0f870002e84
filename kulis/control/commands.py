"""Commands that steer a running mock: its data, world, snapshots, clock and state."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from kulis.control.client import DEFAULT_SERVER, Control, ControlToken, Server
from kulis.sentences import say

clock = typer.Typer(help="Move the clock of a running mock.", no_args_is_help=True)
snapshot = typer.Typer(help="Keep the state of a running mock, and bring it back.", no_args_is_help=True)
world = typer.Typer(help="Change the world of a running mock.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, - and _.")]


def reset(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Begin again: data, clock and new ids as they were when the mock started."""
    status = Control(server, control_token).post("/reset")
    say(f"World {status['world']} as it was at first, seed {status['seed']}; it is {_told(status['clock'])}")


@world.command(epilog="[bold]Examples[/]\n\n  kulis world use empty\n\n  kulis world use crowd --seed 7")
def use(
    name: Annotated[str, typer.Argument(metavar="WORLD", help="Its name, or the path of its file.")],
    seed: Annotated[int | None, typer.Option(help="Seed of generated people and of new ids.")] = None,
    server: Server = DEFAULT_SERVER,
    control_token: ControlToken = None,
) -> None:
    """Begin with another world."""
    status = Control(server, control_token).put("/world", name=name, seed=seed)
    say(f"World {status['world']}, seed {status['seed']}; personas: {', '.join(status['personas'])}")


@snapshot.command("save", epilog="[bold]Examples[/]\n\n  kulis snapshot save before-the-demo")
def save(name: Name, server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Keep the state as it is now."""
    say(f"Kept {_summary(Control(server, control_token).put(f'/snapshots/{name}'))}")


@snapshot.command("restore", epilog="[bold]Examples[/]\n\n  kulis snapshot restore before-the-demo")
def restore(name: Name, server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Bring a state back, also after the mock was started anew."""
    say(f"Brought back {_summary(Control(server, control_token).post(f'/snapshots/{name}/restore'))}")


@snapshot.command("list")
def list_all(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Name every snapshot."""
    kept = Control(server, control_token).get("/snapshots")["snapshots"]
    if not kept:
        say("There are no snapshots; kulis snapshot save NAME keeps one")
    for one in kept:
        say(_summary(one))


@snapshot.command("delete")
def delete(name: Name, server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Remove a snapshot."""
    say(f"Removed {Control(server, control_token).delete(f'/snapshots/{name}')['removed']}")


@clock.command()
def show(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Tell what time it is in the mock."""
    say(f"It is {_told(Control(server, control_token).get('/clock'))}")


@clock.command(
    epilog="[bold]Examples[/]\n\n  kulis clock freeze\n\n  kulis clock freeze 2026-01-31T20:00:00Z"
)
def freeze(
    moment: Annotated[str | None, typer.Argument(metavar="MOMENT", help="Without one, now.")] = None,
    server: Server = DEFAULT_SERVER,
    control_token: ControlToken = None,
) -> None:
    """Let the clock stand still."""
    say(f"It is {_told(Control(server, control_token).post('/clock/freeze', at=moment))}")


@clock.command(epilog="[bold]Examples[/]\n\n  kulis clock advance 25h      (a rental has expired)")
def advance(
    duration: Annotated[str, typer.Argument(metavar="DURATION", help="Such as 30s, 10m, 25h or 7d.")],
    server: Server = DEFAULT_SERVER,
    control_token: ControlToken = None,
) -> None:
    """Move the clock on, whether it stands or runs."""
    say(f"It is {_told(Control(server, control_token).post('/clock/advance', by=duration))}")


@clock.command()
def resume(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Let the clock run on from where it stands."""
    say(f"It is {_told(Control(server, control_token).post('/clock/resume'))}")


def state(
    collection: Annotated[
        str | None, typer.Argument(metavar="[COLLECTION]", help="Without one, names them all.")
    ] = None,
    page: Annotated[int, typer.Option(min=1)] = 1,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 20,
    server: Server = DEFAULT_SERVER,
    control_token: ControlToken = None,
) -> None:
    """Look at the documents of a running mock."""
    control = Control(server, control_token)
    if collection is None:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("collection")
        table.add_column("documents", justify="right")
        for one in control.get("/state")["collections"]:
            table.add_row(one["name"], str(one["documents"]))
        Console(highlight=False).print(table)
        return
    found = control.get(f"/state/{collection}", page=page, limit=limit)
    for document in found["documents"]:
        typer.echo(json.dumps(document, ensure_ascii=False))
    shown = len(found["documents"])
    typer.echo(f"page {found['page']}: {shown} of {found['total']} documents", err=True)


def _told(told: Any) -> str:
    return f"{told['now']}, and the clock {'stands still' if told['isFrozen'] else 'runs'}"


def _summary(kept: Any) -> str:
    world = f"world {kept['world']}, seed {kept['seed']}"
    return f"{kept['name']}: {world}, {kept['documents']} documents, at {kept['at']}"
