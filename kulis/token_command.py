"""`kulis token`: tokens of personas, sound or spoilt."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from fixtures import load_world
from kulis.durations import duration
from kulis.options import Secret, World
from kulis.tokens import DEVELOPMENT_SECRET, SPOILERS, mint


def _duration(text: str) -> timedelta:
    try:
        return duration(text)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None


def _spoiler(name: str) -> str:
    if name not in SPOILERS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(SPOILERS)}")
    return name


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
