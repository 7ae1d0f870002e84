"""The faults that are switched on, and which requests they strike: with the same seed, the same ones."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from kulis.faults.rule import FaultRule

_log = logging.getLogger("kulis.faults")


@dataclass
class ActiveFault:
    """A rule at work. `origin` is where it was set: command line, world or control.

    `matched` counts the requests it is about, `struck` those that it has struck. What it draws depends on the
    seed, the rule and `matched` alone, so that no other rule or request moves it.
    """

    id: str
    rule: FaultRule
    origin: str
    random: Random
    matched: int = 0
    struck: int = 0

    def strikes(self) -> bool:
        """Count one more matching request, and tell whether it is struck."""
        self.matched += 1
        is_struck = self.rule.strikes(self.matched, self.random)
        self.struck += is_struck
        return is_struck

    def __str__(self) -> str:
        return f"{self.id} {self.rule}"


@dataclass(frozen=True)
class Strike:
    """What becomes of a request: a delay in seconds, and the fault that spoils its answer, if one does."""

    faults: tuple[ActiveFault, ...]
    delay: float
    spoiling: ActiveFault | None


@dataclass
class Faults:
    """The active faults, in the order in which they were set."""

    seed: int
    active: tuple[ActiveFault, ...] = ()
    numbers: Any = field(default_factory=lambda: count(1))

    def add(self, rule: FaultRule, origin: str) -> ActiveFault:
        fault = ActiveFault(str(next(self.numbers)), rule, origin, self._random(rule))
        self.active = (*self.active, fault)
        _log.info("fault %s set by %s", fault, origin)
        return fault

    def remove(self, fault_id: str) -> bool:
        """Switch one off; false where there is none of this id."""
        kept = tuple(fault for fault in self.active if fault.id != fault_id)
        is_found = len(kept) < len(self.active)
        self.active = kept
        if is_found:
            _log.info("fault %s removed", fault_id)
        return is_found

    def clear(self) -> int:
        """Switch all off; how many there were."""
        number = len(self.active)
        self.active = ()
        _log.info("all %s faults removed", number)
        return number

    def restart(self, seed: int, world_rules: Iterable[FaultRule]) -> None:
        """Begin a new run: streams and counts from their start, this world's faults for the last one's."""
        self.seed = seed
        kept = [fault for fault in self.active if fault.origin != "world"]
        self.active = tuple(
            ActiveFault(fault.id, fault.rule, fault.origin, self._random(fault.rule)) for fault in kept
        )
        for rule in world_rules:
            self.add(rule, "world")

    def strike(self, operation: str | None, persona: str | None, path: str) -> Strike | None:
        """What becomes of a request: delays add up, and the first fault that does more than delay does so."""
        struck = tuple(
            fault
            for fault in self.active
            if fault.rule.is_about(operation, persona, path) and fault.strikes()
        )
        if not struck:
            return None
        return Strike(
            faults=struck,
            delay=sum(fault.rule.delay.seconds(fault.random) for fault in struck if fault.rule.delay),
            spoiling=next((fault for fault in struck if fault.rule.spoils), None),
        )

    def _random(self, rule: FaultRule) -> Random:
        return Random(f"fault:{self.seed}:{rule}")
