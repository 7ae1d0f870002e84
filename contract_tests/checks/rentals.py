"""RENT-1 to RENT-8: the life of a rental, and those that are refused."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.lists import Whole, item_id, whole_list
from contract_tests.checks.measuring import refuse_if_unpaid
from contract_tests.checks.reading import mapping
from contract_tests.checks.renting import (
    ALL,
    DETAIL,
    MINE,
    RENT,
    RENTERS,
    STATUS,
    active_rental,
    expect_fresh,
    price_of,
    rows_of,
)
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status

_RENTED = ("status", "canRent", "canViewRecording", "price", "rentedAt", "expiresAt")


def a_replay_is_rented_for_24_hours(scene: Scene) -> None:
    stream = _unrented(scene)
    price = price_of(scene, stream)
    exchange = scene.call(RENT, path={"id": stream})
    if exchange.status == 409:
        refuse_if_unpaid(scene, "viewer", price)
    expect_status(exchange, 201, rule="RENT-1", because="the replay can be rented")
    expect_fresh(exchange, stream, price)


def a_rental_shows_the_same_everywhere(scene: Scene) -> None:
    stream, rental = active_rental(scene)
    # Of times that renting again has moved another check tells.
    moved = () if scene.client.trail[-1].status == 201 else ("rentedAt", "expiresAt")
    wanted = {name: rental.get(name) for name in _RENTED if name not in moved}
    status = mapping(scene.data(STATUS, path={"id": stream}))
    _expect_access(scene, wanted, status)
    expect(
        status.get("recordingUrl") == rental.get("recordingUrl"),
        expected="the recordingUrl that renting gave",
        got=status.get("recordingUrl"),
        where=scene.client.trail[-1],
        rule="RENT-7",
    )
    detail = mapping(scene.data(DETAIL, path={"id": stream}))
    _expect_access(scene, wanted, mapping(detail.get("replayAccess")))
    expect(
        detail.get("recordingUrl") == rental.get("recordingUrl"),
        expected="the recordingUrl that renting gave",
        got=detail.get("recordingUrl"),
        where=scene.client.trail[-1],
        rule="RENT-7",
    )
    rows = rows_of(scene, stream)
    expect(
        len(rows) == 1,
        expected="the stream once among the rentals",
        got=f"{len(rows)} times",
        where=scene.client.trail[-1],
        rule="RENT-2",
    )
    _expect_access(scene, wanted, mapping(rows[0].get("replayAccess")))


def the_newest_rental_comes_first(scene: Scene) -> None:
    for stream in scene.profile.streams_of("rentable"):
        scene.call(RENT, path={"id": stream})
    rows = whole_list(scene, MINE).items
    # Ties are ordered by the rental's own _id, which no answer shows.
    order = [str(mapping(row.get("replayAccess")).get("rentedAt")) for row in rows]
    late = next((pair for pair in pairwise(order) if pair[0] < pair[1]), None)
    expect(
        late is None,
        expected="newest rentedAt first",
        got=" before ".join(late or ()),
        where=scene.client.trail[-1],
    )


def every_kind_of_replay_is_rented_that_can_be(scene: Scene) -> None:
    """A replay that is refused, where a dearer one is rented afterwards, was not refused for its price."""
    with suppress(NotExercised):
        scene.reset()
    refused: dict[str, int] = {}
    priced = sorted((price_of(scene, stream), stream) for stream in scene.profile.streams_of("rentable"))
    for price, stream in priced:
        if mapping(scene.data(STATUS, path={"id": stream})).get("status") != "available":
            continue
        exchange = scene.call(RENT, path={"id": stream})
        if exchange.status == 409:
            refused[exchange.where] = price
        for where, cost in refused.items() if exchange.status == 201 else ():
            raise Broken(
                expected=f"status 201 for a replay at {cost}, since one at {price} can be paid",
                got="status 409",
                where=where,
            )


def rentals_are_the_callers_own(scene: Scene) -> Iterator[Broken]:
    active_rental(scene)
    roles = scene.profile.roles("viewer", "poor", "guest", "viewer")
    for role in roles:
        for stream in _living(scene, whole_list(scene, MINE, role)):
            access = mapping(scene.data(STATUS, role, path={"id": stream}))
            yield from caught(
                expect,
                access.get("status") not in ("available", "unavailable", "owner", "participant"),
                expected=f"only what role {role} has rented among its rentals",
                got=f"{stream}, whose status is {access.get('status')} for it",
                where=scene.client.trail[-2],
            )


def a_rental_is_told_alike_in_list_status_and_detail(scene: Scene) -> Iterator[Broken]:
    tried: Counter[str] = Counter()
    for role in scene.profile.roles(*RENTERS):
        rentals = whole_list(scene, MINE, role)
        for row in [row for row in rentals.items if item_id(row) in _living(scene, rentals)]:
            listed = mapping(row.get("replayAccess"))
            kind = f"{listed.get('status')} {listed.get('canRent')}"
            tried[kind] += 1
            if tried[kind] <= 1 + scene.effort:
                stream = str(mapping(row.get("liveStream")).get("id"))
                yield from _unless_told_alike(scene, role, stream, listed)
    if not tried:
        raise NotExercised("no role has rented anything")


def _living(scene: Scene, rentals: Whole) -> list[str]:
    """The rented streams, but for deleted ones: that they are listed another check tells."""
    deleted = scene.profile.streams.get("deleted", ())
    return [str(id) for id in rentals.ids() if id not in deleted]


def _unless_told_alike(scene: Scene, role: str, stream: str, listed: Mapping[str, Any]) -> Iterator[Broken]:
    wanted = {name: listed.get(name) for name in _RENTED}
    for operation_id in (STATUS, DETAIL):
        data = mapping(scene.data(operation_id, role, path={"id": stream}))
        access = mapping(data.get("replayAccess", data))
        shown = {name: access.get(name) for name in _RENTED}
        yield from caught(
            expect,
            shown == wanted,
            expected=f"the access that the list of rentals tells, {wanted}",
            got=shown,
            where=scene.client.trail[-1],
        )


def a_rentable_replay_says_so(scene: Scene) -> Iterator[Broken]:
    """To everybody, also to whom its host has blocked: what keeps them from renting is told when they do."""
    for role in scene.profile.roles("viewer", "blocked", "poor"):
        for stream in scene.profile.streams_of("rentable")[: 4 + 2 * scene.effort]:
            access = mapping(scene.data(STATUS, role, path={"id": stream}))
            if access.get("status") in ("owner", "participant", "active"):
                continue
            wanted = (
                access.get("status") in ("available", "expired", "refunded") and access.get("canRent") is True
            )
            yield from caught(
                expect,
                wanted,
                expected=f"status available, expired or refunded, and canRent true, for role {role}",
                got={name: access.get(name) for name in ("status", "canRent")},
                where=scene.client.trail[-1],
            )


def _unrented(scene: Scene) -> str:
    for stream in scene.profile.streams_of("rentable"):
        access = mapping(scene.data(STATUS, path={"id": stream}))
        if access.get("canRent") is True and _affords(scene, stream):
            return stream
    raise NotExercised("role viewer has rented every rentable stream already, or can afford none")


def _affords(scene: Scene, stream: str) -> bool:
    prices = [price_of(scene, other) for other in scene.profile.streams_of("rentable")]
    return price_of(scene, stream) <= sorted(prices)[len(prices) // 2]


def _expect_access(scene: Scene, wanted: Mapping[str, Any], access: Mapping[str, Any]) -> None:
    shown = {name: access.get(name) for name in wanted}
    expect(
        shown == wanted,
        expected=f"the access that renting gave, {dict(wanted)}",
        got=shown,
        where=scene.client.trail[-1],
        rule="RENT-8",
    )


CHECKS: tuple[Check, ...] = (
    Check("RENT-8", "assumed", a_rentable_replay_says_so, (STATUS,)),
    Check(
        "RENT-8", "assumed", a_rental_is_told_alike_in_list_status_and_detail, ALL[1:], needs_still_data=True
    ),
    Check("RENT-2", "documented", a_replay_is_rented_for_24_hours, ALL, changes=True),
    Check("RENT-8", "assumed", a_rental_shows_the_same_everywhere, ALL, changes=True),
    Check("RENT-1", "documented", every_kind_of_replay_is_rented_that_can_be, ALL, changes=True),
    Check("RENT-7", "assumed", the_newest_rental_comes_first, ALL, changes=True),
    Check("RENT-7", "documented", rentals_are_the_callers_own, ALL, changes=True),
)
