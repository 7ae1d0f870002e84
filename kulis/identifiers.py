"""New ids, from the world's seed, so that the same run gives the same ids."""

from dataclasses import dataclass
from hashlib import blake2b


@dataclass
class SeededIds:
    """A source of ids of 24 lowercase hex digits (ID-1); `drawn` tells how many it has given."""

    seed: int
    drawn: int = 0

    def __call__(self) -> str:
        self.drawn += 1
        return numbered_id(self.seed, self.drawn)


def numbered_id(seed: int, number: int) -> str:
    """The id that a seed gives at a number, from 1."""
    return blake2b(f"ids:{seed}:{number}".encode(), digest_size=12).hexdigest()
