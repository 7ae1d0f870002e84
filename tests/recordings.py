"""A world recorded from a tour of requests through the proxy, beside the one that it was recorded from."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_tests.exchange import Exchange
from fixtures.people import NamePool
from kulis.proxy.recording.draft import world_draft
from kulis.proxy.recording.facts import Facts
from kulis.proxy.recording.learning import learn
from kulis.proxy.recording.observation import Observation, observation
from kulis.proxy.recording.recorder import Recorder
from kulis.proxy.recording.world_file import world_text
from tests.proxying import Proxied, proxied
from tests.staging import NOON, Stage, staged


@dataclass
class Noting(Recorder):
    """A recorder that keeps what it has observed, for tests to learn from again."""

    observations: tuple[Observation, ...] = ()

    def observe(self, exchange: Exchange, caller: str | None) -> None:
        super().observe(exchange, caller)
        seen = observation(exchange, caller, NOON)
        self.observations += (seen,) if seen else ()


@dataclass(frozen=True)
class Recorded:
    """The source, the recorded world on a stage of its own, and its file."""

    source: Stage
    replayed: Stage
    recorder: Noting
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def both(self, path: str, caller: str = "viewer", **query: Any) -> list[Any]:
        """What source and recorded world answer to the same user, whose token goes for both."""
        headers = self.source.authorization(caller)
        answers = [
            stage.send("GET", path, None, headers=headers, params=query)
            for stage in (self.source, self.replayed)
        ]
        assert [answer.status_code for answer in answers] == [200, 200], answers[-1].text
        return [answer.json()["data"] for answer in answers]


@contextmanager
def recorded(path: Path) -> Iterator[Recorded]:
    """Send a tour of requests through a recording proxy, and load what comes of it."""
    recorder = Noting(path)
    with staged() as source:
        with proxied(source.mock.app, url="http://127.0.0.1:8080", recorder=recorder) as before:
            tour(source, before)
        recorder.write()
        with staged(world=str(path)) as replayed:
            yield Recorded(source, replayed, recorder, path)


def tour(source: Stage, before: Proxied) -> None:
    """All streams that are live, with all their viewers and gifts; rentals, and somebody followed."""
    viewer = source.authorization("viewer")
    first = before.get(f"/live-stream/{source.main}/viewers?limit=1&search=isik", headers=viewer)
    followed = first.json()["data"]["list"][0]["_id"]
    for method in ("POST", "DELETE", "POST"):
        before.send(method, f"/follow/{followed}", headers=viewer)
    for stream in before.get("/live-stream/featured").json()["data"]:
        path = f"/live-stream/{stream['id']}"
        before.get(path, headers=viewer)
        before.get(f"{path}/gift-statistics", headers=viewer)
        for page in range(1, 4):
            before.get(f"{path}/viewers?limit=20&page={page}", headers=viewer)
    before.get("/gifts/gift-types", headers=viewer)
    before.get("/live-stream/my-replay-rentals", headers=source.authorization("renter"))


def world_of(observations: tuple[Observation, ...], pools: tuple[NamePool, ...], **options: Any) -> str:
    """The text of the world that is learnt from some observations."""
    facts = Facts()
    for seen in observations:
        learn(facts, seen)
    options = {"seed": 1, "keeps_ids": True, **options}
    draft = world_draft(facts, facts.latest or NOON, pools, **options)
    return world_text(draft, keeps_ids=options["keeps_ids"])
