"""What is told before anything else: routes, methods, and tokens (AUTH-5)."""

from collections.abc import Iterator

from contract_tests.checking import Check
from contract_tests.checks.asking import (
    Known,
    active_stream,
    harmless,
    look_round,
    operations_that_change,
    operations_that_read,
    oversized,
    request_of,
    sent_whole,
    unknown_id,
    viewer_id,
)
from contract_tests.checks.bad_tokens import bad_credentials
from contract_tests.checks.precedence import Case, told_first, where_alone
from contract_tests.exchange import Credential, Request
from contract_tests.findings import Broken
from contract_tests.scene import UNSENT, Scene, expect_status, need

_BAD_ID = "not-an-id"


def an_unknown_route_is_told_before_a_missing_token(scene: Scene) -> Iterator[Broken]:
    request = Request("GET", scene.url("/live-stream/{id}/no-such-thing", {"id": unknown_id(scene)}))
    yield from told_first(
        scene, Case(404, "for an unknown route, token or not", (request, "viewer"), (request, None))
    )


def an_unknown_route_is_told_before_a_bad_id(scene: Scene) -> Iterator[Broken]:
    good, bad = (
        Request("GET", scene.url("/live-stream/{id}/no-such-thing", {"id": id}))
        for id in (unknown_id(scene), _BAD_ID)
    )
    yield from told_first(
        scene, Case(404, "for an unknown route, whatever the id", (good, "viewer"), (bad, "viewer"))
    )


def a_wrong_method_is_told_before_a_missing_token(scene: Scene) -> Iterator[Broken]:
    head = Request("HEAD", harmless(scene, "createGift", look_round(scene)).url)
    yield from told_first(
        scene, Case(405, "for a wrong method, token or not", (head, "viewer"), (head, None))
    )


def a_wrong_method_is_told_before_a_bad_id(scene: Scene) -> Iterator[Broken]:
    good, bad = (
        Request("HEAD", scene.url("/follow/{userId}", {"userId": id})) for id in (unknown_id(scene), _BAD_ID)
    )
    yield from told_first(
        scene, Case(405, "for a wrong method, whatever the id", (good, "viewer"), (bad, "viewer"))
    )


def a_missing_token_is_told_before_a_bad_parameter(scene: Scene) -> Iterator[Broken]:
    known = look_round(scene)
    for operation in operations_that_read(scene):
        path = {one.name: _BAD_ID for one in operation.parameters if one.location == "path"}
        bounded = [one.name for one in operation.parameters if one.location == "query"]
        if path or bounded:
            bad = request_of(scene, operation.id, path=path, query=dict.fromkeys(bounded, "x"))
            yield from _without_token(scene, operation.id, bad, "a bad parameter", known)


def a_missing_token_is_told_before_a_bad_id_where_data_changes(scene: Scene) -> Iterator[Broken]:
    known = look_round(scene)
    for operation in operations_that_change(scene):
        path = {one.name: _BAD_ID for one in operation.parameters if one.location == "path"}
        body = {"giftTypeId": _BAD_ID} if operation.body_media_types else UNSENT
        bad = request_of(scene, operation.id, path=path, body=body)
        yield from _without_token(scene, operation.id, bad, "a bad id or body", known)


def a_missing_token_is_told_before_something_unknown(scene: Scene) -> Iterator[Broken]:
    known = look_round(scene)
    for operation in operations_that_read(scene):
        unknown = harmless(scene, operation.id)
        yield from _without_token(scene, operation.id, unknown, "an unknown id", known)


def a_missing_token_is_told_before_something_unknown_where_data_changes(scene: Scene) -> Iterator[Broken]:
    known = look_round(scene)
    for operation in operations_that_change(scene):
        unknown = harmless(scene, operation.id)
        yield from _without_token(scene, operation.id, unknown, "an unknown id", known)


def a_missing_token_is_told_before_a_wrong_media_type(scene: Scene) -> Iterator[Broken]:
    bad = request_of(scene, "createGift", body=b"a gift", media_type="text/plain")
    yield from _without_token(scene, "createGift", bad, "a wrong media type", look_round(scene))


