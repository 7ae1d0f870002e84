"""New ids, from the world's seed, so that the same run gives the same ids."""

from collections.abc import Callable
from random import Random


def seeded_ids(seed: int) -> Callable[[], str]:
    """A source of ids of 24 lowercase hex digits (ID-1)."""
    random = Random(f"ids:{seed}")
    return lambda: f"{random.getrandbits(96):024x}"
