"""The mock as a target of the contract tests: served for a while, with the profile that its world gives."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp

from contract_tests.exchange import Credential
from contract_tests.profile import TOKEN_ROLES, Profile
from fixtures import World
from handlers.access import is_rentable
from kulis.app import Mock, create_mock
from kulis.control.app import PREFIX
from kulis.server import listening_socket, server_of
from kulis.settings import Settings


@dataclass(frozen=True)
class MockTarget:
    """A mock that answers on a port of its own, and what its world lends to the roles of a profile."""

    mock: Mock
    profile: Profile


@contextmanager
def mock_within() -> Iterator[Profile]:
    """Serve the mock within this process for the time of a `with`, where a debugger sees it too."""
    with serving_mock() as target:
        yield target.profile


@contextmanager
def serving_mock(settings: Settings | None = None, wrap: Any = None) -> Iterator[MockTarget]:
    """Serve a mock for the time of a `with`; `wrap(app)` may put something in front of it."""
    mock = create_mock(settings or Settings())
    app: ASGIApp = wrap(mock) if wrap is not None else mock.app
    listener = listening_socket("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = server_of(app, mock.clock, mock.journal)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.005)
        yield MockTarget(mock, mock_profile(mock, address + mock.contract.base_path))
    finally:
        server.should_exit = True
        thread.join()
        mock.store.close()


def mock_profile(mock: Mock, base_url: str) -> Profile:
    """The profile of a mock, its roles filled from its world."""
    names = {persona.name for persona in mock.world.personas}
    roles = [role for role in TOKEN_ROLES if role in names]
    control = base_url.removesuffix(mock.contract.base_path) + PREFIX
    is_moving = mock.simulation.state != "off"
    return Profile(
        base_url=base_url,
        environment="local",
        credentials={role: Credential(mock.token(role), f"$(kulis token --as {role})") for role in roles},
        secret=Credential(mock.settings.secret, "$KULIS_SECRET"),
        streams=_streams_by_role(mock.world),
        reset=f"POST {control}/reset",
        is_moving=is_moving,
        pause=f"POST {control}/simulation/pause" if is_moving else None,
        resume=f"POST {control}/simulation/resume" if is_moving else None,
        users={role: mock.world.persona(role).user_id for role in roles},
    )


def _streams_by_role(world: World) -> Mapping[str, tuple[str, ...]]:
    documents = world.documents
    present: dict[str, int] = {}
    for row in documents["audience"]:
        present[row["stream"]] = present.get(row["stream"], 0) + (row["leftAt"] is None)
    blockers = {block["host"] for block in documents["blocks"]}
    viewer = {persona.user_id for persona in world.personas if persona.name == "viewer"}
    living = [stream for stream in documents["streams"] if stream["deletedAt"] is None]
    active = [stream for stream in living if stream["status"] == "active"]
    active.sort(key=lambda stream: -present.get(stream["_id"], 0))
    ended = [stream for stream in living if stream["status"] == "ended"]
    foreign = [stream for stream in ended if not viewer & {*stream["broadcasters"], *stream["guests"]}]
    called_off = [stream for stream in living if stream["status"].startswith("cancelled")]
    found = {
        "active": active[:1],
        "empty": [stream for stream in active if not present.get(stream["_id"])],
        "blocked": [stream for stream in active if stream["host"] in blockers],
        "rentable": [stream for stream in foreign if is_rentable(stream)],
        "unrentable": [stream for stream in [*foreign, *called_off] if not is_rentable(stream)],
        "scheduled": [stream for stream in living if stream["status"] == "scheduled"],
        "deleted": [stream for stream in documents["streams"] if stream["deletedAt"] is not None],
    }
    return {role: tuple(stream["_id"] for stream in streams) for role, streams in found.items() if streams}
