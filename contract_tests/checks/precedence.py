"""Which of two refusals is told, for a request that deserves both."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from contract_tests.checks.asking import sent_as, unless_answered
from contract_tests.exchange import Credential, Request
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene

NOT_ALONE = "the refusal that should come first is not told by itself either"

_Who = str | Credential | None


@dataclass(frozen=True)
class Case:
    """A request that deserves two refusals, and one that deserves the first of them alone; who sends each.

    Where the first is not told by itself, its order cannot be judged: another rule tells of that.
    """

    status: int
    because: str
    alone: tuple[Request, _Who]
    both: tuple[Request, _Who]


def told_first(scene: Scene, case: Case) -> Iterator[Broken]:
    """A breach where the other refusal is told; NotExercised where the first is not told by itself."""
    if sent_as(scene, *case.alone).status != case.status:
        raise NotExercised(NOT_ALONE)
    yield from unless_answered(sent_as(scene, *case.both), case.status, because=case.because)


def where_alone(scene: Scene, case: Case) -> Iterator[Broken]:
    """The same for one case of several: the others are tried all the same."""
    with suppress(NotExercised):
        yield from told_first(scene, case)
