"""Breaches made by hand, and what the response checks tell of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_tests.checking import ExchangeCheck, ResponseCheck
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken
from tests.drafts import CONTRACT, Alter, sound


@dataclass(frozen=True)
class Breach:
    """A sound exchange and what breaks it; `check` has to tell of it as a breach of `rule`."""

    check: ExchangeCheck
    rule: str
    start: tuple[str, int, str]
    alter: Alter

    @property
    def told(self) -> tuple[ExchangeCheck, str]:
        return self.check, self.rule


def told_of(checks: Sequence[ResponseCheck], breach: Breach) -> list[tuple[ExchangeCheck, str]]:
    """Which checks tell of a breach, and as which rule's."""
    draft = sound(*breach.start)
    breach.alter(draft)
    return [(check.run, problem.rule or check.rule_id) for check, problem in broken(checks, draft.exchange)]


def broken(checks: Sequence[ResponseCheck], exchange: Exchange) -> Iterator[tuple[ResponseCheck, Broken]]:
    """Everything that checks find broken in an exchange."""
    for check in checks:
        for problem in check.run(CONTRACT, exchange):
            yield check, problem


def named(breach: Breach) -> str:
    return f"{breach.rule} {breach.check.__name__}"
