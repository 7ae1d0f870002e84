"""Which refusal comes first where a request deserves two (AUTH-5)."""

from collections.abc import Iterator
from dataclasses import replace

from contract_tests.checking import Check
from contract_tests.checks.asking import (
    harmless,
    look_round,
    operations_that_change,
    operations_that_read,
    oversized,
    request_of,
    sent_as,
    sent_whole,
    unknown_id,
    unless_answered,
    viewer_id,
)
from contract_tests.checks.bad_tokens import bad_credentials
from contract_tests.exchange import Credential, Request
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import UNSENT, Scene, expect_status, need

_BAD_ID = "not-an-id"


def an_unknown_route_is_told_before_a_missing_token(scene: Scene) -> None:
    request = Request("GET", scene.url("/live-stream/{id}/no-such-thing", {"id": unknown_id(scene)}))
    expect_status(sent_as(scene, request, None), 404, because="for an unknown route, token or not")


def an_unknown_route_is_told_before_a_bad_id(scene: Scene) -> None:
    request = Request("GET", scene.url("/live-stream/{id}/no-such-thing", {"id": _BAD_ID}))
    expect_status(sent_as(scene, request), 404, because="for an unknown route, whatever the id")


def a_wrong_method_is_told_before_a_missing_token(scene: Scene) -> None:
    request = harmless(scene, "createGift", look_round(scene))
    head = Request("HEAD", request.url)
    expect_status(sent_as(scene, head, None), 405, because="for a wrong method, token or not")


def a_wrong_method_is_told_before_a_bad_id(scene: Scene) -> None:
    request = Request("HEAD", scene.url("/follow/{userId}", {"userId": _BAD_ID}))
    expect_status(sent_as(scene, request), 405, because="for a wrong method, whatever the id")


def a_missing_token_is_told_before_a_bad_parameter(scene: Scene) -> Iterator[Broken]:
    for operation in operations_that_read(scene):
        path = {one.name: _BAD_ID for one in operation.parameters if one.location == "path"}
        bounded = [one.name for one in operation.parameters if one.location == "query"]
        if path or bounded:
            request = request_of(scene, operation.id, path=path, query=dict.fromkeys(bounded, "x"))
            yield from _unless(scene, request, None, 401, "before a bad parameter is told")


def a_missing_token_is_told_before_a_bad_id_where_data_changes(scene: Scene) -> Iterator[Broken]:
    for operation in operations_that_change(scene):
        path = {one.name: _BAD_ID for one in operation.parameters if one.location == "path"}
        body = {"giftTypeId": _BAD_ID} if operation.body_media_types else UNSENT
        request = request_of(scene, operation.id, path=path, body=body)
        yield from _unless(scene, request, None, 401, "before a bad id or body is told")


def a_missing_token_is_told_before_something_unknown(scene: Scene) -> Iterator[Broken]:
    for operation in operations_that_read(scene):
        yield from _unless(scene, harmless(scene, operation.id), None, 401, "before an unknown id is told")


def a_missing_token_is_told_before_something_unknown_where_data_changes(scene: Scene) -> Iterator[Broken]:
    for operation in operations_that_change(scene):
        yield from _unless(scene, harmless(scene, operation.id), None, 401, "before an unknown id is told")


def a_missing_token_is_told_before_a_wrong_media_type(scene: Scene) -> None:
    request = request_of(scene, "createGift", body=b"a gift", media_type="text/plain")
    expect_status(sent_as(scene, request, None), 401, because="before a wrong media type is told")


def a_missing_token_is_told_before_an_oversized_body(scene: Scene) -> None:
    request = request_of(scene, "createGift", body=oversized())
    expect_status(sent_whole(scene, request, None), 401, because="before an oversized body is told")


def a_missing_token_is_told_before_malformed_json(scene: Scene) -> None:
    request = request_of(scene, "createGift", body=b"{")
    expect_status(sent_as(scene, request, None), 401, because="before malformed JSON is told")


def a_bad_token_is_told_before_a_block(scene: Scene) -> None:
    request = request_of(scene, "getLiveStreamViewers", path={"id": scene.profile.stream("blocked")})
    for credential in _spoilt(scene, "blocked"):
        expect_status(sent_as(scene, request, credential), 401, because="before a block is told")


def a_bad_token_is_told_before_a_conflict(scene: Scene) -> None:
    oneself = need(viewer_id(scene), "the id of role viewer's user is not known")
    request = request_of(scene, "followUser", path={"userId": oneself})
    for credential in _spoilt(scene, "viewer"):
        expect_status(sent_as(scene, request, credential), 401, because="before following oneself is told")


def a_wrong_media_type_is_told_before_malformed_json(scene: Scene) -> None:
    request = request_of(scene, "createGift", body=b"{", media_type="text/plain")
    expect_status(sent_as(scene, request), 415, because="before malformed JSON is told")


def a_wrong_media_type_is_told_before_an_unknown_stream(scene: Scene) -> None:
    request = replace(harmless(scene, "createGift"), media_type="text/plain")
    expect_status(sent_as(scene, request), 415, because="before an unknown stream is told")


