"""`kulis proxy`: stand before a real backend, and hold both directions to the contract."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from contract_tests.contract import load_contract
from contract_tests.profile import ENVIRONMENTS
from kulis.options import ControlToken, CorsOrigins, Host, Port, Seed, World
from kulis.proxy.app import ProxySettings, create_proxy
from kulis.proxy.backend import ProxyError, backend_at
from kulis.proxy.banner import print_banner, print_summary
from kulis.proxy.fallback import fallback_of
from kulis.proxy.recording.recorder import Recorder, what_was_recorded
from kulis.sentences import log_to_terminal, print_timed, say
from kulis.server import listening_socket, serve
from kulis.settings import Settings


def proxy(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL", help="Base address of the backend, such as https://development.example.com/api/v1."
        ),
    ],
    host: Host = "127.0.0.1",
    port: Port = 8090,
    environment: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help=f"What the backend is: {', '.join(ENVIRONMENTS)}; unmarked, it is production.",
        ),
    ] = None,
    allow_changes: Annotated[
        bool, typer.Option("--allow-changes", help="Pass on what changes data, to production too.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Answer 502 in place of an answer that breaks the contract.")
    ] = False,
    basis: Annotated[
        str, typer.Option(metavar="BASIS", help="What counts for --strict: documented rules, or all of them.")
    ] = "documented",
    mock: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OPERATION",
            help="Answer this operation from the mock and do not ask the backend. Repeatable.",
        ),
    ] = None,
    fallback: Annotated[
        bool,
        typer.Option(
            "--fallback", help="Answer from the mock where the backend says that it has no such operation."
        ),
    ] = False,
    persona: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="PERSONA",
            help="Who callers are to the mock whose token names no user of its world.",
        ),
    ] = "viewer",
    world: World = "default",
    seed: Seed = 1,
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a world of what is answered, its people replaced, to this new file."
        ),
    ] = None,
    new_ids: Annotated[
        bool, typer.Option("--new-ids", help="In the recorded world, do not keep the backend's ids.")
    ] = False,
    control_token: ControlToken = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="How long to wait for the backend.")
    ] = 30.0,
    cors_origin: CorsOrigins = None,
) -> None:
    """Stand before a real backend until Ctrl+C: pass requests on, and tell what breaks the contract."""
    _refuse_unknown(environment=(environment, ENVIRONMENTS), basis=(basis, ("documented", "all")))
    contract = load_contract()
    backend = backend_at(contract, url, environment=environment, allow_changes=allow_changes)
    beside = None
    if mock or fallback:
        played = Settings(world, seed, control_token=control_token)
        beside = fallback_of(contract, played, mock or (), persona, is_general=fallback)
    alone = Settings("empty", control_token=control_token)
    settings = ProxySettings(strict, basis, timeout, tuple(cors_origin or ()), alone)
    recorder = Recorder(record, seed, keeps_ids=not new_ids) if record else None
    made = create_proxy(backend, contract, settings, fallback=beside, recorder=recorder)
    with listening_socket(host, port) as listener:
        if recorder is not None:
            recorder.start()
        log_to_terminal()
        made.journal.tell = print_timed
        shown_host = f"[{host}]" if ":" in host else host
        print_banner(made, beside, Console(), address=f"http://{shown_host}:{listener.getsockname()[1]}")
        try:
            serve(made, listener)
        finally:
            print_summary(made, Console())
            if recorder is not None:
                say(what_was_recorded(recorder))


def _refuse_unknown(**options: tuple[str | None, tuple[str, ...]]) -> None:
    for name, (value, known) in options.items():
        if value is not None and value not in known:
            raise ProxyError(f"--{name} {value}: expected one of {', '.join(known)}")
