"""The backstage: everything of a running mock that can be steered while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from contract_tests.contract import Contract
from fixtures import World, load_world
from handlers.errors import Conflict
from handlers.services import Services
from kulis.faults.active import Faults
from kulis.faults.reading import world_rules
from kulis.garbage import put_in_place
from kulis.journal import Journal
from kulis.settings import Settings
from kulis.simulation.running import Simulation
from kulis.state import Ids, SteeredClock, Store
from kulis.store import kept_documents
from kulis.tokens import mint


@dataclass
class Backstage:
    """A mock's world, and all that it is played with. `seed` is the world's.

    `pages` are those that are served beside the console.
    """

    settings: Settings
    contract: Contract
    world: World
    seed: int
    store: Store
    clock: SteeredClock
    ids: Ids
    journal: Journal
    faults: Faults
    simulation: Simulation
    pages: tuple[str, ...] = ("/demo", "/docs")

    @property
    def services(self) -> Services:
        return Services(self.store, self.clock, self.ids)

    @property
    def snapshots(self) -> Path:
        """The folder of the snapshots."""
        return self.settings.snapshots

    def token(self, persona: str) -> str:
        """A sound token of a persona; UnknownPersona where the world has none of this name."""
        return mint(self.world.persona(persona).user_id, secret=self.settings.secret)

    @property
    def tokens(self) -> Mapping[str, str]:
        """A sound token of each persona."""
        return {persona.name: self.token(persona.name) for persona in self.world.personas}

    def reset(self) -> None:
        """Begin again: the data as they were at first, the clock as it was at the start, ids from the first.

        The journal goes on, and so do faults, which count from the start again,
        and the simulation, which begins anew; one that is paused stays so.
        """
        self.switch(self.world_name, self.seed)

    def switch(self, name: str, seed: int) -> None:
        """Begin with another world; WorldError, FaultError or Conflict, and then nothing has changed."""
        self.refuse_another(name, seed)
        frozen_at = self.settings.frozen_at
        with put_in_place():
            world = load_world(name, now=self._first_moment(), seed=seed)
            rules = list(world_rules(world, self.contract))
            with self.simulation.standing_still():
                self.store.replace(kept_documents(world.documents))
                self.clock.freeze(self._first_moment())
                if frozen_at is None:
                    self.clock.resume()
                self.play(world, name, seed, drawn=0)
            self.faults.restart(seed, rules)

    def refuse_another(self, name: str, seed: int) -> None:
        """Raise Conflict where this is one of several workers and the world not the one that all know."""
        workers = self.settings.workers
        if workers > 1 and (name, seed) != (self.world_name, self.seed):
            raise Conflict(
                f"Only one of {workers} workers would know the people of world {name} with seed {seed}; "
                "start the mock with it, or without --workers"
            )

    def play(self, world: World, name: str, seed: int, *, drawn: int) -> None:
        """Go on with a world whose documents are in the store already."""
        self.world, self.seed = world, seed
        self.settings = replace(self.settings, world=name, seed=seed)
        self.ids.seed, self.ids.drawn = seed, drawn
        self.journal.names = {persona.user_id: persona.name for persona in world.personas}
        self.simulation.begin_anew(world.persona_ids)

    def _first_moment(self) -> datetime:
        return self.settings.frozen_at or self.settings.starts_at or datetime.now(UTC)

    @property
    def world_name(self) -> str:
        """What the world is loaded by: its name, or the path of its file."""
        return self.settings.world
