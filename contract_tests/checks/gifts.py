"""GIFT-1 to GIFT-5: statistics before and after a gift."""

from collections.abc import Iterator

from contract_tests.checking import Check
from contract_tests.checks.giving import (
    ALL,
    active_streams,
    active_types,
    gift_counts,
    known_streams,
    send_gift,
    unless_moved,
)
from contract_tests.checks.lists import path_of
from contract_tests.checks.reading import mapping, mappings
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

_LASTING = ("title", "status", "startedAt", "plannedStartDate", "endedAt", "createdAt", "replayCreditPrice")
"""What no gift changes of a stream."""


def statistics_name_each_active_type_once(scene: Scene) -> Iterator[Broken]:
    types = active_types(scene)
    known = {kind.get("id"): kind for kind in types}
    for stream in known_streams(scene):
        data = mapping(scene.data("getGiftStatistics", path={"id": stream}))
        listed = [mapping(row.get("giftType")) for row in mappings(data.get("giftTypeCounts"))]
        ids = [kind.get("id") for kind in listed]
        if None in ids:
            raise NotExercised("the counts do not name their types, of which another check tells")
        where = scene.client.trail[-1]
        if sorted(map(str, ids)) != sorted(map(str, known)):
            yield Broken(
                expected=f"each of the {len(known)} active gift types once", got=f"{ids}", where=where.where
            )
        for kind in listed:
            for name in ("creditAmount", "svgUrl", "isActive"):
                own = known.get(kind.get("id"))
                if own is not None and kind.get(name) != own.get(name):
                    yield Broken(
                        expected=f"{name} {own.get(name)}, as in the list of types",
                        got=f"{kind.get(name)}",
                        where=where.where,
                        rule="GIFT-1",
                    )


def a_gift_raises_the_total_and_its_types_count_by_one(scene: Scene) -> Iterator[Broken]:
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)
    for kind in types[: 1 + scene.effort]:
        before = gift_counts(scene, stream)
        exchange = send_gift(scene, "viewer", kind["id"], stream)
        if exchange.status == 409:
            if kind is types[0]:
                raise NotExercised("role viewer has too few credits for the cheapest gift")
            return
        expect_status(exchange, 201)
        message = mapping(exchange.data).get("message")
        expect(message == "Success", expected='message "Success"', got=message, where=exchange)
        yield from unless_moved(scene, stream, before, kind["id"], by=1)


def the_first_gift_of_a_type_is_counted_too(scene: Scene) -> Iterator[Broken]:
    types = active_types(scene)
    for stream in active_streams(scene):
        before = gift_counts(scene, stream)
        for kind in types:
            if before.by_type.get(kind["id"]) != 0:
                continue
            if send_gift(scene, "viewer", kind["id"], stream).status == 201:
                yield from unless_moved(scene, stream, before, kind["id"], by=1)
                return
    raise NotExercised("every gift type that role viewer can send has been sent to every known stream")


def a_gift_leaves_other_streams_alone(scene: Scene) -> None:
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)
    others = [id for id in known_streams(scene) if id != stream]
    other = need(others[0] if others else None, "no second stream is known")
    before = gift_counts(scene, other)
    if send_gift(scene, "viewer", types[0]["id"], stream).status != 201:
        raise NotExercised("role viewer has too few credits for the cheapest gift")
    after = gift_counts(scene, other)
    expect(
        after == before,
        expected=f"another stream's counts to stay {before.total}",
        got=after.total,
        where=scene.client.trail[-1],
    )


def a_gift_leaves_the_stream_as_it_is(scene: Scene) -> Iterator[Broken]:
    stream = path_of(scene, "getLiveStreamViewers")["id"]
    before = mapping(scene.data("getLiveStream", path={"id": stream}))
    if send_gift(scene, "viewer", active_types(scene)[0]["id"], stream).status != 201:
        raise NotExercised("role viewer has too few credits for the cheapest gift")
    after = mapping(scene.data("getLiveStream", path={"id": stream}))
    for name in _LASTING:
        yield from caught(
            expect,
            after.get(name) == before.get(name),
            expected=f"{name} still {before.get(name)} after a gift",
            got=after.get(name),
            where=scene.client.trail[-1],
        )


CHECKS: tuple[Check, ...] = (
    Check("GIFT-3", "assumed", statistics_name_each_active_type_once, ALL[1:]),
    Check(
        "GIFT-5",
        "assumed",
        a_gift_raises_the_total_and_its_types_count_by_one,
        ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        the_first_gift_of_a_type_is_counted_too,
        (*ALL, "listFeaturedLiveStreams"),
        changes=True,
        needs_still_data=True,
    ),
    Check("GIFT-5", "assumed", a_gift_leaves_other_streams_alone, ALL, changes=True, needs_still_data=True),
    Check(
        "GIFT-5",
        "assumed",
        a_gift_leaves_the_stream_as_it_is,
        (*ALL, "getLiveStream"),
        changes=True,
        needs_still_data=True,
    ),
)
