"""Tokens: the sound one is taken, and nothing else is (AUTH-1, AUTH-3, AUTH-4, AUTH-6)."""

from collections.abc import Iterator, Mapping, Sequence

from contract_tests.checking import Check
from contract_tests.checks.asking import (
    harmless,
    look_round,
    operations_that_change,
    operations_that_read,
    public_operations,
    sent_as,
    unknown_id,
    unless_answered,
)
from contract_tests.checks.bad_tokens import bad_credentials
from contract_tests.checks.reading import told_at
from contract_tests.contract import Operation
from contract_tests.exchange import Credential
from contract_tests.findings import Broken
from contract_tests.scene import Scene, expect_status, need
from contract_tests.spoilt import lately_expired, sound_credential

_READING = (
    "listMyReplayRentals",
    "getLiveStream",
    "getLiveStreamViewers",
    "getViewerCount",
    "getReplayStatus",
    "getGiftStatistics",
    "listGiftTypes",
)
_CHANGING = ("createReplayRental", "followUser", "unfollowUser", "createGift")
_PUBLIC = ("listFeaturedLiveStreams",)
_PLAINEST = ("wrong-signature", "expired", "malformed")


def a_sound_token_is_taken_by_every_operation_that_reads(scene: Scene) -> Iterator[Broken]:
    yield from _refused(scene, operations_that_read(scene))


def a_sound_token_is_taken_by_every_operation_that_changes_data(scene: Scene) -> Iterator[Broken]:
    yield from _refused(scene, operations_that_change(scene))


def a_missing_token_is_refused_by_every_operation_that_reads(scene: Scene) -> Iterator[Broken]:
    yield from _granted(scene, operations_that_read(scene), {"no token": None})


def a_missing_token_is_refused_by_every_operation_that_changes_data(scene: Scene) -> Iterator[Broken]:
    yield from _granted(scene, operations_that_change(scene), {"no token": None})


def a_public_operation_needs_no_token(scene: Scene) -> None:
    for operation in public_operations(scene):
        expect_status(scene.call(operation.id, None), 200, because="without a token")


def a_public_operation_ignores_a_bad_token(scene: Scene) -> Iterator[Broken]:
    bad = _bad_credentials(scene)
    for operation in public_operations(scene):
        for name, credential in bad.items():
            exchange = sent_as(scene, harmless(scene, operation.id), credential)
            yield from unless_answered(exchange, 200, because=f"ignoring a bad token ({name})")


def a_bad_token_is_refused_by_operations_that_read(scene: Scene) -> Iterator[Broken]:
    yield from _taken(scene, operations_that_read(scene))


def a_bad_token_is_refused_by_operations_that_change_data(scene: Scene) -> Iterator[Broken]:
    yield from _taken(scene, operations_that_change(scene))


def a_token_acts_for_the_user_whom_its_subject_names(scene: Scene) -> Iterator[Broken]:
    secret = need(scene.profile.secret, "the profile has no jwt.secret to sign tokens with")
    roles = scene.profile.roles(*scene.profile.users)
    need(roles, "the profile has no role with both a user and a token")
    stream_id = (*scene.profile.streams.get("rentable", ()), *scene.profile.streams.get("active", ()), None)[
        0
    ]
    for role in roles:
        minted = sound_credential(secret, scene.profile.user(role))
        yield from _differing(scene, "listMyReplayRentals", None, role, minted)
        if stream_id is not None:
            yield from _differing(scene, "getReplayStatus", {"id": stream_id}, role, minted)


def _differing(
    scene: Scene, operation_id: str, path: Mapping[str, str] | None, role: str, minted: Credential
) -> Iterator[Broken]:
    own = scene.call(operation_id, role, path=path)
    exchange = scene.call(operation_id, path=path, credential=minted)
    if exchange.status != own.status:
        yield from unless_answered(exchange, own.status, because=f"as with the token of role {role}")
    elif _lasting(exchange.data) != _lasting(own.data):
        yield Broken(
            expected=f"what role {role} is answered with its own token",
            got="other data with a token whose sub is that role's user",
            where=exchange.where,
        )


def _lasting(data: object) -> object:
    """Data without what changes from one second to the next."""
    if isinstance(data, dict):
        return {name: _lasting(part) for name, part in data.items() if name != "remainingSeconds"}
    return [_lasting(part) for part in data] if isinstance(data, list) else data


def _refused(scene: Scene, operations: Sequence[Operation]) -> Iterator[Broken]:
    known = look_round(scene)
    for operation in operations:
        exchange = sent_as(scene, harmless(scene, operation.id, known))
        if exchange.status == 401:
            yield Broken(expected="a sound token to be taken", got="status 401", where=exchange.where)


def _granted(
    scene: Scene, operations: Sequence[Operation], credentials: Mapping[str, Credential | None]
) -> Iterator[Broken]:
    known = look_round(scene)
    for operation in operations:
        request = harmless(scene, operation.id, known)
        for name, credential in credentials.items():
            exchange = sent_as(scene, request, credential)
            yield from unless_answered(exchange, 401, because=f"refusing {name}")


def _taken(scene: Scene, operations: Sequence[Operation]) -> Iterator[Broken]:
    """At the least effort one operation stands for the others, which are sent the plainest of bad tokens."""
    bad = _bad_credentials(scene)
    thoroughly = operations if scene.effort > 1 else [scene.random.choice(operations)]
    yield from _granted(scene, thoroughly, bad)
    others = [operation for operation in operations if operation not in thoroughly]
    yield from _granted(scene, others, {name: bad[name] for name in _PLAINEST if name in bad})


def _bad_credentials(scene: Scene) -> Mapping[str, Credential]:
    user_id = look_round(scene).user or unknown_id(scene)
    now, secret = told_at(scene.client.trail[-1]) if scene.client.trail else None, scene.profile.secret
    late = {"lately-expired": lately_expired(secret, user_id, now)} if now and secret else {}
    others = [one for role, one in scene.profile.users.items() if role != "viewer"]
    other_id = others[0] if others else unknown_id(scene)
    sound = scene.profile.credentials.get("viewer")
    return {**scene.spoilt(user_id), **late, **bad_credentials(sound, user_id, other_id)}


CHECKS: tuple[Check, ...] = (
    Check("AUTH-1", "documented", a_sound_token_is_taken_by_every_operation_that_reads, operations=_READING),
    Check(
        "AUTH-1",
        "documented",
        a_sound_token_is_taken_by_every_operation_that_changes_data,
        operations=_CHANGING,
        changes=True,
    ),
    Check(
        "AUTH-3", "documented", a_missing_token_is_refused_by_every_operation_that_reads, operations=_READING
    ),
    Check(
        "AUTH-3",
        "documented",
        a_missing_token_is_refused_by_every_operation_that_changes_data,
        operations=_CHANGING,
        changes=True,
    ),
    Check("AUTH-3", "documented", a_public_operation_needs_no_token, operations=_PUBLIC),
    Check("AUTH-4", "assumed", a_public_operation_ignores_a_bad_token, operations=_PUBLIC),
    Check("AUTH-4", "assumed", a_bad_token_is_refused_by_operations_that_read, operations=_READING),
    Check(
        "AUTH-4",
        "assumed",
        a_bad_token_is_refused_by_operations_that_change_data,
        operations=_CHANGING,
        changes=True,
    ),
    Check(
        "AUTH-6",
        "assumed",
        a_token_acts_for_the_user_whom_its_subject_names,
        operations=("listMyReplayRentals", "getReplayStatus"),
        needs_still_data=True,
    ),
)
