"""What a request costs the handlers and the store as an audience grows: `python -m bench.growth`.

Each row is one operation, each column an audience of one size, in milliseconds of a request: the median of
interleaved rounds. Ratios are to the smallest audience. Measured below HTTP, where nothing hides the cost.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bench.crowd import crowd
from fixtures import World
from handlers import OPERATIONS
from handlers.services import Caller, Services
from kulis.clock import Clock
from kulis.garbage import made_to_stay
from kulis.identifiers import SeededIds
from kulis.store import seeded_store

Request = Callable[[], Any]


@dataclass(frozen=True)
class Growth:
    """What was measured: seconds to set up each size, and milliseconds of each operation at each size."""

    sizes: tuple[int, ...]
    loading: Mapping[int, float]
    filling: Mapping[int, float]
    milliseconds: Mapping[str, Mapping[int, float]]


def main(
    sizes: Annotated[str, typer.Option(help="How many viewers, small to large.")] = "1000,10000,100000",
    rounds: Annotated[int, typer.Option(min=1, help="How often each request is measured.")] = 15,
) -> None:
    """Print what each operation costs at each size, and how it grows."""
    print_growth(measured(tuple(int(size) for size in sizes.split(",")), rounds))


def measured(sizes: tuple[int, ...], rounds: int) -> Growth:
    """Measure all operations at all sizes, one after another in each round."""
    loading, filling, requests = {}, {}, {}
    for size in sizes:
        with made_to_stay():
            begun = time.perf_counter()
            world = crowd(size)
            loaded = time.perf_counter()
            services = Services(seeded_store(world.documents), Clock(), SeededIds(1))
        loading[size], filling[size] = loaded - begun, time.perf_counter() - loaded
        requests[size] = requests_of(services, world, size)
    found: dict[str, dict[int, list[float]]] = {
        name: {size: [] for size in sizes} for name in requests[sizes[0]]
    }
    for _ in range(rounds):
        for name, by_size in found.items():
            for size, taken in by_size.items():
                taken.append(_milliseconds(requests[size][name]))
    medians = {
        name: {size: median(taken) for size, taken in by_size.items()} for name, by_size in found.items()
    }
    return Growth(sizes, loading, filling, medians)


def requests_of(services: Services, world: World, size: int) -> dict[str, Request]:
    """The operations that are measured, by the name of their row."""
    caller = Caller(world.persona("viewer").user_id)
    (stream,) = (row["_id"] for row in world.documents["streams"] if row["status"] == "active")

    def viewers(page: int, limit: int, search: str = "") -> Request:
        handler = OPERATIONS["getLiveStreamViewers"]
        return partial(handler, services, caller, id=stream, page=page, limit=limit, search=search)

    found = {}
    for limit in (20, 100):
        last = -(-size // limit)
        for place, page in (("first", 1), ("middle", last // 2), ("last", last)):
            found[f"viewers, limit {limit}, {place} page"] = viewers(page, limit)
    found["viewer count"] = partial(OPERATIONS["getViewerCount"], services, caller, id=stream)
    found["gift statistics"] = partial(OPERATIONS["getGiftStatistics"], services, caller, id=stream)
    found["search, many found"] = viewers(1, 20, "an")
    found["search, one found"] = viewers(1, 20, "deniz kaya")
    found["search, none found"] = viewers(1, 20, "nobody at all")
    return found


def print_growth(growth: Growth) -> None:
    """Print a table, with a column of ratios for each size but the first."""
    smallest, *larger = growth.sizes
    table = Table(
        "milliseconds", *(f"{size:,}" for size in growth.sizes), *(f"x at {size:,}" for size in larger)
    )
    for name, by_size in growth.milliseconds.items():
        ratios = [by_size[size] / by_size[smallest] for size in larger]
        table.add_row(
            name, *(f"{by_size[size]:.3f}" for size in growth.sizes), *(f"{ratio:.2f}" for ratio in ratios)
        )
    console = Console()
    console.print(table)
    for size in growth.sizes:
        loading, filling = growth.loading[size], growth.filling[size]
        console.print(
            f"{size:,} viewers: {loading:.2f} s to load the world, {filling:.2f} s to fill the store"
        )


def _milliseconds(request: Request) -> float:
    begun = time.perf_counter()
    request()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    typer.run(main)
