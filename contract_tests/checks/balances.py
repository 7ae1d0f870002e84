"""What things cost (GIFT-5, RENT-2 to RENT-6), measured by spending what is left."""

from collections.abc import Iterator
from dataclasses import dataclass

from contract_tests.checking import Check
from contract_tests.checks.asking import unknown_id
from contract_tests.checks.giving import cost_of, priced_types
from contract_tests.checks.measuring import (
    Action,
    affordable,
    balance_after,
    first_balance,
    gift_of,
    payable_replay,
    payable_replays,
    rental_of,
    sound_spender,
    spend,
    spender,
    unless_fallen,
)
from contract_tests.checks.reading import mapping
from contract_tests.checks.rental_access import streams_of_people
from contract_tests.checks.renting import RENT, STATUS, lapsed_rentals, price_of
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, need


def a_gift_costs_what_its_type_says_whatever_else_is_sent(scene: Scene) -> Iterator[Broken]:
    role, whole = spender(scene)
    *others, dearest = affordable(scene, whole)
    for kind in (dearest, *others[: scene.effort]):
        left = balance_after(scene, role, gift_of(kind))
        yield from unless_fallen(scene, whole, left, cost_of(kind), "a gift", "GIFT-5")


def a_balance_is_the_same_whatever_gifts_it_is_spent_on(scene: Scene) -> Iterator[Broken]:
    """Spent without one type of gift, it is the same but for what is less than the cheapest gift."""
    types = priced_types(scene)
    least, dearest = cost_of(types[0]), types[-1]
    need(types[1:], "there is but one type of gift to spend a balance on")
    for role in scene.profile.roles("guest", "poor", "viewer"):
        try:
            whole = first_balance(scene, role)
            if whole < cost_of(dearest):
                continue
            scene.reset()
            other = spend(scene, role, but=dearest["id"])
        except NotExercised:
            continue
        yield from caught(
            expect,
            abs(whole - other) < least,
            expected=f"about {other} credits to spend, as without gifts at {cost_of(dearest)}",
            got=f"{whole} with them",
            where=scene.client.trail[-1],
        )
        return
    raise NotExercised("no role has a balance that can be spent in two ways")


def a_replay_costs_its_price(scene: Scene) -> Iterator[Broken]:
    role, whole = sound_spender(scene)
    stream = payable_replay(scene, role, whole)
    left, price = balance_after(scene, role, rental_of(stream)), price_of(scene, stream)
    yield from unless_fallen(scene, whole, left, price, f"a replay at {price}", "RENT-2")


def what_is_refused_costs_nothing(scene: Scene) -> Iterator[Broken]:
    role, whole = sound_spender(scene)
    for refusal in _refusals(scene, role, whole):
        left = balance_after(scene, role, refusal.action)
        yield from unless_fallen(scene, whole, left, 0, refusal.what, refusal.rule)


def a_replay_that_is_too_dear_costs_nothing(scene: Scene) -> Iterator[Broken]:
    whole = first_balance(scene, "poor")
    for stream in scene.profile.streams_of("rentable"):
        if price_of(scene, stream) > whole > 0:
            left = balance_after(scene, "poor", rental_of(stream, 409))
            yield from unless_fallen(scene, whole, left, 0, "a replay that is too dear", "RENT-5")
            return
    raise NotExercised("role poor has no credits, or enough for every replay")


def each_of_two_replays_costs_its_price(scene: Scene) -> Iterator[Broken]:
    role, whole = sound_spender(scene)
    first, second, *_ = (*payable_replays(scene, role, whole), None, None)
    if first is None or second is None:
        raise NotExercised(f"role {role} cannot pay for two replays")
    price = price_of(scene, first) + price_of(scene, second)
    left = balance_after(scene, role, rental_of(first), rental_of(second))
    yield from unless_fallen(scene, whole, left, price, f"two replays at {price} together", "RENT-2")


