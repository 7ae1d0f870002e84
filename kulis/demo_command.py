"""`kulis demo`: a prepared world in which things happen, to be shown to people."""

import os
import webbrowser
from contextlib import closing
from datetime import timedelta
from typing import Annotated

import typer

from fixtures.demo_scripts import DemoScript, demo_names, load_demo
from kulis.app import Mock, create_mock
from kulis.options import Host, Port
from kulis.sentences import log_to_terminal, print_timed, say
from kulis.server import listening_socket
from kulis.server import serve as serve_mock
from kulis.settings import Settings
from kulis.simulation.events import Scene

_LANGUAGES = ("tr", "en")


def demo(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A demo, or a file; without one, lists them.")
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 8080,
    open: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    language: Annotated[
        str | None, typer.Option(metavar="LANGUAGE", help="Of the cues: tr or en; yours unless told.")
    ] = None,
) -> None:
    """Show the mock with people in it, until Ctrl+C."""
    if language not in (None, *_LANGUAGES):
        raise typer.BadParameter(f"{language!r} is not one of {', '.join(_LANGUAGES)}")
    if name is None:
        for each in demo_names():
            _tell(load_demo(each))
        say("kulis demo NAME --open opens one")
        return
    script = load_demo(name)
    mock = prepared(script)
    with closing(mock.store):
        listener = listening_socket(host, port)
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        _tell(script)
        _tell_cues(script, language or _own_language())
        say(f"To begin again: kulis reset --server {address}")
        say(f"Open {address}/demo in a browser. Stop with Ctrl+C.")
        log_to_terminal()
        mock.journal.tell = print_timed
        if open:
            # What the browser asks for waits at the socket until the mock is served.
            webbrowser.open(f"{address}/demo")
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


def _tell_cues(script: DemoScript, language: str) -> None:
    for scene in script.scenes:
        if scene.cue is not None:
            say(f"  {_minutes(scene.at)}  {scene.cue[language]}")


def _minutes(time: timedelta) -> str:
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


def _own_language() -> str:
    return "tr" if os.environ.get("LANG", "").startswith("tr") else "en"
