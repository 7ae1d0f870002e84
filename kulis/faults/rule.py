"""A fault rule: which requests it is about, which of those it strikes, and what becomes of them."""

import fnmatch
from dataclasses import dataclass, fields
from random import Random
from typing import Any

BODIES = ("truncated", "malformed", "wrong-envelope")
"""What may become of an answer's body."""

CONNECTIONS = ("reset", "lost")
"""`reset`: cut before the request is carried out. `lost`: cut after, so that the answer is lost."""

LONGEST_WAIT = 60.0
"""Seconds that a rule may hold an answer up at most; longer draws of a distribution are cut to it."""


@dataclass(frozen=True)
class Delay:
    """How long an answer is held up: `text` as it was written, the numbers in seconds.

    `kind` is fixed (a), uniform (from a to b), normal (around a, deviating by b) or exponential (mean a).
    """

    text: str
    kind: str
    a: float
    b: float = 0

    def __str__(self) -> str:
        return self.text

    def seconds(self, random: Random) -> float:
        """A draw, from 0 to LONGEST_WAIT."""
        match self.kind:
            case "uniform":
                drawn = random.uniform(self.a, self.b)
            case "normal":
                drawn = random.gauss(self.a, self.b)
            case "exponential":
                drawn = random.expovariate(1 / self.a)
            case _:
                drawn = self.a
        return min(max(drawn, 0), LONGEST_WAIT)


@dataclass(frozen=True)
class FaultRule:
    """Who is struck: `operation`, `persona` and `path`, each anybody's where it is None.

    When, all of them together: with a `probability`, among the `first` N, at `every` Nth matching request.
    What happens: a `delay`, then a `status` in an envelope, a spoilt `body`, a `slow` body (seconds until it
    is there), or the end of the `connection`.
    """

    operation: str | None = None
    persona: str | None = None
    path: str | None = None
    delay: Delay | None = None
    status: int | None = None
    body: str | None = None
    slow: Delay | None = None
    connection: str | None = None
    probability: float | None = None
    first: int | None = None
    every: int | None = None

    def __str__(self) -> str:
        """The rule as it can be given to `--fault`."""
        settings = [f"{name}={value}" for name, value in self.settings().items() if name != "operation"]
        return f"{self.operation or '*'}:{','.join(settings)}"

    def settings(self) -> dict[str, Any]:
        """What the rule says, field by field, as plain data."""
        written = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: str(value) if isinstance(value, Delay) else value
            for name, value in written.items()
            if value is not None
        }

    @property
    def spoils(self) -> bool:
        """Whether it does more than delay."""
        return any((self.status, self.body, self.slow, self.connection))

    def is_about(self, operation: str | None, persona: str | None, path: str) -> bool:
        """Whether a request matches; `path` is below the base path, and `*` in a rule's path is anything."""
        return (
            self.operation in (None, operation)
            and self.persona in (None, persona)
            and (self.path is None or fnmatch.fnmatchcase(path, self.path))
        )

    def strikes(self, number: int, random: Random) -> bool:
        """Whether it strikes the matching request of this number, from 1; draws once in any case."""
        drawn = random.random()
        return (
            (self.first is None or number <= self.first)
            and (self.every is None or number % self.every == 0)
            and (self.probability is None or drawn < self.probability)
        )
