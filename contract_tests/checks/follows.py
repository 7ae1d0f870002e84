"""FOLLOW-1 to FOLLOW-3: following and its end, as they are told and as they count."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import viewer_id
from contract_tests.checks.following import VIEWERS, stranger, stranger_now, viewers_by_id
from contract_tests.checks.lists import item_id, path_of
from contract_tests.checks.reading import mapping
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

_ALL = ("followUser", "unfollowUser", VIEWERS)


def a_new_follow_and_its_end_tell_the_state_before_and_after(scene: Scene) -> None:
    target = item_id(stranger(scene))
    was_following = stranger_now(scene, target)["isFollowing"]
    if was_following:
        scene.data("unfollowUser", path={"userId": target})
    try:
        _step(scene, "followUser", target, before=False, after=True)
        _step(scene, "unfollowUser", target, before=True, after=False)
    finally:
        scene.call("followUser" if was_following else "unfollowUser", path={"userId": target})


def following_twice_and_ending_it_twice_are_told_too(scene: Scene) -> None:
    target = item_id(stranger(scene))
    was_following = stranger_now(scene, target)["isFollowing"]
    try:
        _step(scene, "followUser", target, before=was_following, after=True)
        _step(scene, "followUser", target, before=True, after=True)
        _step(scene, "unfollowUser", target, before=True, after=False)
        _step(scene, "unfollowUser", target, before=False, after=False)
        _step(scene, "followUser", target, before=False, after=True)
    finally:
        scene.call("followUser" if was_following else "unfollowUser", path={"userId": target})


def the_viewers_list_follows_each_follow(scene: Scene) -> None:
    target = item_id(stranger(scene))
    start = stranger_now(scene, target)
    was_following = start["isFollowing"]
    try:
        scene.data("unfollowUser", path={"userId": target})
        without = viewers_by_id(scene)
        scene.data("followUser", path={"userId": target})
        _expect_moved(scene, without, target, is_following=True, by=1)
        scene.data("followUser", path={"userId": target})
        _expect_moved(scene, without, target, is_following=True, by=1)
        scene.data("unfollowUser", path={"userId": target})
        _expect_moved(scene, without, target, is_following=False, by=0)
        scene.data("unfollowUser", path={"userId": target})
        _expect_moved(scene, without, target, is_following=False, by=0)
        scene.data("followUser", path={"userId": target})
        _expect_moved(scene, without, target, is_following=True, by=1)
    finally:
        scene.call("followUser" if was_following else "unfollowUser", path={"userId": target})


def each_follow_of_many_moves_its_own_count_by_one(scene: Scene) -> Iterator[Broken]:
    """Among many there may be somebody who follows the caller, or is followed by nobody."""
    path_of(scene, VIEWERS)
    before = viewers_by_id(scene)
    own = {viewer_id(scene), *scene.profile.users.values()}
    free = [id for id, row in before.items() if id not in own and row.get("isFollowing") is False]
    targets = need(free[: 6 + 6 * scene.effort], "nobody else is watching whom the caller does not follow")
    try:
        for operation_id, by in (("followUser", 1), ("unfollowUser", 0)):
            for target in targets:
                scene.data(operation_id, path={"userId": target})
            now = viewers_by_id(scene)
            for target in targets:
                wanted = {"isFollowing": by == 1, "followersCount": before[target]["followersCount"] + by}
                shown = {name: now.get(target, wanted).get(name) for name in wanted}
                yield from caught(
                    expect,
                    shown == wanted,
                    expected=f"{wanted} for {target}, after {operation_id}",
                    got=shown,
                    where=scene.client.trail[-1],
                )
    finally:
        for target in targets:
            scene.call("unfollowUser", path={"userId": target})


def a_follow_of_old_ends_when_it_is_ended(scene: Scene) -> None:
    """One that was there before the run, and not made for it."""
    with suppress(NotExercised):
        scene.reset()
    path_of(scene, VIEWERS)
    before = viewers_by_id(scene)
    own = {viewer_id(scene), *scene.profile.users.values()}
    followed = [id for id, row in before.items() if id not in own and row.get("isFollowing") is True]
    target = need(followed[0] if followed else None, "nobody is watching whom the caller follows already")
    try:
        _step(scene, "unfollowUser", target, before=True, after=False)
        _expect_moved(scene, before, target, is_following=False, by=-1)
    finally:
        scene.call("followUser", path={"userId": target})


def nobody_follows_themselves(scene: Scene) -> None:
    self_id = need(viewer_id(scene), "the id of role viewer is not known")
    for operation_id in ("followUser", "unfollowUser"):
        exchange = scene.call(operation_id, path={"userId": self_id})
        expect_status(exchange, 409, because="the user is the caller")


def _step(scene: Scene, operation_id: str, target: str, *, before: bool, after: bool) -> None:
    exchange = scene.call(operation_id, path={"userId": target})
    expect_status(exchange, 200)
    wanted = {"isFollowing": after, "previouslyFollowing": before}
    shown = {name: mapping(exchange.data).get(name) for name in wanted}
    expect(shown == wanted, expected=str(wanted), got=shown, where=exchange, rule="FOLLOW-1")


def _expect_moved(
    scene: Scene, before: Mapping[str, Mapping[str, Any]], target: str, *, is_following: bool, by: int
) -> None:
    now = viewers_by_id(scene)
    own = {"isFollowing": is_following, "followersCount": before[target]["followersCount"] + by}
    shown = {name: now.get(target, {}).get(name) for name in own}
    expect(shown == own, expected=f"{own} for {target}", got=shown, where=scene.client.trail[-1])
    for id, row in before.items():
        if id == target or id not in now:
            continue
        for name in ("isFollowing", "followersCount"):
            got = now[id].get(name)
            expect(
                got == row.get(name),
                expected=f"{name} of {id} to stay {row.get(name)}",
                got=got,
                where=scene.client.trail[-1],
            )


CHECKS: tuple[Check, ...] = (
    Check(
        "FOLLOW-1",
        "documented",
        a_new_follow_and_its_end_tell_the_state_before_and_after,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "FOLLOW-1",
        "assumed",
        following_twice_and_ending_it_twice_are_told_too,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "FOLLOW-3",
        "assumed",
        a_follow_of_old_ends_when_it_is_ended,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check("FOLLOW-2", "assumed", nobody_follows_themselves, _ALL[:2], changes=True),
    Check(
        "FOLLOW-3", "assumed", the_viewers_list_follows_each_follow, _ALL, changes=True, needs_still_data=True
    ),
    Check(
        "FOLLOW-3",
        "assumed",
        each_follow_of_many_moves_its_own_count_by_one,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
)
