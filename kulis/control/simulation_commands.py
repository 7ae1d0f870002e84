"""Commands that steer the live simulation of a running mock."""

from typing import Annotated, Any

import typer

from kulis.control.client import DEFAULT_SERVER, Control, ControlToken, Server
from kulis.sentences import say

simulation = typer.Typer(
    help="Let people come and go, gifts be sent and streams end in a running mock.", no_args_is_help=True
)


@simulation.command()
def show(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Tell whether the simulation runs, and what has happened so far."""
    say(_told(Control(server, control_token).get("/simulation")))


@simulation.command(
    epilog="[bold]Examples[/]\n\n  kulis simulation start\n\n  kulis simulation start --speed 10 --seed 7"
)
def start(
    seed: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Without it, the world's.", show_default=False)
    ] = None,
    speed: Annotated[float, typer.Option(metavar="FACTOR", help="From 0.01 to 1000.")] = 1.0,
    server: Server = DEFAULT_SERVER,
    control_token: ControlToken = None,
) -> None:
    """Begin now, or anew."""
    say(_told(Control(server, control_token).post("/simulation/start", seed=seed, speed=speed)))


@simulation.command()
def pause(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Let the simulation stand still."""
    say(_told(Control(server, control_token).post("/simulation/pause")))


@simulation.command()
def resume(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Let the simulation go on from where it stands."""
    say(_told(Control(server, control_token).post("/simulation/resume")))


@simulation.command()
def stop(server: Server = DEFAULT_SERVER, control_token: ControlToken = None) -> None:
    """Switch the simulation off; what has happened stays."""
    say(_told(Control(server, control_token).post("/simulation/stop")))


def _told(told: Any) -> str:
    if told["state"] == "off":
        return "The simulation is off; kulis simulation start switches it on"
    happened = ", ".join(f"{kind} {times}" for kind, times in told["happened"].items()) or "nothing yet"
    return (
        f"The simulation is {told['state']}, seed {told['seed']}, speed {told['speed']:g}, "
        f"{told['seconds']:g} seconds of its own time from its start; happened: {happened}"
    )
