"""What a run is asked to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from contract_tests.checking import Check, ResponseCheck
from contract_tests.contract import Contract
from contract_tests.exchange import Exchange
from contract_tests.failures import KeptFailure
from contract_tests.profile import Profile


@dataclass(frozen=True)
class PhasesRun:
    """What Schemathesis's phases sent and were answered, and sentences about what went amiss."""

    exchanges: tuple[Exchange, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What to run against what.

    `kept` are failures of earlier runs, which are tried first. `workers` is how many checks that only read
    are made at a time; the verdict is the same for any number. `tell` is called with a sentence and a count
    as the run goes on; `remembered` is what the checks of one run have found out. `phases` waits for
    Schemathesis's phases where they run elsewhere meanwhile, against a target of the same kind with data of
    its own; without it they run against the target itself, when the checks are made.
    """

    contract: Contract
    profile: Profile
    checks: Sequence[Check]
    response_checks: Sequence[ResponseCheck]
    level: str = "standard"
    basis: str = "all"
    seed: int = 1
    kept: tuple[KeptFailure, ...] = ()
    workers: int = 1
    phases: Callable[[], PhasesRun] | None = None
    tell: Callable[[str, int], None] = lambda sentence, count: None
    remembered: dict[str, Any] = field(default_factory=dict)
