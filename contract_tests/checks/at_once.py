"""What is sent several times at once is carried out as if it came one by one (GIFT-5, RENT-3, FOLLOW-3)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from contract_tests.checking import Check
from contract_tests.checks.asking import request_of
from contract_tests.checks.following import VIEWERS, stranger, stranger_now
from contract_tests.checks.giving import cost_of, gift_counts, unless_moved
from contract_tests.checks.lists import item_id, path_of
from contract_tests.checks.measuring import (
    affordable,
    balance_after,
    payable_replay,
    rental_of,
    sound_spender,
    spend,
    unless_fallen,
)
from contract_tests.checks.reading import integer, mapping
from contract_tests.checks.renting import ALL, RENT, STATUS, price_of, rows_of
from contract_tests.checks.telling import caught
from contract_tests.exchange import Exchange, Request
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, need

_TAPS = 6


def renting_at_once_makes_one_rental(scene: Scene) -> Iterator[Broken]:
    with suppress(NotExercised):
        scene.reset()
    stream = need(_available(scene), "role viewer has rented every rentable stream already")
    answers = _at_once(scene, request_of(scene, RENT, path={"id": stream}))
    statuses = sorted(answer.status for answer in answers)
    if 201 not in statuses:
        raise NotExercised(f"the replay could not be rented: {statuses}")
    yield from caught(
        expect,
        statuses == [200] * (_TAPS - 1) + [201],
        expected=f"one 201 and {_TAPS - 1} times 200, for {_TAPS} requests sent at once",
        got=statuses,
        where=answers[-1],
    )
    rows = rows_of(scene, stream)
    yield from caught(
        expect,
        len(rows) == 1,
        expected=f"one rental after {_TAPS} requests sent at once",
        got=f"{len(rows)}",
        where=scene.client.trail[-1],
        rule="RENT-2",
    )


def renting_at_once_costs_the_price_once(scene: Scene) -> Iterator[Broken]:
    role, whole = sound_spender(scene)
    stream = payable_replay(scene, role, whole)
    once = balance_after(scene, role, rental_of(stream))
    scene.reset()
    _at_once(scene, request_of(scene, RENT, path={"id": stream}), role)
    what = f"{_TAPS} requests at once to rent, of which one is charged"
    yield from unless_fallen(scene, once, spend(scene, role), 0, what, "RENT-3")


def gifts_at_once_are_each_counted_and_charged(scene: Scene) -> Iterator[Broken]:
    role, whole = sound_spender(scene)
    kind, stream = affordable(scene, whole // _TAPS)[-1], path_of(scene, VIEWERS)["id"]
    scene.reset()
    before = gift_counts(scene, stream)
    body = {"giftTypeId": kind["id"], "liveStreamId": stream}
    answers = _at_once(scene, request_of(scene, "createGift", body=body), role)
    sent = sum(answer.status == 201 for answer in answers)
    yield from unless_moved(scene, stream, before, kind["id"], by=sent)
    what = f"{sent} gifts at {cost_of(kind)} sent at once"
    yield from unless_fallen(scene, whole, spend(scene, role), sent * cost_of(kind), what, "GIFT-5")


def a_balance_for_one_gift_pays_for_one_of_those_sent_at_once(scene: Scene) -> None:
    role, whole = sound_spender(scene)
    kind = affordable(scene, whole)[-1]
    left = cost_of(kind)
    scene.reset()
    if spend(scene, role, whole - left) != whole - left:
        raise NotExercised(f"no gifts leave exactly {left} credits of {whole}")
    body = {"giftTypeId": kind["id"], "liveStreamId": path_of(scene, VIEWERS)["id"]}
    answers = _at_once(scene, request_of(scene, "createGift", body=body), role)
    statuses = sorted(answer.status for answer in answers)
    expect(
        statuses.count(201) <= 1,
        expected=f"one gift at {left} of {_TAPS} sent at once, since {left} credits are left",
        got=statuses,
        where=answers[-1],
    )


def following_at_once_counts_once(scene: Scene) -> Iterator[Broken]:
    target = item_id(stranger(scene))
    was_following = stranger_now(scene, target)["isFollowing"]
    scene.data("unfollowUser", path={"userId": target})
    before = integer(stranger_now(scene, target).get("followersCount")) or 0
    answers = _at_once(scene, request_of(scene, "followUser", path={"userId": target}))
    try:
        begun = [mapping(one.data).get("previouslyFollowing") is False for one in answers]
        yield from caught(
            expect,
            sum(begun) == 1,
            expected=f"previouslyFollowing false for one of {_TAPS} requests sent at once",
            got=f"for {sum(begun)}",
            where=answers[-1],
            rule="FOLLOW-1",
        )
        after = stranger_now(scene, target).get("followersCount")
        yield from caught(
            expect,
            after == before + 1,
            expected=f"followersCount {before + 1} after {_TAPS} requests sent at once",
            got=after,
            where=scene.client.trail[-1],
        )
    finally:
        scene.call("followUser" if was_following else "unfollowUser", path={"userId": target})


def _available(scene: Scene) -> str | None:
    """The cheapest replay that role viewer has not rented."""
    for stream in sorted(scene.profile.streams_of("rentable"), key=lambda stream: price_of(scene, stream)):
        if mapping(scene.data(STATUS, path={"id": stream})).get("status") == "available":
            return stream
    return None


def _at_once(scene: Scene, request: Request, role: str = "viewer") -> list[Exchange]:
    return scene.client.send_at_once([replace(request, credential=scene.profile.credential(role))] * _TAPS)


CHECKS: tuple[Check, ...] = (
    Check("RENT-3", "assumed", renting_at_once_makes_one_rental, ALL, changes=True),
    Check(
        "RENT-3",
        "documented",
        renting_at_once_costs_the_price_once,
        (RENT, STATUS, "createGift", "listGiftTypes"),
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        gifts_at_once_are_each_counted_and_charged,
        ("createGift", "getGiftStatistics", "listGiftTypes"),
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        a_balance_for_one_gift_pays_for_one_of_those_sent_at_once,
        ("createGift", "listGiftTypes"),
        changes=True,
    ),
    Check(
        "FOLLOW-3",
        "assumed",
        following_at_once_counts_once,
        ("followUser", "unfollowUser", VIEWERS),
        changes=True,
        needs_still_data=True,
    ),
)
