"""`kulis proxy`: stand before a real backend, and hold both directions to the contract."""

import logging
import sys
from typing import Annotated

import typer
from rich.console import Console

from contract_tests.contract import load_contract
from contract_tests.profile import ENVIRONMENTS
from kulis.proxy.app import Proxy, ProxySettings, create_proxy
from kulis.proxy.backend import Backend, ProxyError, backend_at
from kulis.sentences import say
from kulis.server import AddressError, listening_socket, serve


def proxy(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL", help="Base address of the backend, such as https://development.example.com/api/v1."
        ),
    ],
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="PORT", min=0, max=65535, help="Port; 0 takes a free one.")
    ] = 8090,
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
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="How long to wait for the backend.")
    ] = 30.0,
    cors_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="Let a front end of this origin in, beside those on this machine. Repeatable.",
        ),
    ] = None,
) -> None:
    """Stand before a real backend until Ctrl+C: pass requests on, and tell what breaks the contract."""
    try:
        _refuse_unknown(environment=(environment, ENVIRONMENTS), basis=(basis, ("documented", "all")))
        contract = load_contract()
        backend = backend_at(contract, url, environment=environment, allow_changes=allow_changes)
        settings = ProxySettings(strict, basis, timeout, tuple(cors_origin or ()))
        made = create_proxy(backend, contract, settings)
        listener = listening_socket(host, port)
    except (ProxyError, AddressError) as problem:
        say(f"kulis: {problem}", is_complaint=True)
        sys.exit(1)
    _log_to_terminal()
    shown_host = f"[{host}]" if ":" in host else host
    _print_banner(made, Console(), address=f"http://{shown_host}:{listener.getsockname()[1]}")
    serve(made, listener)
    _print_summary(made, Console())


def _refuse_unknown(**options: tuple[str | None, tuple[str, ...]]) -> None:
    for name, (value, known) in options.items():
        if value is not None and value not in known:
            raise ProxyError(f"--{name} {value}: expected one of {', '.join(known)}")


def _print_banner(made: Proxy, console: Console, *, address: str) -> None:
    backend = made.backend
    console.print(
        f"[bold]Kulis[/] · proxy before [bold]{backend.base_url}[/] ({backend.environment})", emoji=False
    )
    console.print(f"  API   {address}{made.contract.base_path}")
    console.print(f"  {_changes(backend)}", soft_wrap=True)
    console.print(
        "Answers are passed on as they are; what breaks the contract is told here. Stop with Ctrl+C.",
        soft_wrap=True,
    )
    console.print()


def _changes(backend: Backend) -> str:
    if backend.allow_changes:
        return "Requests that change data are passed on (--allow-changes)."
    if backend.is_read_only:
        return (
            "Only requests that read are passed on: an address that nobody has marked counts as production. "
            "Change that with --environment development, or --allow-changes."
        )
    return "Requests that change data are passed on."


def _print_summary(made: Proxy, console: Console) -> None:
    broken = made.answer_checks.counts.most_common()
    console.print(f"{made.journal.last} exchanges; rules broken by the backend: {len(broken) or 'none'}")
    for (rule_id, basis), count in broken:
        times = "once" if count == 1 else f"{count} times"
        console.print(f"  {rule_id:9} {basis}, {times}", highlight=False)


def _log_to_terminal() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("httpx2", "httpcore2", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
