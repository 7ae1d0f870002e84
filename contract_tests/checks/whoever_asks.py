"""What is the same whoever asks, what each caller has of their own, and what a block leaves alone."""

from collections.abc import Iterator
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import unless_answered, viewer_id
from contract_tests.checks.reading import mapping, mappings
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, need

FEATURED, TYPES, DETAIL, STATUS = (
    "listFeaturedLiveStreams",
    "listGiftTypes",
    "getLiveStream",
    "getReplayStatus",
)
FOLLOW, UNFOLLOW = "followUser", "unfollowUser"
STATISTICS, COUNT, VIEWERS = "getGiftStatistics", "getViewerCount", "getLiveStreamViewers"
_LEFT_ALONE = (DETAIL, STATUS, COUNT, STATISTICS)
_ACCESS = ("status", "canRent", "canViewRecording", "price", "rentedAt", "expiresAt")
_MOST_STREAMS = 20


def the_featured_streams_are_the_same_whoever_asks(scene: Scene) -> Iterator[Broken]:
    shown = mappings(scene.data(FEATURED, None))
    for role in _roles(scene):
        own = mappings(scene.data(FEATURED, credential=scene.profile.credential(role)))
        yield from caught(
            expect,
            [_access_shown(stream) for stream in own] == [_access_shown(stream) for stream in shown],
            expected=f"for role {role} what is shown without a token: {_told(shown)}",
            got=_told(own),
            where=scene.client.trail[-1],
        )


def the_gift_types_are_the_same_whoever_asks(scene: Scene) -> Iterator[Broken]:
    shown = [kind.get("id") for kind in mappings(scene.data(TYPES))]
    for role in _roles(scene):
        own = [kind.get("id") for kind in mappings(scene.data(TYPES, role))]
        yield from caught(
            expect,
            own == shown,
            expected=f"for role {role} the gift types that role viewer is shown: {shown}",
            got=own,
            where=scene.client.trail[-1],
        )


def a_streams_figures_are_the_same_whoever_asks(scene: Scene) -> Iterator[Broken]:
    for operation_id, rule in ((STATISTICS, "GIFT-2"), (COUNT, "VIEW-1"), (VIEWERS, "VIEW-6")):
        for stream in _streams(scene, most=1):
            shown = scene.call(operation_id, path={"id": stream})
            for role in _roles(scene) if shown.status == 200 else ():
                own = scene.call(operation_id, role, path={"id": stream})
                yield from caught(
                    expect,
                    own.status != 200 or _figures(own.data) == _figures(shown.data),
                    expected=f"for role {role} what role viewer is shown: {_figures(shown.data)}",
                    got=_figures(own.data),
                    where=own,
                    rule=rule,
                )


def a_detail_tells_the_access_that_replay_status_tells(scene: Scene) -> Iterator[Broken]:
    for role in _roles(scene):
        for stream in _streams(scene, most=_MOST_STREAMS if role in ("creator", "guest") else 1):
            detail, status = (scene.call(one, role, path={"id": stream}) for one in (DETAIL, STATUS))
            if (detail.status, status.status) != (200, 200):
                # Of what is refused other checks tell.
                continue
            access, told = mapping(mapping(detail.data).get("replayAccess")), mapping(status.data)
            yield from caught(
                expect,
                [access.get(name) for name in _ACCESS] == [told.get(name) for name in _ACCESS],
                expected=f"for role {role} the access that replay-status tells: {_named(told)}",
                got=_named(access),
                where=detail,
            )


def a_block_leaves_alone_what_it_does_not_concern(scene: Scene) -> Iterator[Broken]:
    stream = scene.profile.stream("blocked")
    for operation_id in _LEFT_ALONE:
        exchange = scene.call(operation_id, "blocked", path={"id": stream})
        yield from unless_answered(exchange, 200, because="a block concerns viewers, gifts and renting alone")


