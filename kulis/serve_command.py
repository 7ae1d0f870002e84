"""`kulis serve`: the mock, until Ctrl+C."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from typing import Annotated

import typer
from rich.console import Console

from kulis.app import Mock, create_mock
from kulis.banner import print_banner
from kulis.complaints import told_plainly
from kulis.garbage import leave_out_what_there_is, made_to_stay
from kulis.options import ControlToken, CorsOrigins, Host, Port, Secret, Seed, World
from kulis.processes import end_with_parent
from kulis.reloading import serve_and_reload
from kulis.sentences import log_to_terminal, print_timed
from kulis.server import listening_socket
from kulis.server import serve as serve_mock
from kulis.settings import Settings
from kulis.simulation.running import FASTEST, SLOWEST
from kulis.tokens import DEVELOPMENT_SECRET
from kulis.workers import serve_by_workers


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a moment such as 2026-01-31T20:00:00Z") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


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
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Write no line for each request; kulis journal has them still.")
    ] = False,
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
        is_quiet=quiet,
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
    with told_plainly():
        mock = _made(settings)
        with closing(mock.store):
            serve_mock(mock, _opened(mock, host, port), beside=mock.simulation.keep_up)


def _serve_by_workers(settings: Settings, host: str, port: int, workers: int) -> None:
    settings = replace(settings, loaded_at=settings.frozen_at or datetime.now(UTC), workers=workers)
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
    with told_plainly():
        end_with_parent()
        log_to_terminal()
        mock = _made(settings)
        with closing(mock.store):
            serve_mock(mock, listener)


def _made(settings: Settings) -> Mock:
    with made_to_stay():
        mock = create_mock(settings)
        if not settings.is_quiet:
            mock.journal.tell = print_timed
        # Before the collector wakes, which would else begin with going through the whole world.
        leave_out_what_there_is()
    return mock


def _opened(mock: Mock, host: str, port: int) -> socket:
    """A socket that listens, once its address and what is served there were told."""
    listener = listening_socket(host, port)
    port = listener.getsockname()[1]
    log_to_terminal()
    print_banner(mock, Console(), address=f"http://{f'[{host}]' if ':' in host else host}:{port}")
    return listener
