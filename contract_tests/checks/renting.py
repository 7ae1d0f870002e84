"""Rentals as the checks come by them."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from contract_tests.checks.lists import whole_list
from contract_tests.checks.reading import integer, mapping, moment, told_at
from contract_tests.exchange import Exchange
from contract_tests.findings import NotExercised
from contract_tests.scene import Scene, expect

RENT, STATUS, MINE, DETAIL = "createReplayRental", "getReplayStatus", "listMyReplayRentals", "getLiveStream"
ALL = (RENT, STATUS, MINE, DETAIL)
_WINDOW = timedelta(hours=24)
LAPSED = ("expired", "refunded")
RENTERS = ("viewer", "renter", "guest", "poor")


def active_rental(scene: Scene) -> tuple[str, Mapping[str, Any]]:
    for stream in scene.profile.streams_of("rentable"):
        exchange = scene.call(RENT, path={"id": stream})
        if exchange.status in (200, 201):
            return stream, mapping(exchange.data)
    raise NotExercised("role viewer can rent none of the profile's rentable streams")


def lapsed_rentals(scene: Scene) -> list[tuple[str, str]]:
    """An expired and a refunded rental that can be renewed, as role and stream; or each role's."""
    found: dict[str, tuple[str, str]] = {}
    for role in scene.profile.roles(*RENTERS):
        for stream in _perhaps_lapsed(scene, role):
            access = mapping(scene.data(STATUS, role, path={"id": stream}))
            status = str(access.get("status"))
            if status in LAPSED and access.get("canRent") is True:
                found.setdefault(status if scene.effort == 1 else f"{role} {status}", (role, stream))
            if scene.effort == 1 and len(found) == len(LAPSED):
                return list(found.values())
    if not found:
        raise NotExercised("no role has a rental that has expired or was refunded and can be renewed")
    return list(found.values())


def least_refused_price(scene: Scene, role: str) -> int | None:
    """The lowest price of a replay that a role cannot pay: its balance is less than that."""
    bound = None
    priced = [(price_of(scene, stream), stream) for stream in scene.profile.streams.get("rentable", ())]
    for price, stream in sorted(priced, reverse=True):
        access = mapping(scene.data(STATUS, role, path={"id": stream}))
        if access.get("canRent") is not True:
            continue
        if scene.call(RENT, role, path={"id": stream}).status != 409:
            return bound
        bound = price
    return bound


def _perhaps_lapsed(scene: Scene, role: str) -> Iterator[str]:
    """The cheapest of each kind that a role has among its rentals, and what the profile names."""
    own: dict[str, tuple[int, str]] = {}
    for row in whole_list(scene, MINE, role).items:
        access, stream = mapping(row.get("replayAccess")), str(mapping(row.get("liveStream")).get("id"))
        status = str(access.get("status"))
        if status in LAPSED and access.get("canRent") is True:
            cost = integer(access.get("price")) or 0, stream
            own[status] = min(cost, own.get(status, cost))
    yield from (stream for _, stream in own.values())
    yield from scene.profile.streams.get("rentable", ())


def rows_of(scene: Scene, stream: str, role: str = "viewer") -> list[Mapping[str, Any]]:
    return [
        row
        for row in whole_list(scene, MINE, role).items
        if mapping(row.get("liveStream")).get("id") == stream
    ]


def price_of(scene: Scene, stream: str) -> int:
    return int(first_detail(scene, stream).get("replayCreditPrice") or 0)


def first_detail(scene: Scene, stream: str) -> Mapping[str, Any]:
    """What a stream's detail told role viewer when it was first asked for in a run.

    For what no request can change: who hosts it, who takes part, what it costs.
    """
    key = f"detail of {stream}"
    known = scene.remembered.get(key)
    if known is None:
        known = scene.remembered[key] = mapping(scene.data(DETAIL, path={"id": stream}))
    return dict(known)


def expect_fresh(exchange: Exchange, stream: str, price: int) -> None:
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