def whom_the_host_has_blocked_may_follow_the_host(scene: Scene) -> Iterator[Broken]:
    detail = mapping(scene.data(DETAIL, path={"id": scene.profile.stream("blocked")}))
    host = need(mapping(detail.get("creator")).get("_id"), "the host of the blocked stream is not known")
    followed = scene.call(FOLLOW, "blocked", path={"userId": host})
    if followed.status == 403:
        raise NotExercised("a block concerns follows too, which the contract leaves open")
    yield from unless_answered(followed, 200, because="only who follows oneself is answered 409")
    ended = scene.call(UNFOLLOW, "blocked", path={"userId": host})
    yield from unless_answered(ended, 200, because="only who unfollows oneself is answered 409")
    if mapping(followed.data).get("previouslyFollowing"):
        scene.call(FOLLOW, "blocked", path={"userId": host})


def a_follow_goes_one_way(scene: Scene) -> None:
    oneself = need(viewer_id(scene), "the id of role viewer's user is not known")
    role, other = _somebody_else(scene, oneself)
    before = mapping(scene.data(UNFOLLOW, role, path={"userId": oneself}))
    if mapping(scene.data(UNFOLLOW, role, path={"userId": oneself})).get("previouslyFollowing") is True:
        # Of what is told of a follow that has ended other checks tell.
        raise NotExercised("who has ended a follow is told to have followed still")
    own = mapping(scene.data(FOLLOW, path={"userId": other}))
    try:
        told = mapping(scene.data(UNFOLLOW, role, path={"userId": oneself})).get("previouslyFollowing")
        expect(
            told is not True,
            expected=f"role {role} still not following role viewer, who has followed them",
            got=f"previouslyFollowing {told}",
            where=scene.client.trail[-1],
        )
    finally:
        if not own.get("previouslyFollowing"):
            scene.call(UNFOLLOW, path={"userId": other})
        if before.get("previouslyFollowing"):
            scene.call(FOLLOW, role, path={"userId": oneself})


def _roles(scene: Scene) -> list[str]:
    roles = list(scene.profile.credentials)
    if not roles:
        raise NotExercised("no role has a token")
    return roles


def _somebody_else(scene: Scene, oneself: str) -> tuple[str, str]:
    for role in scene.profile.roles("creator", "guest", "poor", "renter"):
        user = scene.profile.users.get(role)
        if user not in (None, oneself):
            return role, str(user)
    raise NotExercised("no other role has a token and a user whose id is known")


def _streams(scene: Scene, *, most: int) -> list[str]:
    roles = scene.profile.streams
    return list(dict.fromkeys(id for role in roles if role != "deleted" for id in roles[role][:most]))


def _access_shown(stream: Any) -> tuple[Any, ...]:
    return stream.get("id"), *(mapping(stream.get("replayAccess")).get(name) for name in _ACCESS)


def _told(streams: Any) -> list[str]:
    return [f"{stream.get('id')} {mapping(stream.get('replayAccess')).get('status')}" for stream in streams]


def _figures(data: Any) -> Any:
    """What is counted for everybody; of the viewers and their pages other checks tell."""
    return {name: value for name, value in mapping(data).items() if name not in ("list", "pagination")}


def _named(access: Any) -> dict[str, Any]:
    return {name: access.get(name) for name in _ACCESS}


CHECKS: tuple[Check, ...] = (
    Check(
        "AUTH-4",
        "assumed",
        the_featured_streams_are_the_same_whoever_asks,
        (FEATURED,),
        needs_still_data=True,
    ),
    Check("GIFT-4", "assumed", the_gift_types_are_the_same_whoever_asks, (TYPES,), needs_still_data=True),
    Check(
        "GIFT-2",
        "assumed",
        a_streams_figures_are_the_same_whoever_asks,
        (STATISTICS, COUNT, VIEWERS),
        needs_still_data=True,
    ),
    Check(
        "RENT-8",
        "assumed",
        a_detail_tells_the_access_that_replay_status_tells,
        (DETAIL, STATUS),
        needs_still_data=True,
    ),
    Check("VIEW-7", "assumed", a_block_leaves_alone_what_it_does_not_concern, _LEFT_ALONE),
    Check(
        "FOLLOW-2",
        "assumed",
        whom_the_host_has_blocked_may_follow_the_host,
        (FOLLOW, UNFOLLOW, DETAIL),
        changes=True,
    ),
    Check("FOLLOW-3", "assumed", a_follow_goes_one_way, (FOLLOW, UNFOLLOW), changes=True),
)
