"""VIEW-3: what the viewers list shows of follows, wherever and to whomever it is shown."""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import viewer_id
from contract_tests.checks.following import VIEWERS, stranger, stranger_now, viewers_by_id
from contract_tests.checks.lists import item_id, path_of, whole_list
from contract_tests.checks.reading import integer
from contract_tests.checks.search import searchable
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, need


def a_follow_shows_wherever_the_viewer_is_listed(scene: Scene) -> Iterator[Broken]:
    """Followed is somebody of the second half of the list, who stands on a later page at any small limit."""
    rows = list(viewers_by_id(scene).values())
    others = [row for row in rows[len(rows) // 2 :] if item_id(row) != viewer_id(scene)]
    strangers = [row for row in others if row.get("isFollowing") is not True]
    target = need(strangers or others, "nobody else is watching")[-1]
    target_id = item_id(target)
    username = str(target.get("username"))
    queries: list[dict[str, Any]] = [{"limit": max(1, len(rows) // 3)}, {}]
    queries += [{"search": text} for text in searchable(scene, [username])]
    # What is kept of an answer that was asked for before is not to be told after the follow.
    before = [_listed(scene, target_id, query) for query in queries]
    if not target.get("isFollowing"):
        scene.data("followUser", path={"userId": target_id})
    try:
        moved: list[int] = []
        for query, was in zip(queries, before, strict=True):
            row = _listed(scene, target_id, query)
            if not was or not row:
                # Of viewers whom a page or a search leaves out other checks tell.
                continue
            where, told = scene.client.trail[-1], f"for {username}, with {query or 'no query'}"
            got = row.get("isFollowing")
            yield from caught(expect, got is True, expected=f"isFollowing true {told}", got=got, where=where)
            moved.append(_followers(row) - _followers(was))
            yield from caught(
                expect,
                moved[-1] == moved[0],
                expected=f"followersCount {_followers(was) + moved[0]} {told}, as elsewhere",
                got=_followers(row),
                where=where,
                rule="FOLLOW-3",
            )
    finally:
        if not target.get("isFollowing"):
            scene.call("unfollowUser", path={"userId": target_id})


def _listed(scene: Scene, target: str, query: Mapping[str, Any]) -> Mapping[str, Any]:
    return {item_id(row): row for row in whole_list(scene, VIEWERS, **query).items}.get(target, {})


def _followers(row: Mapping[str, Any]) -> int:
    return integer(row.get("followersCount")) or 0


def is_following_is_the_callers_own(scene: Scene) -> None:
    target = item_id(stranger(scene))
    was_following = stranger_now(scene, target)["isFollowing"]
    others_before = viewers_by_id(scene, "poor")[target]["isFollowing"]
    try:
        scene.data("unfollowUser" if others_before else "followUser", path={"userId": target})
        _expect_following(scene, target, "poor", others_before, "for another caller")
        _expect_following(scene, target, "viewer", not others_before, "for the caller")
    finally:
        scene.call("followUser" if was_following else "unfollowUser", path={"userId": target})


def a_follow_ends_for_the_caller_alone(scene: Scene) -> None:
    target = item_id(stranger(scene))
    was_following = stranger_now(scene, target)["isFollowing"]
    others_before = viewers_by_id(scene, "poor")[target]["isFollowing"]
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
    got = viewers_by_id(scene, role).get(target, {}).get("isFollowing", wanted)
    expect(got is wanted, expected=f"isFollowing {wanted} {whose}", got=got, where=scene.client.trail[-1])


def nobody_is_told_to_follow_themselves(scene: Scene) -> Iterator[Broken]:
    found = False
    for role in scene.profile.roles(*scene.profile.users):
        # Whom the host has blocked is shown nobody.
        if scene.call(VIEWERS, role, path=path_of(scene, VIEWERS)).status != 200:
            continue
        own = viewers_by_id(scene, role).get(scene.profile.user(role))
        if own is not None:
            found = True
            got, where = own.get("isFollowing"), scene.client.trail[-1]
            yield from caught(
                expect, got is False, expected="isFollowing false for oneself", got=got, where=where
            )
    if not found:
        raise NotExercised("nobody of the profile watches the active stream")


_ALL = ("followUser", "unfollowUser", VIEWERS)

CHECKS: tuple[Check, ...] = (
    Check("VIEW-3", "documented", nobody_is_told_to_follow_themselves, (VIEWERS,), needs_still_data=True),
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
        "VIEW-3", "documented", a_follow_ends_for_the_caller_alone, _ALL, changes=True, needs_still_data=True
    ),
)
