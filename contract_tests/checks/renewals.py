"""Rentals beside others, and those that are renewed (RENT-2, RENT-4)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.lists import whole_list
from contract_tests.checks.measuring import refuse_if_unpaid
from contract_tests.checks.reading import mapping, moment
from contract_tests.checks.renting import (
    ALL,
    LAPSED,
    MINE,
    RENT,
    RENTERS,
    STATUS,
    expect_fresh,
    lapsed_rentals,
    price_of,
    rows_of,
)
from contract_tests.checks.replay_laws import rent_lacks
from contract_tests.checks.telling import caught
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status, need


def a_new_rental_leaves_the_others_as_they_are(scene: Scene) -> None:
    with suppress(NotExercised):
        scene.reset()
    before = _accesses(scene)
    new = [stream for stream in scene.profile.streams_of("rentable") if stream not in before]
    for stream in new:
        if scene.call(RENT, path={"id": stream}).status == 201:
            after = _accesses(scene)
            kept = {id: access for id, access in after.items() if id in before}
            expect(
                kept == before,
                expected=f"{len(before)} rentals beside the new one, as they were",
                got=f"{len(kept)} of them, {sum(kept[id] != before[id] for id in kept)} changed",
                where=scene.client.trail[-1],
            )
            others = after.keys() - kept.keys() - {stream}
            expect(
                not others,
                expected="one rental more",
                got=f"{1 + len(others)}",
                where=scene.client.trail[-1],
            )
            before = after
    need(new, "role viewer has rented every rentable stream already")


def _accesses(scene: Scene) -> dict[str, Any]:
    """What the list tells of each rental but for the time that is left."""
    return {
        str(mapping(row.get("liveStream")).get("id")): {
            name: value
            for name, value in mapping(row.get("replayAccess")).items()
            if name != "remainingSeconds"
        }
        for row in whole_list(scene, MINE).items
    }


def a_lapsed_rental_is_renewed(scene: Scene) -> Iterator[Broken]:
    rentals, lacks = lapsed_rentals(scene), list[NotExercised]()
    for role, stream in rentals:
        try:
            yield from caught(_renewal, scene, role, stream)
        except NotExercised as lack:
            lacks.append(lack)
    if len(lacks) == len(rentals):
        raise lacks[0]


def what_cannot_be_rented_is_not_renewed(scene: Scene) -> Iterator[Broken]:
    with suppress(NotExercised):
        scene.reset()
    tried = False
    for role in scene.profile.roles(*RENTERS):
        for row in whole_list(scene, MINE, role).items:
            access, stream = mapping(row.get("replayAccess")), mapping(row.get("liveStream"))
            if access.get("status") not in LAPSED or access.get("canRent") is not False:
                continue
            tried = True
            exchange = scene.call(RENT, role, path={"id": str(stream.get("id"))})
            if exchange.status in (200, 201):
                yield _renewed(exchange, stream)
    if not tried:
        raise NotExercised("no role has a rental that has lapsed and cannot be renewed")


def _renewed(exchange: Exchange, stream: Mapping[str, Any]) -> Broken:
    """What is wrong where renting grants what canRent denies: the stream itself tells which of the two."""
    lacking = next(rent_lacks(stream), None)
    if lacking is None:
        return Broken(
            expected="canRent true for a rental that has lapsed and is renewed when it is asked for",
            got="canRent false",
            where=exchange.where,
            rule="RENT-8",
        )
    return Broken(
        expected=f"status 409, since there is {lacking}",
        got=f"status {exchange.status}",
        where=exchange.where,
        rule="RENT-1",
    )


def _renewal(scene: Scene, role: str, stream: str) -> None:
    before, listed = mapping(scene.data(STATUS, role, path={"id": stream})), _row_count(scene, role)
    price = price_of(scene, stream)
    exchange = scene.call(RENT, role, path={"id": stream})
    if exchange.status == 409:
        refuse_if_unpaid(scene, role, price)
    expect_status(exchange, 201, because=f"the rental is {before.get('status')}")
    status = mapping(exchange.data).get("status")
    expect(
        status == "active",
        expected="status active after renting again",
        got=status,
        where=exchange,
        rule=None if status in LAPSED else "RENT-8",
    )
    expect_fresh(exchange, stream, price)
    after = mapping(scene.data(STATUS, role, path={"id": stream}))
    if after.get("status") in (*LAPSED, "available", "unavailable"):
        raise Broken(
            expected="status active after renting again",
            got=str(after.get("status")),
            where=scene.client.trail[-1].where,
            # A rental that is wholly forgotten is one that never shows, the first time neither.
            is_consequence=after.get("status") in ("available", "unavailable"),
        )
    begun, again = moment(before.get("rentedAt")), moment(after.get("rentedAt"))
    expect(
        begun is None or again is None or again > begun,
        expected=f"rentedAt after {before.get('rentedAt')}",
        got=after.get("rentedAt"),
        where=scene.client.trail[-1],
    )
    rows = rows_of(scene, stream, role)
    expect(
        len(rows) == 1,
        expected="the same rental, one row",
        got=f"{len(rows)} rows",
        where=scene.client.trail[-1],
        rule="RENT-2",
    )
    expect(
        _row_count(scene, role) == listed,
        expected=f"still {listed} rentals",
        got=str(_row_count(scene, role)),
        where=scene.client.trail[-1],
        rule="RENT-2",
    )


def _row_count(scene: Scene, role: str) -> int:
    return len(whole_list(scene, MINE, role).items)


CHECKS: tuple[Check, ...] = (
    Check("RENT-1", "assumed", what_cannot_be_rented_is_not_renewed, ALL, changes=True),
    Check("RENT-4", "assumed", a_lapsed_rental_is_renewed, ALL, changes=True),
    Check("RENT-2", "documented", a_new_rental_leaves_the_others_as_they_are, ALL, changes=True),
)
