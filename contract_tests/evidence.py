"""Of the requests that a check has sent, the few that show a breach, in the order in which to send them."""

from collections.abc import Sequence

from contract_tests.client import READING_METHODS
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken

_MOST_COMPARED = 2


def evidence(problem: Broken, trail: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """The requests that show a breach: what changed the data, what is compared, and where it showed.

    They begin with the last hook, which brought the data back: what was sent before has no effect any more.
    """
    shown = _since_the_last_hook(_until_the_breach(problem, trail))
    if not shown:
        return ()
    compared = () if problem.is_of_status else _compared(shown)
    led_to = [one for one in shown[:-1] if _is_change(one) or one.is_of_hook or one in compared]
    return (*led_to, shown[-1])


def _until_the_breach(problem: Broken, trail: Sequence[Exchange]) -> Sequence[Exchange]:
    """What a check sends to tidy up after itself tells nothing."""
    for at in range(len(trail), 0, -1):
        if trail[at - 1].where == problem.where:
            return trail[:at]
    return trail


def _since_the_last_hook(trail: Sequence[Exchange]) -> Sequence[Exchange]:
    hooks = [at for at, exchange in enumerate(trail) if exchange.is_of_hook]
    return trail[hooks[-1] :] if hooks else trail


def _compared(trail: Sequence[Exchange]) -> list[Exchange]:
    """The last readings before the breach that asked for something else."""
    latest: dict[tuple[str, str | None], Exchange] = {}
    for exchange in trail[:-1]:
        if not _is_change(exchange) and exchange.status < 300 and _question(exchange) != _question(trail[-1]):
            latest.pop(_question(exchange), None)
            latest[_question(exchange)] = exchange
    return list(latest.values())[-_MOST_COMPARED:]


def _question(exchange: Exchange) -> tuple[str, str | None]:
    credential = exchange.request.credential
    return exchange.request.url, credential.shown if credential else None


def _is_change(exchange: Exchange) -> bool:
    return exchange.request.method not in READING_METHODS and exchange.status < 300