def what_the_blocked_are_refused_costs_nothing(scene: Scene) -> Iterator[Broken]:
    elsewhere, stream = scene.profile.stream("empty"), scene.profile.stream("blocked")
    whole = first_balance(scene, "blocked", at=elsewhere)
    kind = need([kind for kind in priced_types(scene) if cost_of(kind) <= whole], "no gift can be paid")
    left = balance_after(scene, "blocked", gift_of(kind[-1], stream, 403), at=elsewhere)
    yield from unless_fallen(scene, whole, left, 0, "a gift that a block forbids", "VIEW-7")


def owners_and_participants_are_charged_nothing(scene: Scene) -> Iterator[Broken]:
    measured = False
    for role, stream in streams_of_people(scene):
        elsewhere = scene.profile.stream("empty") if role == "creator" else None
        whole = first_balance(scene, role, at=elsewhere)
        if 0 < price_of(scene, stream) <= whole:
            measured = True
            left = balance_after(scene, role, rental_of(stream, 409), at=elsewhere)
            yield from unless_fallen(scene, whole, left, 0, "renting a replay of one's own", "RENT-6")
    if not measured:
        raise NotExercised("no owner or participant of a replay has the credits to pay it")


def renting_again_while_active_costs_nothing(scene: Scene) -> Iterator[Broken]:
    role, whole = sound_spender(scene)
    rental = rental_of(payable_replay(scene, role, whole))
    once = balance_after(scene, role, rental)
    again = balance_after(scene, role, rental, rental, rental)
    yield from unless_fallen(scene, once, again, 0, "renting again", "RENT-3")


def a_lapsed_rental_is_charged_again(scene: Scene) -> Iterator[Broken]:
    sound_spender(scene)
    scene.reset()
    for role, stream in lapsed_rentals(scene):
        whole, price = first_balance(scene, role), price_of(scene, stream)
        if whole >= price:
            left = balance_after(scene, role, rental_of(stream))
            yield from unless_fallen(scene, whole, left, price, "renting again", "RENT-4")


@dataclass(frozen=True)
class _Refusal:
    """What is to be refused, and the rule that says that it costs nothing."""

    what: str
    rule: str
    action: Action


def _refusals(scene: Scene, role: str, balance: int) -> Iterator[_Refusal]:
    dearest = affordable(scene, balance)[-1]
    rentable, unrentable = (scene.profile.streams.get(name, ()) for name in ("rentable", "unrentable"))
    for stream in (*unrentable, *rentable)[:1]:
        yield _Refusal("a gift to a stream that is not active", "GIFT-5", gift_of(dearest, stream, 409))
    unknown = {**dearest, "id": unknown_id(scene)}
    yield _Refusal("a gift of an unknown type", "GIFT-5", gift_of(unknown, None, 404))
    for stream in unrentable[: 1 + scene.effort]:
        access = mapping(scene.data(STATUS, role, path={"id": stream}))
        if price_of(scene, stream) <= balance and access.get("status") != "active":
            yield _Refusal("a replay that cannot be rented", "RENT-1", rental_of(stream, 409))


_ALL = (RENT, STATUS, "createGift", "listGiftTypes")

CHECKS: tuple[Check, ...] = (
    Check(
        "GIFT-5",
        "assumed",
        a_gift_costs_what_its_type_says_whatever_else_is_sent,
        _ALL[2:],
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        a_balance_is_the_same_whatever_gifts_it_is_spent_on,
        _ALL[2:],
        changes=True,
        needs_still_data=True,
    ),
    Check("RENT-2", "assumed", a_replay_costs_its_price, _ALL, changes=True, needs_still_data=True),
    Check(
        "RENT-2", "assumed", each_of_two_replays_costs_its_price, _ALL, changes=True, needs_still_data=True
    ),
    Check(
        "RENT-5",
        "documented",
        a_replay_that_is_too_dear_costs_nothing,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check("GIFT-5", "assumed", what_is_refused_costs_nothing, _ALL, changes=True, needs_still_data=True),
    Check(
        "VIEW-7",
        "assumed",
        what_the_blocked_are_refused_costs_nothing,
        _ALL[2:],
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "RENT-6",
        "documented",
        owners_and_participants_are_charged_nothing,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "RENT-3",
        "documented",
        renting_again_while_active_costs_nothing,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "RENT-4", "documented", a_lapsed_rental_is_charged_again, _ALL, changes=True, needs_still_data=True
    ),
)
