"""What a balance pays for: to the last credit, and nothing once it is spent (RENT-3 to RENT-5)."""

from collections.abc import Iterator
from contextlib import suppress

from contract_tests.checking import Check
from contract_tests.checks.giving import cost_of, priced_types
from contract_tests.checks.lists import whole_list
from contract_tests.checks.measuring import (
    balance_after,
    first_balance,
    payable_replay,
    rental_of,
    sound_spender,
    spend,
    unless_fallen,
)
from contract_tests.checks.reading import mapping
from contract_tests.checks.renting import MINE, RENT, RENTERS, STATUS, lapsed_rentals, price_of
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status


def a_balance_of_exactly_the_price_is_enough(scene: Scene) -> None:
    role, whole = sound_spender(scene)
    stream = payable_replay(scene, role, whole)
    price = price_of(scene, stream)
    if spend(scene, role, whole - price) != whole - price:
        raise NotExercised(f"no gifts leave exactly {price} credits of {whole}")
    exchange = scene.call(RENT, role, path={"id": stream})
    # Which of the two a new rental has is another rule's.
    expect_status(exchange, 200, 201, because=f"{price} credits are left, which is the price")


def a_balance_of_one_credit_less_is_not_enough(scene: Scene) -> None:
    """Where gifts at one credit measure a balance to the last."""
    role, whole = sound_spender(scene)
    if cost_of(priced_types(scene)[0]) != 1:
        raise NotExercised("no gift at one credit measures a balance to the last")
    stream = payable_replay(scene, role, whole)
    price = price_of(scene, stream)
    if spend(scene, role, whole - price + 1) != whole - price + 1:
        raise NotExercised(f"no gifts leave one credit less than {price} of {whole}")
    exchange = scene.call(RENT, role, path={"id": stream})
    expect_status(exchange, 409, because=f"{price - 1} credits are left, one less than the price")


def a_rental_that_is_active_needs_no_credits(scene: Scene) -> None:
    role, whole = sound_spender(scene)
    stream = payable_replay(scene, role, whole)
    expect_status(scene.call(RENT, role, path={"id": stream}), 201, is_consequence=True)
    spend(scene, role)
    exchange = scene.call(RENT, role, path={"id": stream})
    expect_status(exchange, 200, because="the rental is active already, and costs nothing again")


def a_lapsed_rental_is_not_renewed_without_credits(scene: Scene) -> Iterator[Broken]:
    sound_spender(scene)
    scene.reset()
    for role, stream in lapsed_rentals(scene):
        # What is left of a balance is less than the cheapest gift; it may yet pay for a cheaper replay.
        if price_of(scene, stream) >= cost_of(priced_types(scene)[0]):
            scene.reset()
            spend(scene, role)
            yield from caught(_stays_lapsed, scene, role, stream)


def _stays_lapsed(scene: Scene, role: str, stream: str) -> None:
    before = mapping(scene.data(STATUS, role, path={"id": stream}))
    exchange = scene.call(RENT, role, path={"id": stream})
    expect_status(exchange, 409, because="the credits are spent")
    after = mapping(scene.data(STATUS, role, path={"id": stream}))
    for name in ("status", "rentedAt", "expiresAt"):
        expect(
            after.get(name) == before.get(name),
            expected=f"{name} still {before.get(name)}",
            got=after.get(name),
            where=scene.client.trail[-1],
        )


def a_rental_of_old_costs_nothing_again(scene: Scene) -> Iterator[Broken]:
    """One that was there before the run, and not made for it."""
    sound_spender(scene)
    tried = False
    for role in scene.profile.roles(*RENTERS):
        with suppress(NotExercised):
            whole = first_balance(scene, role)
            scene.reset()
            for stream in _active_rentals(scene, role)[:1] if whole > 0 else ():
                tried = True
                left = balance_after(scene, role, rental_of(stream, 200))
                yield from unless_fallen(scene, whole, left, 0, "renting again", "RENT-3")
    if not tried:
        raise NotExercised("no role with credits has a rental that is active")


def _active_rentals(scene: Scene, role: str) -> list[str]:
    """The streams of what a role has rented and can watch."""
    rows = whole_list(scene, MINE, role).items
    active = [row for row in rows if mapping(row.get("replayAccess")).get("status") == "active"]
    return [str(mapping(row.get("liveStream")).get("id")) for row in active]


_ALL = (RENT, STATUS, "createGift", "listGiftTypes")

CHECKS: tuple[Check, ...] = (
    Check(
        "RENT-5",
        "documented",
        a_balance_of_exactly_the_price_is_enough,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "RENT-5",
        "assumed",
        a_balance_of_one_credit_less_is_not_enough,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "RENT-3",
        "assumed",
        a_rental_that_is_active_needs_no_credits,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "RENT-3",
        "documented",
        a_rental_of_old_costs_nothing_again,
        (*_ALL, MINE),
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "RENT-5",
        "assumed",
        a_lapsed_rental_is_not_renewed_without_credits,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
)
