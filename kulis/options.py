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
