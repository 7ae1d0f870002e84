"""What gifts cost, as far as what is granted and refused tells it (GIFT-5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.giving import (
    ALL,
    cost_of,
    expect_unmoved,
    gift_counts,
    priced_types,
    send_gift,
)
from contract_tests.checks.lists import path_of
from contract_tests.checks.renting import least_refused_price
from contract_tests.findings import NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

_OF_POOR = (*ALL, "createReplayRental", "getReplayStatus")
_MOST_GIFTS = 60


def a_gift_that_cannot_be_paid_changes_nothing(scene: Scene) -> None:
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], priced_types(scene)
    before = gift_counts(scene, stream)
    exchange = send_gift(scene, "poor", types[-1]["id"], stream)
    if exchange.status == 201:
        raise NotExercised("role poor can pay for the dearest gift")
    expect_status(exchange, 409, because="the sender has too few credits")
    expect_unmoved(scene, stream, before)


def a_balance_pays_for_gifts_until_it_is_spent(scene: Scene) -> None:
    """No operation shows a balance; a gift that is refused says that it is less than the gift costs."""
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], priced_types(scene)
    before = gift_counts(scene, stream)
    sent, refused = 0, None
    for kind in types:
        if send_gift(scene, "poor", kind["id"], stream).status != 201:
            refused = kind
            break
        sent += 1
    bound = cost_of(need(refused, "role poor can pay for every gift"))
    kind, most = _finest(types[: max(1, sent)], bound)
    more = _spend(scene, "poor", kind, stream, most=most)
    expect(
        more < max(1, most),
        expected=f"fewer than {most} gifts at {cost_of(kind)}, since one at {bound} was refused",
        got=f"{more}",
        where=scene.client.trail[-1],
    )
    after = gift_counts(scene, stream)
    expect(
        after.total == before.total + sent + more,
        expected=f"totalCount {before.total + sent + more}",
        got=after.total,
        where=scene.client.trail[-1],
    )


def no_gift_costs_more_than_there_is(scene: Scene) -> None:
    """A replay that role poor cannot pay says that its balance is less than the replay's price."""
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], priced_types(scene)
    bound = need(least_refused_price(scene, "poor"), "role poor is refused no replay for its price")
    for kind in types:
        amount = cost_of(kind)
        most = bound // amount + 1
        if most > _MOST_GIFTS:
            continue
        sent = _spend(scene, "poor", kind, stream, most=most)
        expect(
            sent < most,
            expected=f"fewer than {most} gifts at {amount}, since a replay at {bound} cannot be paid",
            got=f"{sent}",
            where=scene.client.trail[-1],
        )


def a_gift_costs_what_its_type_says(scene: Scene) -> None:
    """A dearer gift leaves room for exactly as many cheap ones fewer as it costs more."""
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], priced_types(scene)
    dear = [kind for kind in types if 1 < cost_of(kind) <= 20]
    if cost_of(types[0]) != 1 or not dear or "guest" not in scene.profile.credentials:
        raise NotExercised("no gift types of 1 and of a few credits to compare, or no role guest")
    spent = _spend(scene, "guest", dear[0], stream, most=40)
    left = _spend(scene, "guest", types[0], stream, most=cost_of(dear[0]) + 1)
    if spent >= 40:
        raise NotExercised("role guest has more credits than can be spent here")
    expect(
        left < cost_of(dear[0]),
        expected=f"fewer than {cost_of(dear[0])} credits left",
        got=f"{left} gifts of 1 credit",
        where=scene.client.trail[-1],
    )


def no_gift_is_refused_where_a_dearer_one_is_granted(scene: Scene) -> None:
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], priced_types(scene)
    refused = None
    for kind in (types[0], types[0], types[0], *types[1:]):
        exchange = send_gift(scene, "viewer", kind["id"], stream)
        if exchange.status == 409 and refused is None:
            refused = exchange
        elif exchange.status == 201 and refused is not None:
            expect_status(refused, 201, because=f"a dearer one at {cost_of(kind)} is granted next")


def _finest(types: Sequence[Mapping[str, Any]], bound: int) -> tuple[Mapping[str, Any], int]:
    """The cheapest gift type of which not too many cost as much as a bound, and how many do."""
    for kind in types:
        most = -(-bound // cost_of(kind))
        if most <= _MOST_GIFTS:
            return kind, most
    raise NotExercised("role poor has too many credits to spend them here")


def _spend(scene: Scene, role: str, kind: Mapping[str, Any], stream: str, *, most: int) -> int:
    for sent in range(most):
        if send_gift(scene, role, kind["id"], stream).status != 201:
            return sent
    return most


CHECKS: tuple[Check, ...] = (
    Check(
        "GIFT-5",
        "assumed",
        a_gift_that_cannot_be_paid_changes_nothing,
        ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        a_balance_pays_for_gifts_until_it_is_spent,
        ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check("GIFT-5", "assumed", no_gift_costs_more_than_there_is, _OF_POOR, changes=True),
    Check("GIFT-5", "assumed", a_gift_costs_what_its_type_says, ALL, changes=True),
    Check("GIFT-5", "assumed", no_gift_is_refused_where_a_dearer_one_is_granted, ALL, changes=True),
)
