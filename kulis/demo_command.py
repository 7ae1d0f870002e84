"""`kulis demo`: a prepared world in which things happen, to be shown to people."""

from contextlib import closing
from typing import Annotated

import typer

from fixtures.demo_scripts import DemoScript, demo_names, load_demo
from kulis.app import Mock, create_mock
from kulis.sentences import log_to_terminal, say
from kulis.server import listening_socket
from kulis.server import serve as serve_mock
from kulis.settings import Settings
from kulis.simulation.events import Scene


def demo(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A demo, or a file; without one, lists them.")
    ] = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="PORT", min=0, max=65535, help="Port; 0 takes a free one.")
    ] = 8080,
) -> None:
    """Show the mock with people in it, until Ctrl+C."""
    if name is None:
        for each in demo_names():
            _tell(load_demo(each))
        say("kulis demo NAME opens one")
        return
    script = load_demo(name)
    mock = prepared(script)
    with closing(mock.store):
        listener = listening_socket(host, port)
        shown = f"[{host}]" if ":" in host else host
        _tell(script)
        say(f"Open http://{shown}:{listener.getsockname()[1]}/demo in a browser. Stop with Ctrl+C.")
        log_to_terminal()
        serve_mock(mock, listener, beside=mock.simulation.keep_up)


def prepared(script: DemoScript) -> Mock:
    """The mock of a script, at the moment it begins; its clock runs.

    Raises WorldError, FaultError or SimulationError.
    """
    mock = create_mock(
        Settings(world=script.world, seed=script.seed, starts_at=script.start, faults=script.faults)
    )
    mock.clock.freeze(script.start)
    mock.simulation.start(script.seed, script.speed, _scenes(script))
    mock.clock.resume()
    return mock


def _scenes(script: DemoScript) -> tuple[Scene, ...]:
    # Scenes are told by the clock of whoever watches, whatever the speed at which all else happens.
    return tuple(
        Scene(
            at=scene.at.total_seconds() * script.speed,
            kind=scene.what,
            stream=scene.stream_id,
            times=scene.times,
            over=scene.over.total_seconds() * script.speed,
        )
        for scene in script.scenes
    )


def _tell(script: DemoScript) -> None:
    say(f"{script.name}: {script.title['tr']} / {script.title['en']}")
    for text in script.description.values():
        say(f"  {text}")
