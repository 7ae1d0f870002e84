"""Renting again what is rented already, and still active (RENT-3)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.lists import whole_list
from contract_tests.checks.reading import integer, mapping
from contract_tests.checks.renting import ALL, MINE, RENT, RENTERS, STATUS, active_rental
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import UNSENT, Scene, expect, expect_status

_SECONDS_TO_ASK = 60


def renting_again_changes_nothing(scene: Scene) -> None:
    # A rental that was rented again before may show what that has changed.
    with suppress(NotExercised):
        scene.reset()
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


def a_rental_of_old_is_given_again_as_it_is(scene: Scene) -> Iterator[Broken]:
    """One that was there before the run: a status that tells active must be true of it."""
    with suppress(NotExercised):
        scene.reset()
    tried = False
    for role in scene.profile.roles(*RENTERS):
        rows = [mapping(row) for row in whole_list(scene, MINE, role).items]
        for row in [row for row in rows if _is_lasting(row)][: 1 + scene.effort]:
            path = {"id": str(mapping(row.get("liveStream")).get("id"))}
            # Of a list that tells otherwise than the status, or whose rows are another's, other checks tell.
            if mapping(scene.data(STATUS, role, path=path)).get("status") == "active":
                tried = True
                exchange = scene.call(RENT, role, path=path)
                because = "the rental is told to be active already"
                yield from caught(expect_status, exchange, 200, because=because)
    if not tried:
        raise NotExercised("no role has a rental that is active")


def _is_lasting(row: Mapping[str, Any]) -> bool:
    access = mapping(row.get("replayAccess"))
    return (
        access.get("status") == "active" and (integer(access.get("remainingSeconds")) or 0) > _SECONDS_TO_ASK
    )


CHECKS: tuple[Check, ...] = (
    Check("RENT-3", "assumed", renting_again_changes_nothing, ALL, changes=True),
    Check("RENT-3", "assumed", a_rental_of_old_is_given_again_as_it_is, (RENT, MINE, STATUS), changes=True),
)
