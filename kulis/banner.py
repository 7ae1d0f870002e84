"""What `kulis serve` says at its start: where things are, who people can be, and a line to paste."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from handlers.times import written
from kulis.app import Mock


def print_banner(mock: Mock, console: Console, *, address: str) -> None:
    """Print address, docs page, personas and a first request; `address` is such as http://127.0.0.1:8080."""
    clock = "running" if mock.clock.frozen_at is None else f"frozen at {written(mock.clock.now())}"
    name, seed = escape(mock.world.name), mock.settings.seed
    console.print(f"[bold]Kulis[/] · world [bold]{name}[/] · seed {seed} · clock {clock}", emoji=False)
    console.print(f"  API   {address}{mock.contract.base_path}")
    console.print(f"  Docs  {address}/docs")
    console.print(f"  Demo  {address}/demo")
    console.print(f"  Steer {address}/console")
    if mock.settings.store is not None:
        console.print(f"  Store {without_login(mock.settings.store)}", soft_wrap=True, markup=False)
    for fault in mock.faults.active:
        line = Text.assemble(("  Fault ", "bold red"), f"{fault} (set by {fault.origin})")
        console.print(line, soft_wrap=True)
    console.print()
    console.print(_personas(mock))
    console.print()
    console.print("A first request, to paste into another terminal:")
    console.print(f"  {first_request(mock, address)}", soft_wrap=True, highlight=False, markup=False)
    console.print("A token of any persona: [bold]kulis token --as NAME[/]. Stop with Ctrl+C.")
    console.print()


def first_request(mock: Mock, address: str) -> str:
    """A curl line that is answered with 200 when it is pasted."""
    base = f"{address}{mock.contract.base_path}"
    names = [persona.name for persona in mock.world.personas]
    persona = "viewer" if "viewer" in names else next(iter(names), None)
    if persona is None:
        return f"curl '{base}/live-stream/featured'"
    live = next(iter(mock.store["streams"].find({"status": "active", "deletedAt": None})), None)
    path = f"/live-stream/{live['_id']}/viewers?limit=2" if live else "/gifts/gift-types"
    return f"curl -H 'Authorization: Bearer {mock.token(persona)}' '{base}{path}'"


def without_login(url: str) -> str:
    """A URL as it may be shown: where it leads, and nobody's name or password."""
    scheme, _, rest = url.partition("://")
    hosts, slash, path = rest.partition("/")
    return f"{scheme}://{hosts.rpartition('@')[2]}{slash}{path.partition('?')[0]}"


def _personas(mock: Mock) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 2), show_edge=False, header_style="dim")
    for heading in ("persona", "user id", "who it is"):
        table.add_column(heading, no_wrap=heading != "who it is")
    for persona in mock.world.personas:
        table.add_row(*(Text(cell) for cell in (persona.name, persona.user_id, persona.description)))
    return table
