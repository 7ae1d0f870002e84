"""What is asked of every server: the same five requests."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fixtures import World
from kulis.tokens import DEVELOPMENT_SECRET, mint

RENTAL = "a rental"


@dataclass(frozen=True)
class Case:
    """A request and the statuses that are right answers to it. `path` is under the base path."""

    name: str
    path: str
    statuses: tuple[int, ...]
    is_authorized: bool = True
    method: str = "GET"


def cases_of(world: World) -> tuple[Case, ...]:
    """The requests, about the stream of the world that is live."""
    (stream,) = (row["_id"] for row in world.documents["streams"] if row["status"] == "active")
    viewers = f"/live-stream/{stream}/viewers"
    replay = next(row["_id"] for row in world.documents["streams"] if row["replayCreditPrice"])
    return (
        Case("viewers, limit 20", f"{viewers}?limit=20", (200,)),
        Case("viewers, limit 100", f"{viewers}?limit=100", (200,)),
        Case("a 400", f"{viewers}?limit=101", (400,)),
        Case("a 401", f"{viewers}?limit=20", (401,), is_authorized=False),
        Case(RENTAL, f"/live-stream/{replay}/replay-rentals", (201, 200), method="POST"),
    )


def authorization(world: World) -> Mapping[str, str]:
    """The header by which persona viewer is known."""
    token = mint(world.persona("viewer").user_id, secret=DEVELOPMENT_SECRET)
    return {"Authorization": f"Bearer {token}"}


def rentals(world: World) -> Iterator[tuple[str, str]]:
    """Tokens and paths of rentals that can all be made, each once."""
    replays = [row for row in world.documents["streams"] if row["replayCreditPrice"]]
    price = sum(row["replayCreditPrice"] for row in replays)
    shut_out = set(_taking_part(replays))
    for collection in ("rentals", "blocks"):
        shut_out |= {row["user"] for row in world.documents[collection]}
    renters = [user for user in world.documents["users"] if user["credits"] >= price]
    for replay in replays:
        for user in renters:
            if user["_id"] not in shut_out:
                yield (
                    mint(user["_id"], secret=DEVELOPMENT_SECRET),
                    f"/live-stream/{replay['_id']}/replay-rentals",
                )


def _taking_part(streams: Iterable[Mapping[str, object]]) -> Iterator[str]:
    for stream in streams:
        for field in ("broadcasters", "guests"):
            people = stream[field]
            assert isinstance(people, list)
            yield from people
