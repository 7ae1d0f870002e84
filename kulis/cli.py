"""The command `kulis`."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket
from typing import Annotated

import typer
from rich.console import Console

from contract_tests.contract import ContractError
from fixtures import UnknownPersona, WorldError, load_world
from kulis import fault_command, profile_command, worlds_command
from kulis.app import Mock, create_mock
from kulis.banner import print_banner
from kulis.control import commands
from kulis.control.client import ControlError
from kulis.control.simulation_commands import simulation
from kulis.demo_command import demo
from kulis.durations import duration
from kulis.faults.reading import FaultError
from kulis.journal_command import journal
from kulis.options import ControlToken, CorsOrigins, Host, Port, Secret, Seed, World
from kulis.processes import end_with_parent
from kulis.prove_command import prove
from kulis.proxy.backend import ProxyError
from kulis.proxy.command import proxy
from kulis.reloading import serve_and_reload
from kulis.rules_command import rules
from kulis.sentences import log_to_terminal, say
from kulis.server import AddressError, listening_socket
from kulis.server import serve as serve_mock
from kulis.settings import Settings
from kulis.simulation.running import FASTEST, SLOWEST, SimulationError
from kulis.store import StoreError
from kulis.test_command import test
from kulis.tokens import DEVELOPMENT_SECRET, SPOILERS, mint
from kulis.workers import serve_by_workers

app = typer.Typer(
    help="A live-streaming API to develop against: seeded, stateful, strict about its contract.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.add_typer(worlds_command.app, name="worlds")
app.add_typer(profile_command.app, name="profile")
app.add_typer(fault_command.app, name="fault")
app.add_typer(commands.world, name="world")
app.add_typer(commands.snapshot, name="snapshot")
app.add_typer(commands.clock, name="clock")
app.add_typer(simulation, name="simulation")
app.command(epilog="[bold]Examples[/]\n\n  kulis reset\n\n  kulis reset --server http://127.0.0.1:9000")(
    commands.reset
)
app.command(epilog="[bold]Examples[/]\n\n  kulis state\n\n  kulis state rentals --limit 5")(commands.state)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a moment such as 2026-01-31T20:00:00Z") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _duration(text: str) -> timedelta:
    try:
        return duration(text)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None


def _spoiler(name: str) -> str:
    if name not in SPOILERS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(SPOILERS)}")
    return name


_COMPLAINTS = (
    ControlError,
    AddressError,
    ContractError,
    FaultError,
    ProxyError,
    SimulationError,
    StoreError,
    UnknownPersona,
    WorldError,
)


def main() -> None:
    """Run the command line; a user's mistake ends in one plain sentence and exit code 1."""
    with _plain_errors():
        app()


