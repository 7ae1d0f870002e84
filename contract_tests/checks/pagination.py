"""PAGE-3 to PAGE-7: laws that need several pages of a list."""

from collections.abc import Iterator
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.lists import PAGED, Whole, expect_same, item_id, one_page, path_of, whole_list
from contract_tests.checks.reading import mapping, mappings
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status


def pages_are_disjoint_and_together_the_whole_list(scene: Scene) -> Iterator[Broken]:
    for operation_id, role in _lists(scene):
        yield from caught(_pages_partition, scene, operation_id, role)


def _pages_partition(scene: Scene, operation_id: str, role: str) -> None:
    whole = whole_list(scene, operation_id, role)
    expect(
        len(whole.items) == whole.total,
        expected=f"as many items on all pages as totalItems says, {whole.total}",
        got=f"{len(whole.items)} items",
        where=_last(scene),
    )
    for limit in _limits(scene, operation_id, whole):
        listed = whole_list(scene, operation_id, role, limit=limit)
        expect_same(
            whole.ids(),
            listed.ids(),
            what=f"the same items in the same order at limit {limit}",
            where=_last(scene),
        )


def a_page_holds_exactly_what_the_limit_allows_and_is_left(scene: Scene) -> Iterator[Broken]:
    for operation_id, role in _lists(scene):
        yield from caught(_pages_are_full, scene, operation_id, role)


def _pages_are_full(scene: Scene, operation_id: str, role: str) -> None:
    whole = whole_list(scene, operation_id, role)
    for limit in _limits(scene, operation_id, whole):
        last = max(1, -(-whole.total // limit))
        for page in sorted({1, min(2, last), (last + 1) // 2, last}):
            items = mappings(one_page(scene, operation_id, role, page=page, limit=limit).get("list"))
            wanted = min(limit, whole.total - (page - 1) * limit)
            expect_same(wanted, len(items), what=f"items on page {page} at limit {limit}", where=_last(scene))


def pagination_counts_the_same_on_every_page(scene: Scene) -> Iterator[Broken]:
    for operation_id, role in _lists(scene):
        yield from caught(_pagination_is_arithmetic, scene, operation_id, role)


def _pagination_is_arithmetic(scene: Scene, operation_id: str, role: str) -> None:
    whole = whole_list(scene, operation_id, role)
    for limit in _limits(scene, operation_id, whole):
        pages = -(-whole.total // limit)
        for page in sorted({1, 2, max(1, pages), pages + 1, pages + 7}):
            got = mapping(one_page(scene, operation_id, role, page=page, limit=limit).get("pagination"))
            wanted = {
                "currentPage": page,
                "totalPages": pages,
                "totalItems": whole.total,
                "itemsPerPage": limit,
                "hasNextPage": page < pages,
                "hasPrevPage": page > 1,
            }
            told = {name: value for name, value in wanted.items() if name in got}
            expect_same(told, {name: got[name] for name in told}, what="pagination", where=_last(scene))


def a_page_past_the_end_is_empty_however_large_its_number(scene: Scene) -> Iterator[Broken]:
    for operation_id in PAGED:
        for page in (1_000, 10**6, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 2**64 + 1, 10**30):
            yield from caught(_page_is_past_the_end, scene, operation_id, page)


def _page_is_past_the_end(scene: Scene, operation_id: str, page: int) -> None:
    path = path_of(scene, operation_id)
    exchange = scene.call(operation_id, path=path, query={"page": page, "limit": 100})
    expect_status(exchange, 200, because="a page past the end is no error")
    data = mapping(exchange.data)
    pagination = mapping(data.get("pagination"))
    if (pagination.get("totalPages") or 0) >= page:
        raise NotExercised("the list is longer than any page tried")
    expect(data.get("list") == [], expected="an empty list", got=data.get("list"), where=exchange)
    shown = pagination.get("currentPage")
    expect(shown == page, expected=f"currentPage {page}", got=shown, where=exchange, rule="PAGE-3")


def a_parameter_left_out_means_its_default(scene: Scene) -> Iterator[Broken]:
    for operation_id in PAGED:
        yield from caught(_defaults_are_meant, scene, operation_id)


def _defaults_are_meant(scene: Scene, operation_id: str) -> None:
    page = scene.contract.bounds(operation_id, "page").default
    limit = scene.contract.bounds(operation_id, "limit").default
    spelled = _shown(one_page(scene, operation_id, page=page, limit=limit))
    queries: tuple[dict[str, Any], ...] = ({}, {"page": page}, {"limit": limit})
    for query in queries:
        left_out = _shown(one_page(scene, operation_id, **query))
        expect_same(spelled, left_out, what="what the defaults spelled out give", where=_last(scene))
    other = _shown(one_page(scene, operation_id, page=page, limit=3))
    no_page = _shown(one_page(scene, operation_id, limit=3))
    expect_same(other, no_page, what="what the default page gives", where=_last(scene))


def _shown(data: Any) -> Any:
    items = [item_id(item) for item in mappings(data.get("list"))]
    return items, data.get("pagination")


def _lists(scene: Scene) -> Iterator[tuple[str, str]]:
    """Each list with who asks for it: of rentals, role renter may have more than role viewer."""
    for operation_id in PAGED:
        yield operation_id, "viewer"
        if operation_id != "getLiveStreamViewers" and "renter" in scene.profile.credentials:
            yield operation_id, "renter"


def _limits(scene: Scene, operation_id: str, whole: Whole) -> list[int]:
    bounds = scene.contract.bounds(operation_id, "limit")
    low, high = bounds.minimum or 1, bounds.maximum or 100
    wanted = {low, 2, 7, bounds.default or 20, high, whole.total - 1, whole.total, whole.total + 1}
    if scene.effort > 1:
        wanted |= {3, high - 1, scene.random.randint(low, high), scene.random.randint(low, high)}
    # One item a page would ask as often as there are items.
    few = {limit for limit in wanted if whole.total <= 60 * limit}
    return sorted(limit for limit in few if low <= limit <= high)


def _last(scene: Scene) -> str:
    return scene.client.trail[-1].where


CHECKS: tuple[Check, ...] = (
    Check("PAGE-3", "assumed", pagination_counts_the_same_on_every_page, PAGED, needs_still_data=True),
    Check(
        "PAGE-4",
        "assumed",
        a_page_holds_exactly_what_the_limit_allows_and_is_left,
        PAGED,
        needs_still_data=True,
    ),
    Check("PAGE-5", "assumed", a_page_past_the_end_is_empty_however_large_its_number, PAGED),
    Check("PAGE-6", "assumed", pages_are_disjoint_and_together_the_whole_list, PAGED, needs_still_data=True),
    Check("PAGE-7", "assumed", a_parameter_left_out_means_its_default, PAGED, needs_still_data=True),
)
