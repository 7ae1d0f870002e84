"""Rentals as the checks come by them."""

from collections.abc import Mapping
from typing import Any

from contract_tests.checks.lists import whole_list
from contract_tests.checks.reading import mapping
from contract_tests.findings import NotExercised
from contract_tests.scene import Scene

RENT, STATUS, MINE, DETAIL = "createReplayRental", "getReplayStatus", "listMyReplayRentals", "getLiveStream"
ALL = (RENT, STATUS, MINE, DETAIL)


def active_rental(scene: Scene) -> tuple[str, Mapping[str, Any]]:
    for stream in scene.profile.streams_of("rentable"):
        exchange = scene.call(RENT, path={"id": stream})
        if exchange.status in (200, 201):
            return stream, mapping(exchange.data)
    raise NotExercised("role viewer can rent none of the profile's rentable streams")


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


def rows_of(scene: Scene, stream: str, role: str = "viewer") -> list[Mapping[str, Any]]:
    return [
        row
        for row in whole_list(scene, MINE, role).items
        if mapping(row.get("liveStream")).get("id") == stream
    ]


def price_of(scene: Scene, stream: str) -> int:
    return int(mapping(scene.data(DETAIL, path={"id": stream})).get("replayCreditPrice") or 0)
