"""What a check is, and how checks are listed beside their rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from contract_tests.contract import Contract
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken
from contract_tests.scene import Scene

Basis = Literal["documented", "assumed"]
SceneCheck = Callable[[Scene], Iterator[Broken] | None]
ExchangeCheck = Callable[[Contract, Exchange], Iterator[Broken]]


@dataclass(frozen=True)
class Check:
    """A check that sends requests of its own, beside the rule that it tries.

    `basis` is that of the part of the rule which the check asserts. `operations` are those it sends;
    `changes` tells whether it sends anything that could change the target's data, `needs_still_data` whether
    it goes wrong where somebody else changes that meanwhile.
    """

    rule_id: str
    basis: Basis
    run: SceneCheck
    operations: tuple[str, ...]
    changes: bool = False
    needs_still_data: bool = False

    @property
    def sentence(self) -> str:
        return self.run.__name__.replace("_", " ")


@dataclass(frozen=True)
class ResponseCheck:
    """A check of one exchange, made on every response of every phase.

    One that `is_of_schema` speaks for every rule that the response's schema names.
    """

    rule_id: str
    basis: Basis
    run: ExchangeCheck
    is_of_schema: bool = False

    @property
    def sentence(self) -> str:
        return self.run.__name__.replace("_", " ")
