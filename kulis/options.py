"""Options that several commands share."""

from typing import Annotated

import typer

World = Annotated[
    str, typer.Option(metavar="WORLD", help="Name of a world, or path of a world file of your own.")
]
Seed = Annotated[int, typer.Option(metavar="NUMBER", help="Seed of generated people and of new ids.")]
Secret = Annotated[
    str,
    typer.Option(
        metavar="SECRET",
        envvar="KULIS_SECRET",
        help="Secret that tokens are signed with.",
        show_default=False,
    ),
]
Host = Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")]
Port = Annotated[int, typer.Option(metavar="PORT", min=0, max=65535, help="Port; 0 takes a free one.")]
CorsOrigins = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ORIGIN",
        help="Let a front end of this origin in, beside those on this machine. Repeatable.",
    ),
]
ControlToken = Annotated[
    str | None,
    typer.Option(
        metavar="TOKEN",
        envvar="KULIS_CONTROL_TOKEN",
        help="Let other machines steer the mock, if they send this.",
        show_default=False,
    ),
]