@app.command(
    epilog="[bold]Examples[/]\n\n"
    "  kulis serve\n\n"
    "  kulis serve --world crowd --port 9000\n\n"
    "  kulis serve --world my-world.yaml --reload\n\n"
    "  kulis serve --frozen-at 2026-01-31T20:00:00Z --seed 7\n\n"
    "  kulis serve --fault createGift:status=503,probability=0.3\n\n"
    "  kulis serve --simulate --speed 5\n\n"
    "  kulis serve --store mongodb://127.0.0.1:27017/kulis --workers 4"
)
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8080,
    world: World = "default",
    seed: Seed = 1,
    frozen_at: Annotated[
        datetime | None,
        typer.Option(parser=_moment, metavar="MOMENT", help="Let the clock stand still at this moment."),
    ] = None,
    strict_auth: Annotated[
        bool, typer.Option("--strict-auth", help="Refuse a token that comes without the word Bearer.")
    ] = False,
    no_validate_responses: Annotated[
        bool,
        typer.Option(
            "--no-validate-responses", help="Do not hold the mock's own answers against the contract."
        ),
    ] = False,
    cors_origin: CorsOrigins = None,
    secret: Secret = DEVELOPMENT_SECRET,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            help="Let requests fail, such as createGift:status=503,probability=0.3. Repeatable; "
            "kulis fault add --help tells what a rule can say.",
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            envvar="KULIS_STORE",
            help="Keep everything on a MongoDB server, such as mongodb://127.0.0.1:27017/kulis.",
            show_default=False,
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin the world anew, whatever --store holds of it.")
    ] = False,
    workers: Annotated[
        int,
        typer.Option(metavar="NUMBER", min=1, help="How many processes answer, on one port and one store."),
    ] = 1,
    read_only: Annotated[
        bool,
        typer.Option("--read-only", help="Refuse all changes, so that workers need no --store to share."),
    ] = False,
    snapshots: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where kulis snapshot keeps states.")
    ] = Path(".kulis/snapshots"),
    control_token: ControlToken = None,
    simulate: Annotated[
        bool,
        typer.Option("--simulate", help="Let people come and go, gifts be sent and streams end."),
    ] = False,
    speed: Annotated[
        float,
        typer.Option(metavar="FACTOR", min=SLOWEST, max=FASTEST, help="How fast --simulate goes."),
    ] = 1.0,
    reload: Annotated[
        bool, typer.Option("--reload", help="Start afresh when openapi.yaml, handlers or the world change.")
    ] = False,
) -> None:
    """Run the mock until Ctrl+C."""
    settings = Settings(
        world,
        seed,
        frozen_at,
        strict_auth,
        not no_validate_responses,
        tuple(cors_origin or ()),
        secret,
        tuple(fault or ()),
        store,
        fresh,
        read_only,
        control_token=control_token,
        snapshots=snapshots,
        simulation_speed=speed if simulate else None,
    )
    _refuse_what_does_not_go_together(settings, workers, reload=reload)
    if workers > 1:
        _serve_by_workers(settings, host, port, workers)
    elif reload:
        # A front end has to find the server again after each restart, at whatever port was free at first.
        with listening_socket(host, port) as listener:
            port = listener.getsockname()[1]
        serve_and_reload(_serve, settings, host, port, world=world)
    else:
        _serve(settings, host, port)


@app.command(
    epilog="[bold]Examples[/]\n\n"
    "  kulis token --as viewer\n\n"
    "  kulis token --as viewer --expires-in 10m\n\n"
    "  kulis token --as viewer --spoil expired      (to see a 401)\n\n"
    '  curl -H "Authorization: Bearer $(kulis token --as viewer)" http://127.0.0.1:8080/api/v1/gifts/gift-types'
)
def token(
    persona: Annotated[
        str | None, typer.Option("--as", metavar="PERSONA", help="Whose token; see kulis worlds describe.")
    ] = None,
    user: Annotated[
        str | None, typer.Option(metavar="ID", help="In place of a persona: the id of any user.")
    ] = None,
    world: World = "default",
    expires_in: Annotated[
        timedelta | None,
        typer.Option(parser=_duration, metavar="DURATION", help="Such as 30s, 10m, 7d; without it, never."),
    ] = None,
    spoil: Annotated[
        str | None,
        typer.Option(
            parser=_spoiler,
            metavar="HOW",
            help=f"Make it a token that is refused with 401: {', '.join(SPOILERS)}.",
        ),
    ] = None,
    secret: Secret = DEVELOPMENT_SECRET,
) -> None:
    """Print the token of a persona, for the Authorization header."""
    now = datetime.now(UTC)
    if (persona is None) == (user is None):
        raise typer.BadParameter("give either --as PERSONA or --user ID")
    user_id = user or load_world(world, now=now, seed=1).persona(persona or "").user_id
    if spoil is not None:
        typer.echo(SPOILERS[spoil](user_id, secret, now))
        return
    typer.echo(mint(user_id, secret=secret, expires_at=now + expires_in if expires_in else None))


