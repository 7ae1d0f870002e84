"""FOLLOW-1 to FOLLOW-3 and VIEW-3: following, and what the viewers list shows of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import viewer_id
from contract_tests.checks.lists import item_id, path_of, whole_list
from contract_tests.checks.reading import mapping
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

VIEWERS = "getLiveStreamViewers"
_ALL = ("followUser", "unfollowUser", VIEWERS)


def a_new_follow_and_its_end_tell_the_state_before_and_after(scene: Scene) -> None:
    target = item_id(_stranger(scene))
    was_following = _stranger_now(scene, target)["isFollowing"]
    if was_following:
        scene.data("unfollowUser", path={"userId": target})
    try:
        _step(scene, "followUser", target, before=False, after=True)
        _step(scene, "unfollowUser", target, before=True, after=False)
    finally:
        scene.call("followUser" if was_following else "unfollowUser", path={"userId": target})


def following_twice_and_ending_it_twice_are_told_too(scene: Scene) -> None:
    target = item_id(_stranger(scene))
    was_following = _stranger_now(scene, target)["isFollowing"]
    try:
        _step(scene, "followUser", target, before=was_following, after=True)
        _step(scene, "followUser", target, before=True, after=True)
        _step(scene, "unfollowUser", target, before=True, after=False)
        _step(scene, "unfollowUser", target, before=False, after=False)
        _step(scene, "followUser", target, before=False, after=True)
    finally:
        scene.call("followUser" if was_following else "unfollowUser", path={"userId": target})


def the_viewers_list_follows_each_follow(scene: Scene) -> None:
    target = item_id(_stranger(scene))
    start = _stranger_now(scene, target)
    was_following = start["isFollowing"]
    try:
        scene.data("unfollowUser", path={"userId": target})
        without = _rows(scene)
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
    before = _rows(scene)
    own = {viewer_id(scene), *scene.profile.users.values()}
    free = [id for id, row in before.items() if id not in own and row.get("isFollowing") is False]
    targets = need(free[: 6 + 6 * scene.effort], "nobody else is watching whom the caller does not follow")
    try:
        for operation_id, by in (("followUser", 1), ("unfollowUser", 0)):
            for target in targets:
                scene.data(operation_id, path={"userId": target})
            now = _rows(scene)
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


def a_follow_shows_wherever_the_viewer_is_listed(scene: Scene) -> Iterator[Broken]:
    """Followed is somebody of the second half of the list, who stands on a later page at any small limit."""
    rows = list(_rows(scene).values())
    target = need(rows[len(rows) // 2 :], "nobody is watching")[-1]
    target_id = item_id(target)
    if target_id == viewer_id(scene):
        raise NotExercised("the caller is the last of the viewers")
    if not target.get("isFollowing"):
        scene.data("followUser", path={"userId": target_id})
    try:
        username = str(target.get("username"))
        for query in ({"limit": max(1, len(rows) // 3)}, {"limit": 99}, {"search": username}):
            listed = {item_id(row): row for row in whole_list(scene, VIEWERS, **query).items}
            # Of viewers whom a page or a search leaves out other checks tell.
            got = listed.get(target_id, {"isFollowing": True}).get("isFollowing")
            yield from caught(
                expect,
                got is True,
                expected=f"isFollowing true for {username}, with {query}",
                got=got,
                where=scene.client.trail[-1],
            )
    finally:
        if not target.get("isFollowing"):
            scene.call("unfollowUser", path={"userId": target_id})


def is_following_is_the_callers_own(scene: Scene) -> None:
    target = item_id(_stranger(scene))
    was_following = _stranger_now(scene, target)["isFollowing"]
    others_before = _rows(scene, "poor")[target]["isFollowing"]
    try:
        scene.data("unfollowUser" if others_before else "followUser", path={"userId": target})
        _expect_following(scene, target, "poor", others_before, "for another caller")
        _expect_following(scene, target, "viewer", not others_before, "for the caller")
    finally:
        scene.call("followUser" if was_following else "unfollowUser", path={"userId": target})


def a_follow_ends_for_the_caller_alone(scene: Scene) -> None:
    target = item_id(_stranger(scene))
    was_following = _stranger_now(scene, target)["isFollowing"]
    others_before = _rows(scene, "poor")[target]["isFollowing"]
    try:
        scene.data("followUser", "poor", path={"userId": target})
        scene.data("followUser", path={"userId": target})
        scene.data("unfollowUser", path={"userId": target})
        _expect_following(scene, target, "poor", True, "for another caller, who goes on following")
        _expect_following(scene, target, "viewer", False, "for the caller")
    finally:
        scene.call("followUser" if was_following else "unfollowUser", path={"userId": target})
        scene.call("followUser" if others_before else "unfollowUser", "poor", path={"userId": target})


def _expect_following(scene: Scene, target: str, role: str, wanted: bool, whose: str) -> None:
    got = _rows(scene, role).get(target, {}).get("isFollowing", wanted)
    expect(got is wanted, expected=f"isFollowing {wanted} {whose}", got=got, where=scene.client.trail[-1])


def nobody_is_told_to_follow_themselves(scene: Scene) -> Iterator[Broken]:
    found = False
    for role, user in scene.profile.users.items():
        # Whom the host has blocked is shown nobody.
        if (
            role not in scene.profile.credentials
            or scene.call(VIEWERS, role, path=path_of(scene, VIEWERS)).status != 200
        ):
            continue
        own = _rows(scene, role).get(user)
        if own is not None:
            found = True
            got, where = own.get("isFollowing"), scene.client.trail[-1]
            yield from caught(
                expect, got is False, expected="isFollowing false for oneself", got=got, where=where
            )
    if not found:
        raise NotExercised("nobody of the profile watches the active stream")


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
    expect(shown == wanted, expected=str(wanted), got=shown, where=exchange)


def _expect_moved(
    scene: Scene, before: Mapping[str, Mapping[str, Any]], target: str, *, is_following: bool, by: int
) -> None:
    now = _rows(scene)
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


def _rows(scene: Scene, role: str = "viewer") -> dict[str, Mapping[str, Any]]:
    rows = whole_list(scene, VIEWERS, role).items
    return {item_id(row): row for row in rows if isinstance(item_id(row), str)}


def _stranger(scene: Scene) -> Mapping[str, Any]:
    """A viewer of the active stream who is none of the profile's own."""
    path_of(scene, VIEWERS)
    known = {viewer_id(scene), *scene.profile.users.values()}
    strangers = [row for id, row in _rows(scene).items() if id not in known]
    return mapping(need(scene.random.choice(strangers) if strangers else None, "nobody else is watching"))


def _stranger_now(scene: Scene, target: str) -> Mapping[str, Any]:
    return mapping(need(_rows(scene).get(target), "the viewer to follow has left"))


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
    Check("VIEW-3", "documented", nobody_is_told_to_follow_themselves, (VIEWERS,), needs_still_data=True),
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
    Check(
        "VIEW-3",
        "documented",
        a_follow_shows_wherever_the_viewer_is_listed,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check("VIEW-3", "documented", is_following_is_the_callers_own, _ALL, changes=True, needs_still_data=True),
    Check(
        "VIEW-3",
        "documented",
        a_follow_ends_for_the_caller_alone,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
)
