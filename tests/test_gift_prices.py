"""How a balance that no operation shows is spent, in few requests."""

import pytest

from contract_tests.checks.gift_prices import _finest
from contract_tests.findings import NotExercised

CHEAP, MIDDLING, DEAR = ({"creditAmount": amount} for amount in (1, 30, 50))


@pytest.mark.parametrize(
    ("bound", "kind", "most"), [(20, CHEAP, 20), (100, MIDDLING, 4), (90, MIDDLING, 3), (2000, DEAR, 40)]
)
def test_a_balance_below_a_bound_is_spent_on_the_cheapest_gifts_that_are_not_too_many(
    bound: int, kind: dict[str, int], most: int
) -> None:
    assert _finest([CHEAP, MIDDLING, DEAR], bound) == (kind, most)


def test_a_balance_that_no_gift_spends_in_time_is_left_alone() -> None:
    with pytest.raises(NotExercised):
        _finest([CHEAP], 100)
