"""The whole of a paged list, read page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.checks.asking import active_stream
from contract_tests.checks.reading import integer, mapping, mappings
from contract_tests.findings import NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

PAGED = ("getLiveStreamViewers", "listMyReplayRentals")
_MOST_PAGES = 60


@dataclass(frozen=True)
class Whole:
    """Every item of a list in its order, with what stood beside them on the last page."""

    items: tuple[Mapping[str, Any], ...]
    total: int
    data: Mapping[str, Any]

    def ids(self) -> list[Any]:
        return [item_id(item) for item in self.items]


def item_id(item: Mapping[str, Any]) -> Any:
    """What tells an item of a paged list from the others; of capitals in it another check tells."""
    found = item.get("_id") or mapping(item.get("liveStream")).get("id")
    return found.lower() if isinstance(found, str) else found


def path_of(scene: Scene, operation_id: str) -> dict[str, str]:
    """The path arguments with which a paged operation is asked."""
    if operation_id != "getLiveStreamViewers":
        return {}
    return {"id": need(active_stream(scene), "no active stream is known")}


def one_page(
    scene: Scene, operation_id: str, role: str = "viewer", *, stream: str | None = None, **query: Any
) -> Mapping[str, Any]:
    """The data of one page, which must be answered with 200; of the active stream unless told."""
    path = {"id": stream} if stream else path_of(scene, operation_id)
    exchange = scene.call(operation_id, role, path=path, query=query)
    expect_status(exchange, 200, is_consequence=True)
    return mapping(exchange.data)


def whole_list(
    scene: Scene,
    operation_id: str,
    role: str = "viewer",
    *,
    limit: int | None = None,
    stream: str | None = None,
    **query: Any,
) -> Whole:
    """The whole list at a limit, but none above the greatest; at one less than that if none is given.

    A fault at the bound itself is for the checks of pages to find; here it would show in all that is listed.
    NotExercised for a list of more pages than can be read.
    """
    most = scene.contract.bounds(operation_id, "limit").maximum or 100
    size = min(limit or most - 1, most)
    items: list[Mapping[str, Any]] = []
    for page in range(1, _MOST_PAGES + 1):
        data = one_page(scene, operation_id, role, stream=stream, page=page, limit=size, **query)
        items += mappings(data.get("list"))
        pagination = mapping(data.get("pagination"))
        if pagination.get("hasNextPage") is not True:
            break
    total = integer(pagination.get("totalItems"))
    if total is None:
        raise NotExercised("the list does not tell its totalItems, of which another check tells")
    if total > _MOST_PAGES * size:
        raise NotExercised(f"a list of {total} has more pages at limit {size} than are read here")
    return Whole(tuple(items), total, data)


def expect_same(expected: Any, got: Any, *, what: str, where: str, rule: str | None = None) -> None:
    """Raise Broken, showing both, unless two values are equal."""
    expect(expected == got, expected=f"{what}: {expected}", got=str(got), where=where, rule=rule)
