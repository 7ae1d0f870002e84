"""What things cost (GIFT-5, RENT-2 to RENT-6).

No operation shows a balance, but spending all of it tells how much there was. Each measurement begins with
the data as it was at first, so these checks need the profile's hook that resets.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import unknown_id
from contract_tests.checks.gifts import active_types, send_gift
from contract_tests.checks.lists import path_of
from contract_tests.checks.reading import mapping
from contract_tests.checks.renting import RENT, STATUS, price_of
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

_Action = Callable[[Scene, str], None]
_MOST_GIFTS = 80
_ROLES = ("viewer", "guest", "poor")


def a_gift_costs_what_its_type_says_whatever_else_is_sent(scene: Scene) -> Iterator[Broken]:
    role, whole = _spender(scene)
    for kind in _affordable(scene, whole)[: 1 + scene.effort]:
        left = _left(scene, role, _gift(kind))
        yield from _unless_fallen(scene, whole, left, int(kind["creditAmount"]), "a gift", "GIFT-5")


def a_replay_costs_its_price(scene: Scene) -> Iterator[Broken]:
    role, whole = _sound_spender(scene)
    stream = _rentable(scene, role, whole)
    left, price = _left(scene, role, _rental(stream)), price_of(scene, stream)
    yield from _unless_fallen(scene, whole, left, price, f"a replay at {price}", "RENT-2")


def what_is_refused_costs_nothing(scene: Scene) -> Iterator[Broken]:
    role, whole = _sound_spender(scene)
    for refusal in _refusals(scene, role, whole):
        left = _left(scene, role, refusal.action)
        yield from _unless_fallen(scene, whole, left, 0, refusal.what, refusal.rule)


def what_the_blocked_are_refused_costs_nothing(scene: Scene) -> Iterator[Broken]:
    elsewhere, stream = scene.profile.stream("empty"), scene.profile.stream("blocked")
    whole = _left(scene, "blocked", at=elsewhere)
    kind = need(
        [kind for kind in active_types(scene) if int(kind["creditAmount"]) <= whole], "no gift can be paid"
    )
    left = _left(scene, "blocked", _gift(kind[-1], stream, 403), at=elsewhere)
    yield from _unless_fallen(scene, whole, left, 0, "a gift that a block forbids", "VIEW-7")


def renting_again_while_active_costs_nothing(scene: Scene) -> Iterator[Broken]:
    role, whole = _sound_spender(scene)
    rental = _rental(_rentable(scene, role, whole))
    once, again = _left(scene, role, rental), _left(scene, role, rental, rental, rental)
    yield from _unless_fallen(scene, once, again, 0, "renting again", "RENT-3")


def a_lapsed_rental_is_charged_again(scene: Scene) -> Iterator[Broken]:
    _sound_spender(scene)
    for role in (*_ROLES, "renter"):
        for stream in scene.profile.streams.get("rentable", ()) if role in scene.profile.credentials else ():
            access = mapping(scene.data(STATUS, role, path={"id": stream}))
            if access.get("status") in ("expired", "refunded") and access.get("canRent") is True:
                whole, price = _left(scene, role), price_of(scene, stream)
                if whole >= price:
                    left = _left(scene, role, _rental(stream))
                    yield from _unless_fallen(scene, whole, left, price, "renting again", "RENT-4")
                    return
    raise NotExercised("no role has a rental that has expired or was refunded and can be renewed")


def _spender(scene: Scene) -> tuple[str, int]:
    """The first role whose balance can be measured, and its balance."""
    for role in _ROLES:
        if role in scene.profile.credentials:
            balance = _left(scene, role)
            if balance > 1:
                return role, balance
    raise NotExercised("no role has credits to spend")


def _sound_spender(scene: Scene) -> tuple[str, int]:
    """The same, where gifts cost what they say: else they measure nothing."""
    role, whole = _spender(scene)
    kind = _affordable(scene, whole)[0]
    if whole - _left(scene, role, _gift(kind)) != int(kind["creditAmount"]):
        raise NotExercised("gifts do not cost what they say, so that they measure no balance")
    return role, whole


def _left(scene: Scene, role: str, *actions: _Action, at: str | None = None) -> int:
    """The balance of a role after some actions that follow a reset; it is spent at a stream."""
    scene.reset()
    for action in actions:
        action(scene, role)
    stream, spent, sent = at or path_of(scene, "getLiveStreamViewers")["id"], 0, 0
    for kind in sorted(active_types(scene), key=lambda kind: -int(kind["creditAmount"])):
        while send_gift(scene, role, kind["id"], stream).status == 201:
            spent, sent = spent + int(kind["creditAmount"]), sent + 1
            if sent > _MOST_GIFTS:
                raise NotExercised(f"role {role} has more credits than can be spent here")
    return spent


def _gift(kind: Mapping[str, Any], stream: str | None = None, status: int = 201) -> _Action:
    """Send a gift, to the active stream unless told; it must be answered with the status."""

    def send(scene: Scene, role: str) -> None:
        target = stream or path_of(scene, "getLiveStreamViewers")["id"]
        expect_status(send_gift(scene, role, kind["id"], target), status, is_consequence=True)

    return send


def _rental(stream: str, *statuses: int) -> _Action:
    """Rent a replay; it must be answered with one of the statuses, of success unless told."""

    def rent(scene: Scene, role: str) -> None:
        exchange = scene.call(RENT, role, path={"id": stream})
        expect_status(exchange, *(statuses or (200, 201)), is_consequence=True)

    return rent


@dataclass(frozen=True)
class _Refusal:
    """What is to be refused, and the rule that says that it costs nothing."""

    what: str
    rule: str
    action: _Action


def _refusals(scene: Scene, role: str, balance: int) -> Iterator[_Refusal]:
    dearest = _affordable(scene, balance)[-1]
    rentable, unrentable = (scene.profile.streams.get(name, ()) for name in ("rentable", "unrentable"))
    for stream in (*unrentable, *rentable)[:1]:
        yield _Refusal("a gift to a stream that is not active", "GIFT-5", _gift(dearest, stream, 409))
    unknown = {**dearest, "id": unknown_id(scene)}
    yield _Refusal("a gift of an unknown type", "GIFT-5", _gift(unknown, None, 404))
    for stream in unrentable[: 1 + scene.effort]:
        if price_of(scene, stream) <= balance:
            yield _Refusal("a replay that cannot be rented", "RENT-1", _rental(stream, 409))
    for stream in rentable:
        if price_of(scene, stream) > balance:
            yield _Refusal("a replay that is too dear", "RENT-5", _rental(stream, 409))
            return


def _affordable(scene: Scene, balance: int) -> list[Mapping[str, Any]]:
    kinds = [kind for kind in active_types(scene) if int(kind["creditAmount"]) <= balance]
    return list(need(kinds, "no gift can be paid"))


def _rentable(scene: Scene, role: str, balance: int) -> str:
    scene.reset()
    for stream in scene.profile.streams_of("rentable"):
        access = mapping(scene.data(STATUS, role, path={"id": stream}))
        if access.get("status") == "available" and 0 < price_of(scene, stream) <= balance:
            return stream
    raise NotExercised(f"role {role} can pay for no replay that it has not rented")


def _unless_fallen(scene: Scene, before: int, after: int, by: int, what: str, rule: str) -> Iterator[Broken]:
    yield from caught(
        expect,
        before - after == by,
        expected=f"{before - by} credits left of {before} after {what}",
        got=f"{after}",
        where=scene.client.trail[-1],
        rule=rule,
    )


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
    Check("RENT-2", "assumed", a_replay_costs_its_price, _ALL, changes=True, needs_still_data=True),
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
