"""What the mock should reach, as ratios between servers that were measured in one run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.load import Load
from bench.measuring import Measured

_MOST = 16
_RATES = (
    ("kulis, quiet", "Prism, silent", 1.0),
    ("kulis, quiet", "Prism, silent, same page", 1.0),
    ("kulis", "Prism, by default", 1.6),
    ("kulis", "bare Starlette", 0.12),
)


@dataclass(frozen=True)
class Target:
    """A ratio, and the least or the most that it should be."""

    sentence: str
    ratio: float
    least: float | None = None
    most: float | None = None

    @property
    def is_met(self) -> bool:
        return (self.least is None or self.ratio >= self.least) and (
            self.most is None or self.ratio <= self.most
        )

    @property
    def bound(self) -> str:
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"


def targets_of(found: Mapping[str, Measured]) -> tuple[Target, ...]:
    """Every target whose two sides were both measured."""
    return tuple(_targets(found))


def waiting_told(found: Mapping[str, Measured]) -> Iterator[str]:
    """A sentence on how long an answer waits for others, where the quiet mock was measured beside Prism."""
    own, other = _page(found, "kulis, quiet"), _page(found, "Prism, silent")
    if own is not None and other is not None:
        least = _MOST / own.per_second * 1000
        yield (
            f"Of {_MOST} connections each waits for all the others. At {own.per_second:,.0f} requests/s that "
            f"takes {least:.2f} ms in the mean; a third of the p99 of Prism, silent, "
            f"would be {other.p99 / 3:.2f} ms."
        )


def _targets(found: Mapping[str, Measured]) -> Iterator[Target]:
    mock = found["kulis"]
    page = mock.middle("viewers, limit 20", _MOST)
    if page is None:
        return
    for name, other_name, least in _RATES:
        own, other = _page(found, name), _page(found, other_name)
        if own is not None and other is not None:
            ratio = own.per_second / other.per_second
            yield Target(f"requests/s, {name} to {other_name}", ratio, least=least)
    for name, other_name in (("kulis, quiet", "Prism, silent"), ("kulis", "Prism, by default")):
        own, other = _page(found, name), _page(found, other_name)
        if own is not None and other is not None:
            start = found[name].start / found[other_name].start
            yield Target(f"p99, {name} to {other_name}", own.p99 / other.p99, most=1 / 3)
            yield Target(f"time to the first 200, {name} to {other_name}", start, most=0.5)
    for name in ("a 400", "a 401"):
        refusal = mock.middle(name, _MOST)
        if refusal is not None:
            yield Target(f"requests/s of {name}, to a 200", refusal.per_second / page.per_second, least=1)
    longer = mock.middle("viewers, limit 100", _MOST)
    if longer is not None:
        yield Target("requests/s at limit 100, to limit 20", longer.per_second / page.per_second, least=0.6)
    workers = _page(found, "kulis, 2 workers")
    if workers is not None:
        yield Target("requests/s of two workers, to one", workers.per_second / page.per_second, least=1.7)


def _page(found: Mapping[str, Measured], name: str) -> Load | None:
    return found[name].middle("viewers, limit 20", _MOST) if name in found else None
