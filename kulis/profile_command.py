"""`kulis profile`: target profiles for `kulis test`."""

from pathlib import Path
from typing import Annotated

import typer

from contract_tests.contract import load_contract
from contract_tests.profile import ENVIRONMENTS, STREAM_ROLES, TOKEN_ROLES
from kulis.output_files import write_output

app = typer.Typer(
    help="Target profiles: what `kulis test` may use of an implementation.", no_args_is_help=True
)

_TOKENS = {
    "viewer": "watches, and has credits to spend",
    "poor": "has too few credits for a replay",
    "blocked": "blocked by the host of streams.blocked",
    "creator": "hosts streams of their own",
    "guest": "stands as guest on a stream",
    "renter": "has rentals that have expired or were refunded, and credits to renew them",
}
_STREAMS = {
    "active": "live, with an audience",
    "empty": "live, with nobody watching",
    "blocked": "live, hosted by somebody who has blocked role blocked",
    "rentable": "ended, with a replay that role viewer can rent; a list",
    "unrentable": "ended, without one; a list",
    "scheduled": "not yet live",
    "deleted": "softly deleted",
}


@app.command(
    epilog="[bold]Examples[/]\n\n"
    "  kulis profile init https://development.example.com/api/v1 --output development.toml"
)
def init(
    url: Annotated[str, typer.Argument(help="Base address of the implementation.")],
    output: Annotated[Path | None, typer.Option(help="File to write; none, or -, to print it.")] = None,
) -> None:
    """Write a commented target profile, to be filled in."""
    text = profile_text(url)
    if output is None or output == Path("-"):
        typer.echo(text, nl=False)
        return
    if output.exists():
        raise typer.BadParameter(f"{output} is there already; nothing was written")
    write_output(output, text)
    typer.echo(f"{output} written; fill it in, then: kulis test --profile {output}")


def profile_text(url: str) -> str:
    """A profile for an address, every optional key commented out."""
    marked = {server.url.rstrip("/"): server.environment for server in load_contract().servers}
    environment = marked.get(url.rstrip("/"), "production")
    lines = [
        "# A target profile for `kulis test --profile FILE`. What is left out is reported as not exercised.",
        "",
        f'base_url = "{url.rstrip("/")}"',
        f"# One of {', '.join(ENVIRONMENTS)}. Production is only read; changing requests go to the others.",
        f'environment = "{environment}"',
        "",
        "# Whether others change its data meanwhile, as visitors or a simulation do.",
        "# moving = true",
        "",
        "# Names of environment variables that hold the tokens: a token never stands in a file.",
        "# Each role is somebody else.",
        "[tokens]",
        *[f'# {role} = "{role.upper()}_TOKEN"  # {_TOKENS[role]}' for role in TOKEN_ROLES],
        "",
        "# The secret that signs tokens, to make expired ones and the like; without it fewer can be tried.",
        "[jwt]",
        '# secret = "JWT_SECRET"',
        "",
        "[streams]",
        *[f"# {_stream_line(role)}  # {_STREAMS[role]}" for role in STREAM_ROLES],
        "",
        "# Ids of the users behind the tokens.",
        "[users]",
        *[f'# {role} = "000000000000000000000000"' for role in TOKEN_ROLES],
        "",
        "[hooks]",
        '# reset = "POST https://…"  # called between phases, to bring the data back',
        "# Called round the checks that need still data, where the data moves.",
        '# pause = "POST https://…"',
        '# resume = "POST https://…"',
        "",
        "[limits]",
        "# requests_per_second = 20",
        "# seconds = 120",
    ]
    return "\n".join(lines) + "\n"


def _stream_line(role: str) -> str:
    id = '"000000000000000000000000"'
    return f"{role} = [{id}]" if role in ("rentable", "unrentable") else f"{role} = {id}"
