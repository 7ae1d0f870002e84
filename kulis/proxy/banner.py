"""What `kulis proxy` says at its start and at its end."""

from rich.console import Console
from rich.markup import escape

from kulis.console import PATH as CONSOLE
from kulis.proxy.app import Proxy
from kulis.proxy.backend import Backend
from kulis.proxy.fallback import Fallback


def print_banner(made: Proxy, beside: Fallback | None, console: Console, *, address: str) -> None:
    """Print addresses, what is passed on, and what the mock answers; `address` is the proxy's own."""
    backend = made.backend
    console.print(
        f"[bold]Kulis[/] · proxy before [bold]{backend.base_url}[/] ({backend.environment})", emoji=False
    )
    console.print(f"  API      {address}{made.contract.base_path}")
    console.print(f"  Console  {address}{CONSOLE}")
    console.print(f"  {_changes(backend)}", soft_wrap=True)
    if beside is not None:
        console.print(f"  {_mocked(beside)}", soft_wrap=True, highlight=False)
    console.print(
        "Answers are passed on as they are; what breaks the contract is told here. Stop with Ctrl+C.",
        soft_wrap=True,
    )
    console.print()


def print_summary(made: Proxy, console: Console) -> None:
    """Print which rules the backend has broken, and how often."""
    broken = made.answer_checks.counts.most_common()
    console.print(f"{made.journal.last} exchanges; rules broken by the backend: {len(broken) or 'none'}")
    for (rule_id, basis), count in broken:
        times = "once" if count == 1 else f"{count} times"
        console.print(f"  {rule_id:9} {basis}, {times}", highlight=False)


def _changes(backend: Backend) -> str:
    if backend.allow_changes:
        return "Requests that change data are passed on (--allow-changes)."
    if backend.is_read_only:
        return (
            "Only requests that read are passed on, since the address counts as production. "
            "Change that with --environment development, or with --allow-changes."
        )
    return "Requests that change data are passed on."


def _mocked(beside: Fallback) -> str:
    named = ", ".join(sorted(beside.operations))
    parts = [named] if named else []
    if beside.is_general:
        parts.append("what the backend does not have")
    world = escape(beside.mock.world.name)
    return f"From the mock, world [bold]{world}[/], callers as {escape(beside.persona)}: {'; '.join(parts)}."
