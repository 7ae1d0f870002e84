"""Gifts as the checks send and count them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.checks.lists import path_of
from contract_tests.checks.reading import integer, mapping, mappings
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken
from contract_tests.scene import Scene, expect, need

ALL = ("createGift", "getGiftStatistics", "listGiftTypes")


def active_types(scene: Scene) -> list[Mapping[str, Any]]:
    """The active gift types that have an id, cheapest first; NotExercised where there are none."""
    listed = mappings(scene.data("listGiftTypes"))
    active = [
        kind for kind in listed if kind.get("isActive") is not False and isinstance(kind.get("id"), str)
    ]
    types = need(active, "there are no active gift types that can be named")
    return sorted(types, key=cost_of)


def priced_types(scene: Scene) -> list[Mapping[str, Any]]:
    """Those of them that cost anything, cheapest first; NotExercised where there are none."""
    priced = [kind for kind in active_types(scene) if cost_of(kind) > 0]
    return list(need(priced, "no gift type costs anything"))


def cost_of(kind: Mapping[str, Any]) -> int:
    """The creditAmount of a gift type; 0 where it tells none that could be."""
    return integer(kind.get("creditAmount")) or 0


def active_streams(scene: Scene) -> list[str]:
    """The active streams that are known, those that the profile names first."""
    featured = [str(stream.get("id")) for stream in mappings(scene.data("listFeaturedLiveStreams", None))]
    named = [id for role in ("active", "empty") for id in scene.profile.streams.get(role, ())]
    return list(dict.fromkeys([*named, *featured]))


def known_streams(scene: Scene) -> list[str]:
    """A stream of each role, but for those that are deleted; the active one first."""
    listed = [id for ids in scene.profile.streams.values() for id in ids[:1]]
    deleted = scene.profile.streams.get("deleted", ())
    first = path_of(scene, "getLiveStreamViewers")["id"]
    return list(dict.fromkeys([first, *(id for id in listed if id not in deleted)]))


@dataclass(frozen=True)
class Counts:
    """A stream's gifts: all of them, and by active type."""

    total: int
    by_type: Mapping[str, int]


def gift_counts(scene: Scene, stream: str) -> Counts:
    """What the statistics of a stream tell."""
    data = mapping(scene.data("getGiftStatistics", path={"id": stream}))
    rows = mappings(data.get("giftTypeCounts"))
    by_type = {str(mapping(row.get("giftType")).get("id")): int(row.get("count") or 0) for row in rows}
    return Counts(int(data.get("totalCount") or 0), by_type)


def send_gift(scene: Scene, role: str, kind: str, stream: str) -> Exchange:
    """The exchange of a gift, whatever its outcome."""
    return scene.call("createGift", role, body={"giftTypeId": kind, "liveStreamId": stream})


def unless_moved(scene: Scene, stream: str, before: Counts, kind: str, *, by: int) -> Iterator[Broken]:
    """A breach for each count that has not moved as a gift of this type moves it."""
    after, where = gift_counts(scene, stream), scene.client.trail[-1].where
    if after.total != before.total + by:
        yield Broken(expected=f"totalCount {before.total + by}", got=f"{after.total}", where=where)
    for id, count in before.by_type.items():
        wanted = count + (by if id == kind else 0)
        if after.by_type.get(id) != wanted:
            yield Broken(
                expected=f"count {wanted} of gift type {id}", got=f"{after.by_type.get(id)}", where=where
            )


def expect_unmoved(scene: Scene, stream: str, before: Counts) -> None:
    """Raise Broken where any count has moved."""
    after = gift_counts(scene, stream)
    expect(
        after == before,
        expected=f"unchanged counts, {before.total} in all",
        got=f"{after.total} in all",
        where=scene.client.trail[-1],
    )
