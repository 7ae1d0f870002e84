"""RENT-1 to RENT-8: the life of a rental, and those that are refused."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.lists import whole_list
from contract_tests.checks.reading import mapping, moment, told_at
from contract_tests.checks.renting import (
    ALL,
    DETAIL,
    MINE,
    RENT,
    STATUS,
    active_rental,
    lapsed_rentals,
    price_of,
    rows_of,
)
from contract_tests.checks.telling import caught
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import UNSENT, Scene, expect, expect_status, need

_WINDOW = timedelta(hours=24)
_RENTED = ("status", "canRent", "canViewRecording", "price", "rentedAt", "expiresAt")


def a_replay_is_rented_for_24_hours(scene: Scene) -> None:
    stream = _unrented(scene)
    price = price_of(scene, stream)
    exchange = scene.call(RENT, path={"id": stream})
    expect_status(exchange, 201, rule="RENT-1", because="the replay can be rented")
    _expect_fresh(exchange, stream, price)


def _expect_fresh(exchange: Exchange, stream: str, price: int) -> None:
    """Raise Broken unless the answer is that of a rental which begins now."""
    data = mapping(exchange.data)
    rented, expires, now = moment(data.get("rentedAt")), moment(data.get("expiresAt")), told_at(exchange)
    expect(
        bool(rented and expires and expires - rented == _WINDOW),
        expected="expiresAt 24 hours after rentedAt",
        got=f"{data.get('rentedAt')} and {data.get('expiresAt')}",
        where=exchange,
        rule="RENT-2",
    )
    if rented and now:
        expect(
            abs(now - rented) < timedelta(minutes=5),
            expected="rentedAt about now",
            got=data.get("rentedAt"),
            where=exchange,
            rule="RENT-2",
        )
    wanted = {
        "status": "active",
        "canRent": False,
        "canViewRecording": True,
        "price": price,
        "liveStreamId": stream,
    }
    shown = {name: data.get(name) for name in wanted}
    expect(shown == wanted, expected=str(wanted), got=shown, where=exchange, rule="RENT-8")
    expect(
        bool(data.get("recordingUrl")),
        expected="a recordingUrl",
        got=data.get("recordingUrl"),
        where=exchange,
        rule="RENT-7",
    )


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


def renting_again_changes_nothing(scene: Scene) -> None:
    stream, rental = active_rental(scene)
    before = len(whole_list(scene, MINE).items)
    for body in (UNSENT, {"price": 0, "liveStreamId": "x"}):
        exchange = scene.call(RENT, path={"id": stream}, body=body)
        expect_status(exchange, 200, because="the rental is active already")
        data = mapping(exchange.data)
        for name in ("rentedAt", "expiresAt", "status", "recordingUrl"):
            expect(
                data.get(name) == rental.get(name),
                expected=f"{name} still {rental.get(name)}",
                got=data.get(name),
                where=exchange,
            )
    after = len(whole_list(scene, MINE).items)
    expect(
        after == before,
        expected=f"still {before} rentals",
        got=after,
        where=scene.client.trail[-1],
        rule="RENT-2",
    )


def the_newest_rental_comes_first(scene: Scene) -> None:
    for stream in scene.profile.streams_of("rentable"):
        scene.call(RENT, path={"id": stream})
    rows = whole_list(scene, MINE).items
    order = [
        (mapping(row.get("replayAccess")).get("rentedAt"), mapping(row.get("liveStream")).get("id"))
        for row in rows
    ]
    wanted = sorted(sorted(order, key=lambda row: str(row[1])), key=lambda row: str(row[0]), reverse=True)
    expect(order == wanted, expected="newest rentedAt first", got=order[:4], where=scene.client.trail[-1])


def a_new_rental_leaves_the_others_as_they_are(scene: Scene) -> None:
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


def a_lapsed_rental_is_renewed(scene: Scene) -> Iterator[Broken]:
    for role, stream in lapsed_rentals(scene):
        yield from caught(_renewal, scene, role, stream)


def _renewal(scene: Scene, role: str, stream: str) -> None:
    before, listed = mapping(scene.data(STATUS, role, path={"id": stream})), _row_count(scene, role)
    price = price_of(scene, stream)
    exchange = scene.call(RENT, role, path={"id": stream})
    expect_status(exchange, 201, because=f"the rental is {before.get('status')}")
    status = mapping(exchange.data).get("status")
    expect(status == "active", expected="status active after renting again", got=status, where=exchange)
    _expect_fresh(exchange, stream, price)
    after = mapping(scene.data(STATUS, role, path={"id": stream}))
    if after.get("status") in ("expired", "refunded", "available", "unavailable"):
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


def rentals_are_the_callers_own(scene: Scene) -> Iterator[Broken]:
    active_rental(scene)
    roles = [role for role in ("viewer", "poor", "guest", "viewer") if role in scene.profile.credentials]
    for role in roles:
        for row in whole_list(scene, MINE, role).items:
            stream = str(mapping(row.get("liveStream")).get("id"))
            access = mapping(scene.data(STATUS, role, path={"id": stream}))
            yield from caught(
                expect,
                access.get("status") not in ("available", "unavailable", "owner", "participant"),
                expected=f"only what role {role} has rented among its rentals",
                got=f"{stream}, whose status is {access.get('status')} for it",
                where=scene.client.trail[-2],
            )


def a_rentable_replay_says_so(scene: Scene) -> Iterator[Broken]:
    """To everybody, also to whom its host has blocked: what keeps them from renting is told when they do."""
    for role in [role for role in ("viewer", "blocked", "poor") if role in scene.profile.credentials]:
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
    Check("RENT-2", "documented", a_replay_is_rented_for_24_hours, ALL, changes=True),
    Check("RENT-2", "documented", a_new_rental_leaves_the_others_as_they_are, ALL, changes=True),
    Check("RENT-8", "assumed", a_rental_shows_the_same_everywhere, ALL, changes=True),
    Check("RENT-3", "assumed", renting_again_changes_nothing, ALL, changes=True),
    Check("RENT-1", "documented", every_kind_of_replay_is_rented_that_can_be, ALL, changes=True),
    Check("RENT-7", "assumed", the_newest_rental_comes_first, ALL, changes=True),
    Check("RENT-4", "assumed", a_lapsed_rental_is_renewed, ALL, changes=True),
    Check("RENT-7", "documented", rentals_are_the_callers_own, ALL, changes=True),
)