def an_oversized_body_is_told_before_malformed_json(scene: Scene) -> None:
    request = request_of(scene, "createGift", body=oversized())
    expect_status(sent_whole(scene, request), 413, because="before malformed JSON is told")


def a_bad_parameter_is_told_before_an_unknown_stream(scene: Scene) -> Iterator[Broken]:
    for query in (*_bad_pages(scene), _long_search(scene)):
        request = request_of(scene, "getLiveStreamViewers", path={"id": unknown_id(scene)}, query=query)
        yield from _unless(scene, request, "viewer", 400, "before an unknown stream is told")


def a_bad_body_is_told_before_an_unknown_stream(scene: Scene) -> Iterator[Broken]:
    unknown = unknown_id(scene)
    for body in ({"liveStreamId": unknown}, {"liveStreamId": unknown, "giftTypeId": _BAD_ID}):
        request = request_of(scene, "createGift", body=body)
        yield from _unless(scene, request, "viewer", 400, "before an unknown stream is told")


def a_bad_parameter_is_told_before_a_block(scene: Scene) -> Iterator[Broken]:
    stream_id = scene.profile.stream("blocked")
    for query in _bad_pages(scene):
        request = request_of(scene, "getLiveStreamViewers", path={"id": stream_id}, query=query)
        yield from _unless(scene, request, "blocked", 400, "before a block is told")


def an_unknown_gift_type_is_told_before_a_block(scene: Scene) -> None:
    body = {"giftTypeId": unknown_id(scene), "liveStreamId": scene.profile.stream("blocked")}
    request = request_of(scene, "createGift", body=body)
    expect_status(sent_as(scene, request, "blocked"), 404, because="before a block is told")


def a_bad_body_is_told_before_a_conflict(scene: Scene) -> None:
    idle = need(look_round(scene).idle_stream, "the profile has no stream that is not active")
    request = request_of(scene, "createGift", body={"giftTypeId": _BAD_ID, "liveStreamId": idle})
    expect_status(sent_as(scene, request), 400, because="before a stream that is not active is told")


def an_unknown_gift_type_is_told_before_a_conflict(scene: Scene) -> None:
    idle = need(look_round(scene).idle_stream, "the profile has no stream that is not active")
    request = request_of(scene, "createGift", body={"giftTypeId": unknown_id(scene), "liveStreamId": idle})
    expect_status(sent_as(scene, request), 404, because="before a stream that is not active is told")


def a_block_is_told_before_a_conflict(scene: Scene) -> None:
    path = {"id": scene.profile.stream("blocked")}
    stream = scene.data("getLiveStream", path=path)
    if not isinstance(stream, dict) or stream.get("status") == "ended":
        raise NotExercised("the stream of role blocked has ended, so renting it may be no conflict")
    request = request_of(scene, "createReplayRental", path=path)
    expect_status(
        sent_as(scene, request, "blocked"), 403, because="before a replay that is not to rent is told"
    )


def _bad_pages(scene: Scene) -> Iterator[dict[str, str]]:
    for name in ("page", "limit"):
        minimum = scene.contract.bounds("getLiveStreamViewers", name).minimum
        if minimum is not None:
            yield {name: str(minimum - 1)}


def _long_search(scene: Scene) -> dict[str, str]:
    parameters = scene.contract.operation("getLiveStreamViewers").parameters
    longest = next(one.schema["maxLength"] for one in parameters if one.name == "search")
    return {"search": "a" * (longest + 1)}


def _spoilt(scene: Scene, role: str) -> list[Credential]:
    """Tokens that name a role's user and are spoilt."""
    known = viewer_id(scene) if role == "viewer" else scene.profile.users.get(role)
    user_id = known or unknown_id(scene)
    sound = scene.profile.credential(role)
    made = bad_credentials(sound, user_id, unknown_id(scene))
    names = ("cut-signature", "no-signature", "alg-none")
    spoilt = [scene.spoilt(user_id)[name] for name in scene.spoilt(user_id) if name == "expired"]
    return spoilt + [made[name] for name in names if name in made]


def _unless(scene: Scene, request: Request, who: str | None, status: int, because: str) -> Iterator[Broken]:
    yield from unless_answered(sent_as(scene, request, who), status, because=because)


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
    Check("AUTH-5", "assumed", a_wrong_media_type_is_told_before_malformed_json, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_wrong_media_type_is_told_before_an_unknown_stream, _GIFT, changes=True),
    Check("AUTH-5", "assumed", an_oversized_body_is_told_before_malformed_json, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_bad_parameter_is_told_before_an_unknown_stream, _VIEWERS),
    Check("AUTH-5", "assumed", a_bad_body_is_told_before_an_unknown_stream, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_bad_parameter_is_told_before_a_block, _VIEWERS),
    Check("AUTH-5", "assumed", an_unknown_gift_type_is_told_before_a_block, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_bad_body_is_told_before_a_conflict, _GIFT, changes=True),
    Check("AUTH-5", "assumed", an_unknown_gift_type_is_told_before_a_conflict, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_block_is_told_before_a_conflict, ("createReplayRental",), changes=True),
)
