"""How thorough a run is."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Effort:
    """How much Schemathesis generates: examples for each operation, and how long a sequence gets."""

    examples: int
    steps: int


@dataclass(frozen=True)
class Level:
    """How thorough a run is: the effort of each check, and of Schemathesis's generation."""

    effort: int
    phases: Effort


LEVELS: Mapping[str, Level] = MappingProxyType(
    {
        "quick": Level(1, Effort(examples=3, steps=3)),
        "standard": Level(3, Effort(examples=25, steps=5)),
        "deep": Level(10, Effort(examples=200, steps=8)),
    }
)
