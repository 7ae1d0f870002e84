"""Measuring balances: no operation shows one, but spending all of it tells how much there was.

Each measurement begins with the data as it was at first, so it needs the profile's hook that resets.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from contract_tests.checks.giving import cost_of, priced_types, send_gift
from contract_tests.checks.lists import path_of
from contract_tests.checks.reading import mapping
from contract_tests.checks.renting import RENT, STATUS, price_of
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

Action = Callable[[Scene, str], None]
"""Something that a role does before its balance is measured."""

_MOST_GIFTS = 150
_ROLES = ("viewer", "guest", "poor")
_SOUND_SPENDER = "a role whose balance gifts measure, and the balance"


def spender(scene: Scene) -> tuple[str, int]:
    """The first role whose balance can be measured, and its balance."""
    lack = NotExercised("no role has credits to spend")
    for role in scene.profile.roles(*_ROLES):
        try:
            balance = first_balance(scene, role)
        except NotExercised as reason:
            lack = reason
            continue
        if balance > 1:
            return role, balance
    raise lack


def sound_spender(scene: Scene) -> tuple[str, int]:
    """The same, where gifts are taken and cost what they say, each time: else they measure nothing.

    Measured once in a run, since it is always the first data that are measured.
    """
    known = scene.remembered.get(_SOUND_SPENDER)
    if known is None:
        try:
            known = _measured_spender(scene)
        except NotExercised as lack:
            known = str(lack)
        scene.remembered[_SOUND_SPENDER] = known
    if isinstance(known, str):
        raise NotExercised(known)
    role, whole = known
    return role, whole


def _measured_spender(scene: Scene) -> tuple[str, int]:
    role, whole = spender(scene)
    kind = affordable(scene, whole // 2)[0]
    with caught_as_lack("gifts that can be paid are refused, so that they measure no balance"):
        left = balance_after(scene, role, gift_of(kind), gift_of(kind))
    if abs(whole - left - 2 * cost_of(kind)) >= _granularity(scene):
        raise NotExercised("gifts do not cost what they say, so that they measure no balance")
    return role, whole


@contextmanager
def caught_as_lack(reason: str) -> Iterator[None]:
    """Let a breach that another check tells of be a reason why this one is not exercised."""
    try:
        yield
    except Broken:
        raise NotExercised(reason) from None


def first_balance(scene: Scene, role: str, *, at: str | None = None) -> int:
    """The balance of a role as it is at first, measured once in a run."""
    key = f"balance of {role} at {at}"
    known = scene.remembered.get(key)
    if known is None:
        try:
            known = balance_after(scene, role, at=at)
        except NotExercised as lack:
            known = str(lack)
        scene.remembered[key] = known
    if isinstance(known, str):
        raise NotExercised(known)
    return int(known)


def balance_after(scene: Scene, role: str, *actions: Action, at: str | None = None) -> int:
    """The balance of a role after some actions that follow a reset; it is spent at a stream."""
    scene.reset()
    for action in actions:
        action(scene, role)
    return spend(scene, role, at=at)


def spend(
    scene: Scene, role: str, most: int | None = None, *, at: str | None = None, but: str | None = None
) -> int:
    """Send gifts, the dearest first, for as much as there is, or at most as told; returns what they cost.

    `but` is the id of a gift type that is not sent.
    """
    stream, spent, sent = at or path_of(scene, "getLiveStreamViewers")["id"], 0, 0
    kinds = [kind for kind in priced_types(scene) if kind["id"] != but]
    for kind in sorted(kinds, key=lambda kind: -cost_of(kind)):
        amount = cost_of(kind)
        while most is None or spent + amount <= most:
            if send_gift(scene, role, kind["id"], stream).status != 201:
                break
            spent, sent = spent + amount, sent + 1
            if sent > _MOST_GIFTS:
                raise NotExercised(f"role {role} has more credits than can be spent here")
    return spent


def gift_of(kind: Mapping[str, Any], stream: str | None = None, status: int = 201) -> Action:
    """Send a gift, to the active stream unless told; it must be answered with the status."""

    def send(scene: Scene, role: str) -> None:
        target = stream or path_of(scene, "getLiveStreamViewers")["id"]
        expect_status(send_gift(scene, role, kind["id"], target), status, is_consequence=True)

    return send


def rental_of(stream: str, *statuses: int) -> Action:
    """Rent a replay; it must be answered with one of the statuses, of success unless told."""

    def rent(scene: Scene, role: str) -> None:
        exchange = scene.call(RENT, role, path={"id": stream})
        expect_status(exchange, *(statuses or (200, 201)), is_consequence=True)

    return rent


def refuse_if_unpaid(scene: Scene, role: str, price: int) -> None:
    """NotExercised unless a role that was refused something for a price can pay as much for gifts.

    It is to be asked where 409 may as well mean that the credits are lacking; the gifts are sent.
    """
    with caught_as_lack("the target does not take gifts that would show what a role has"):
        enough = price + _granularity(scene) - 1
        if spend(scene, role, enough) < price:
            raise NotExercised(f"role {role} may have fewer than {price} credits")


def affordable(scene: Scene, balance: int) -> list[Mapping[str, Any]]:
    """The gift types that a balance pays for, cheapest first; NotExercised where there are none."""
    kinds = [kind for kind in priced_types(scene) if cost_of(kind) <= balance]
    return list(need(kinds, "no gift can be paid"))


def payable_replay(scene: Scene, role: str, balance: int) -> str:
    """A replay that a role has not rented, and can pay; the data are as they were at first."""
    for stream in payable_replays(scene, role, balance):
        return stream
    raise NotExercised(f"role {role} can pay for no replay that it has not rented")


def payable_replays(scene: Scene, role: str, balance: int) -> Iterator[str]:
    """Replays that a role has not rented, and can pay all together."""
    scene.reset()
    for stream in scene.profile.streams_of("rentable"):
        access = mapping(scene.data(STATUS, role, path={"id": stream}))
        price = price_of(scene, stream)
        if access.get("status") == "available" and 0 < price <= balance:
            balance -= price
            yield stream


def unless_fallen(scene: Scene, before: int, after: int, by: int, what: str, rule: str) -> Iterator[Broken]:
    """A breach unless a balance has fallen by so much, as exactly as gifts can tell."""
    where = scene.client.trail[-1]
    yield from caught(
        expect,
        abs(before - after - by) < _granularity(scene),
        expected=f"{before - by} credits left of {before} after {what}",
        got=f"{after}",
        where=where,
        rule=rule,
    )


def _granularity(scene: Scene) -> int:
    """What is left of a balance when no gift can be paid any more is less than this."""
    return cost_of(priced_types(scene)[0])
