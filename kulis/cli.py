"""The command `kulis`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kulis.complaints import told_plainly
from kulis.importing import imported_quickly


@dataclass(frozen=True)
class _Place:
    """Where a command is to be found: a function, or a Typer that has commands of its own."""

    module: str
    name: str
    examples: tuple[str, ...] = ()


_PLACES: Mapping[str, _Place] = {
    "worlds": _Place("kulis.worlds_command", "app"),
    "profile": _Place("kulis.profile_command", "app"),
    "fault": _Place("kulis.fault_command", "app"),
    "world": _Place("kulis.control.commands", "world"),
    "snapshot": _Place("kulis.control.commands", "snapshot"),
    "clock": _Place("kulis.control.commands", "clock"),
    "simulation": _Place("kulis.control.simulation_commands", "simulation"),
    "reset": _Place(
        "kulis.control.commands", "reset", ("kulis reset", "kulis reset --server http://127.0.0.1:9000")
    ),
    "state": _Place("kulis.control.commands", "state", ("kulis state", "kulis state rentals --limit 5")),
    "serve": _Place(
        "kulis.serve_command",
        "serve",
        (
            "kulis serve",
            "kulis serve --world crowd --port 9000",
            "kulis serve --world my-world.yaml --reload",
            "kulis serve --frozen-at 2026-01-31T20:00:00Z --seed 7",
            "kulis serve --fault createGift:status=503,probability=0.3",
            "kulis serve --simulate --speed 5",
            "kulis serve --store mongodb://127.0.0.1:27017/kulis --workers 4",
        ),
    ),
    "token": _Place(
        "kulis.token_command",
        "token",
        (
            "kulis token --as viewer",
            "kulis token --as viewer --expires-in 10m",
            "kulis token --as viewer --spoil expired      (to see a 401)",
            'curl -H "Authorization: Bearer $(kulis token --as viewer)" http://127.0.0.1:8080/api/v1/gifts/gift-types',
        ),
    ),
    "test": _Place(
        "kulis.test_command",
        "test",
        (
            "kulis test                                              (the mock)",
            "kulis test http://127.0.0.1:3000/api/v1 --environment local",
            "kulis test --profile development.toml --html report.html --junit report.xml",
            "kulis test --profile development.toml --level deep --basis all --seed 7",
        ),
    ),
    "prove": _Place(
        "kulis.prove_command",
        "prove",
        (
            "kulis prove --list",
            "kulis prove gift-on-credit dotless-i-not-folded --level quick --plain",
            "kulis prove --sound-runs 20 --json proof.json",
        ),
    ),
    "demo": _Place("kulis.demo_command", "demo", ("kulis demo", "kulis demo launch-night")),
    "rules": _Place("kulis.rules_command", "rules"),
    "journal": _Place(
        "kulis.journal_command",
        "journal",
        (
            "kulis journal --follow",
            "kulis journal 17                (what the header Kulis-Journal: 17 is about)",
            "kulis journal --har session.har",
        ),
    ),
    "proxy": _Place(
        "kulis.proxy.command",
        "proxy",
        (
            "kulis proxy https://development.example.com/api/v1 --environment development",
            "kulis proxy https://api.example.com/api/v1                 (production: only reading)",
            "kulis proxy http://127.0.0.1:8080 --strict --basis all     (in CI: every breach is a 502)",
        ),
    ),
}


class _Imported(Mapping[str, Any]):
    """Commands by name, each imported when it is asked for: who steers need not import what serves."""

    def __getitem__(self, name: str) -> Any:
        place = _PLACES[name]
        with imported_quickly():
            found = getattr(import_module(place.module), place.name)
        if isinstance(found, typer.Typer):
            group = typer.main.get_group(found)
            group.name = name
            return group
        alone = typer.Typer(add_completion=False, rich_markup_mode="rich")
        alone.command(name, epilog=_epilog(place.examples))(found)
        return typer.main.get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


class _Commands(TyperGroup):
    """Typer's own group, but for where it has its commands from."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": _Imported()})

    def list_commands(self, ctx: Any) -> list[str]:
        return list(_PLACES)


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
)


def main() -> None:
    """Run the command line; a user's mistake ends in one plain sentence and exit code 1."""
    with told_plainly():
        app()


def _tell_version(is_asked: bool) -> None:
    if is_asked:
        from kulis.version import own_version

        typer.echo(f"kulis {own_version()}")
        raise typer.Exit


def _epilog(examples: tuple[str, ...]) -> str | None:
    return "\n\n".join(("[bold]Examples[/]", *(f"  {example}" for example in examples))) if examples else None


@app.callback(help="A live-streaming API to develop against: seeded, stateful, strict about its contract.")
def kulis(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """What stands before every command."""