def a_missing_token_is_told_before_an_oversized_body(scene: Scene) -> None:
    request = request_of(scene, "createGift", body=oversized())
    expect_status(sent_whole(scene, request, None), 401, because="before an oversized body is told")


def a_missing_token_is_told_before_malformed_json(scene: Scene) -> Iterator[Broken]:
    bad = request_of(scene, "createGift", body=b"{")
    yield from _without_token(scene, "createGift", bad, "malformed JSON", look_round(scene))


def a_bad_token_is_told_before_a_block(scene: Scene) -> Iterator[Broken]:
    active = need(active_stream(scene), "no active stream is known")
    alone, both = (
        request_of(scene, "getLiveStreamViewers", path={"id": id})
        for id in (active, scene.profile.stream("blocked"))
    )
    yield from _with_bad_token(scene, "blocked", alone, both, "a block")


def a_bad_token_is_told_before_a_conflict(scene: Scene) -> Iterator[Broken]:
    oneself = need(viewer_id(scene), "the id of role viewer's user is not known")
    alone, both = (
        request_of(scene, "followUser", path={"userId": id}) for id in (unknown_id(scene), oneself)
    )
    yield from _with_bad_token(scene, "viewer", alone, both, "following oneself")


def _without_token(
    scene: Scene, operation_id: str, request: Request, what: str, known: Known
) -> Iterator[Broken]:
    alone = harmless(scene, operation_id, known)
    yield from where_alone(scene, Case(401, f"before {what} is told", (alone, None), (request, None)))


def _with_bad_token(scene: Scene, role: str, alone: Request, request: Request, what: str) -> Iterator[Broken]:
    for spoilt in _spoilt(scene, role):
        case = Case(401, f"before {what} is told", (alone, spoilt), (request, spoilt))
        yield from where_alone(scene, case)


def _spoilt(scene: Scene, role: str) -> list[Credential]:
    """Tokens that name a role's user and are spoilt."""
    known = viewer_id(scene) if role == "viewer" else scene.profile.users.get(role)
    user_id = known or unknown_id(scene)
    sound = scene.profile.credential(role)
    made = bad_credentials(sound, user_id, unknown_id(scene))
    names = ("cut-signature", "no-signature", "alg-none")
    spoilt = [scene.spoilt(user_id)[name] for name in scene.spoilt(user_id) if name == "expired"]
    return spoilt + [made[name] for name in names if name in made]


_VIEWERS = ("getLiveStreamViewers",)
_GIFT = ("createGift",)
_CHANGING = ("createReplayRental", "followUser", "unfollowUser", "createGift")
_WITH_PARAMETERS = (
    "listMyReplayRentals",
    "getLiveStream",
    "getLiveStreamViewers",
    "getViewerCount",
    "getReplayStatus",
    "getGiftStatistics",
)

CHECKS: tuple[Check, ...] = (
    Check("AUTH-5", "assumed", an_unknown_route_is_told_before_a_missing_token, ()),
    Check("AUTH-5", "assumed", an_unknown_route_is_told_before_a_bad_id, ()),
    Check("AUTH-5", "assumed", a_wrong_method_is_told_before_a_missing_token, _GIFT),
    Check("AUTH-5", "assumed", a_wrong_method_is_told_before_a_bad_id, ("followUser",)),
    Check("AUTH-5", "assumed", a_missing_token_is_told_before_a_bad_parameter, _WITH_PARAMETERS),
    Check("AUTH-5", "assumed", a_missing_token_is_told_before_something_unknown, _WITH_PARAMETERS),
    Check(
        "AUTH-5",
        "assumed",
        a_missing_token_is_told_before_a_bad_id_where_data_changes,
        _CHANGING,
        changes=True,
    ),
    Check(
        "AUTH-5",
        "assumed",
        a_missing_token_is_told_before_something_unknown_where_data_changes,
        _CHANGING,
        changes=True,
    ),
    Check("AUTH-5", "assumed", a_missing_token_is_told_before_a_wrong_media_type, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_missing_token_is_told_before_an_oversized_body, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_missing_token_is_told_before_malformed_json, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_bad_token_is_told_before_a_block, _VIEWERS),
    Check("AUTH-5", "assumed", a_bad_token_is_told_before_a_conflict, ("followUser",), changes=True),
)