app.command(
    epilog="[bold]Examples[/]\n\n"
    "  kulis test                                              (the mock)\n\n"
    "  kulis test http://127.0.0.1:3000/api/v1 --environment local\n\n"
    "  kulis test --profile development.toml --html report.html --junit report.xml\n\n"
    "  kulis test --profile development.toml --level deep --basis all --seed 7"
)(test)
app.command(
    epilog="[bold]Examples[/]\n\n"
    "  kulis prove --list\n\n"
    "  kulis prove gift-on-credit dotless-i-not-folded --level quick --plain\n\n"
    "  kulis prove --sound-runs 20 --json proof.json"
)(prove)
app.command(epilog="[bold]Examples[/]\n\n  kulis demo\n\n  kulis demo launch-night")(demo)
app.command()(rules)
app.command(
    epilog="[bold]Examples[/]\n\n"
    "  kulis journal --follow\n\n"
    "  kulis journal 17                (what the header Kulis-Journal: 17 is about)\n\n"
    "  kulis journal --har session.har"
)(journal)
app.command(
    epilog="[bold]Examples[/]\n\n"
    "  kulis proxy https://development.example.com/api/v1 --environment development\n\n"
    "  kulis proxy https://api.example.com/api/v1                 (production: only reading)\n\n"
    "  kulis proxy http://127.0.0.1:8080 --strict --basis all     (in CI: every breach is a 502)"
)(proxy)


def _refuse_what_does_not_go_together(settings: Settings, workers: int, *, reload: bool) -> None:
    if settings.read_only and settings.store is not None:
        raise typer.BadParameter("--read-only is for a world in memory; leave out either it or --store")
    if settings.simulation_speed is not None and settings.read_only:
        raise typer.BadParameter("--simulate changes the world, which --read-only refuses; leave out either")
    if settings.simulation_speed is not None and workers > 1:
        raise typer.BadParameter(
            "each of several workers would let things happen of its own; "
            "leave out either --simulate or --workers"
        )
    if workers > 1 and reload:
        raise typer.BadParameter("give either --workers or --reload")
    if workers > 1 and settings.store is None and not settings.read_only:
        raise typer.BadParameter(
            "each of several workers would have a world of its own in memory; let them share one with "
            "--store mongodb://HOST/DATABASE, or let none of them change it with --read-only"
        )


def _serve(settings: Settings, host: str, port: int) -> None:
    with _plain_errors():
        mock = create_mock(settings)
        with closing(mock.store):
            serve_mock(mock, _opened(mock, host, port), beside=mock.simulation.keep_up)


def _serve_by_workers(settings: Settings, host: str, port: int, workers: int) -> None:
    settings = replace(settings, loaded_at=settings.frozen_at or datetime.now(UTC))
    # What a store lacks is brought there once, before any worker looks.
    mock = create_mock(settings)
    with closing(mock.store):
        if mock.faults.active:
            raise typer.BadParameter(
                "each of several workers would count requests for itself, and the same run would fail in "
                "other places; leave out either --workers or the faults (of --fault, or of the world)"
            )
        listener = _opened(mock, host, port)
    joining = replace(settings, fresh=False, frozen_at=None) if settings.store else settings
    serve_by_workers(_work, joining, listener, count=workers)


def _work(settings: Settings, listener: socket) -> None:
    with _plain_errors():
        end_with_parent()
        log_to_terminal()
        mock = create_mock(settings)
        with closing(mock.store):
            serve_mock(mock, listener)


def _opened(mock: Mock, host: str, port: int) -> socket:
    """A socket that listens, once its address and what is served there were told."""
    listener = listening_socket(host, port)
    port = listener.getsockname()[1]
    log_to_terminal()
    print_banner(mock, Console(), address=f"http://{f'[{host}]' if ':' in host else host}:{port}")
    return listener


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except _COMPLAINTS as problem:
        say(f"kulis: {problem}", is_complaint=True)
        sys.exit(1)
