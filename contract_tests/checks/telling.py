"""Telling of a breach that a single response shows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from contract_tests.exchange import Exchange
from contract_tests.findings import Broken


def broken(exchange: Exchange, expected: str, got: Any, rule: str | None = None) -> Broken:
    """A breach at an exchange; `rule` where it is another than the check's own."""
    return Broken(expected=expected, got=str(got)[:300], where=exchange.where, rule=rule)


def repeated(exchange: Exchange, expected: str, ids: Sequence[Any]) -> Iterator[Broken]:
    """A breach for each id that stands in a list more than once."""
    texts = [one for one in ids if isinstance(one, str)]
    for one in sorted({one for one in texts if texts.count(one) > 1}):
        yield broken(exchange, expected, f"{one} {texts.count(one)} times")


def caught(check: Callable[..., None], *arguments: Any, **named: Any) -> Iterator[Broken]:
    """The breach that a check of one case raises, so that the other cases are tried all the same."""
    try:
        check(*arguments, **named)
    except Broken as problem:
        yield problem
