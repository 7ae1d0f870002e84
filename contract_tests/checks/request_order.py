"""What is told first of a request whose token is sound: media type, size, parameters, body (AUTH-5)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contract_tests.checking import Check
from contract_tests.checks.asking import (
    active_stream,
    harmless,
    look_round,
    oversized,
    request_of,
    sent_whole,
    unknown_id,
)
from contract_tests.checks.precedence import NOT_ALONE, Case, told_first, where_alone
from contract_tests.exchange import Request
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect_status, need

_BAD_ID = "not-an-id"


def a_wrong_media_type_is_told_before_a_bad_body(scene: Scene) -> Iterator[Broken]:
    for body in (b"{", b"a rose", b"[]", {"giftTypeId": _BAD_ID, "liveStreamId": _BAD_ID}):
        bad = request_of(scene, "createGift", body=body, media_type="text/plain")
        yield from _of_wrong_type(scene, bad, "a bad body")


def a_wrong_media_type_is_told_before_an_unknown_stream(scene: Scene) -> Iterator[Broken]:
    bad = replace(harmless(scene, "createGift"), media_type="text/plain")
    yield from _of_wrong_type(scene, bad, "an unknown stream")


def an_oversized_body_is_told_before_malformed_json(scene: Scene) -> None:
    sound = harmless(scene, "createGift", look_round(scene))
    alone = replace(sound, body=(sound.body or b"") + b" " * len(oversized()))
    if sent_whole(scene, alone).status != 413:
        raise NotExercised(NOT_ALONE)
    request = request_of(scene, "createGift", body=oversized())
    expect_status(sent_whole(scene, request), 413, because="before malformed JSON is told")


def a_bad_parameter_is_told_before_an_unknown_stream(scene: Scene) -> Iterator[Broken]:
    yield from _bad_queries(
        scene, (*_bad_pages(scene), _long_search(scene)), unknown_id(scene), "viewer", "an unknown stream"
    )


def a_bad_body_is_told_before_an_unknown_stream(scene: Scene) -> Iterator[Broken]:
    known, unknown = look_round(scene), unknown_id(scene)
    for bad in ({}, {"giftTypeId": _BAD_ID}):
        alone, both = (
            request_of(scene, "createGift", body={**bad, "liveStreamId": stream})
            for stream in (known.idle_stream or unknown, unknown)
        )
        case = Case(400, "before an unknown stream is told", (alone, "viewer"), (both, "viewer"))
        yield from told_first(scene, case)


def a_bad_parameter_is_told_before_a_block(scene: Scene) -> Iterator[Broken]:
    blocked = scene.profile.stream("blocked")
    yield from _bad_queries(scene, tuple(_bad_pages(scene)), blocked, "blocked", "a block")


def a_bad_body_is_told_before_a_conflict(scene: Scene) -> Iterator[Broken]:
    idle = need(look_round(scene).idle_stream, "the profile has no stream that is not active")
    active = need(active_stream(scene), "no active stream is known")
    alone, both = (
        request_of(scene, "createGift", body={"giftTypeId": _BAD_ID, "liveStreamId": stream})
        for stream in (active, idle)
    )
    because = "before a stream that is not active is told"
    yield from told_first(scene, Case(400, because, (alone, "viewer"), (both, "viewer")))


def _of_wrong_type(scene: Scene, request: Request, what: str) -> Iterator[Broken]:
    alone = replace(harmless(scene, "createGift", look_round(scene)), media_type="text/plain")
    case = Case(415, f"before {what} is told", (alone, "viewer"), (request, "viewer"))
    yield from told_first(scene, case)


def _bad_queries(
    scene: Scene, queries: Iterable[dict[str, str]], stream: str, who: str, what: str
) -> Iterator[Broken]:
    active = need(active_stream(scene), "no active stream is known")
    for query in queries:
        alone, both = (
            request_of(scene, "getLiveStreamViewers", path={"id": id}, query=query) for id in (active, stream)
        )
        case = Case(400, f"before {what} is told", (alone, "viewer"), (both, who))
        yield from where_alone(scene, case)


def _bad_pages(scene: Scene) -> Iterator[dict[str, str]]:
    for name in ("page", "limit"):
        minimum = scene.contract.bounds("getLiveStreamViewers", name).minimum
        if minimum is not None:
            yield {name: str(minimum - 1)}


def _long_search(scene: Scene) -> dict[str, str]:
    longest = scene.contract.bounds("getLiveStreamViewers", "search").longest
    return {"search": "a" * (need(longest, "a search may be of any length") + 1)}


_VIEWERS = ("getLiveStreamViewers",)
_GIFT = ("createGift",)

CHECKS: tuple[Check, ...] = (
    Check("AUTH-5", "assumed", a_wrong_media_type_is_told_before_a_bad_body, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_wrong_media_type_is_told_before_an_unknown_stream, _GIFT, changes=True),
    Check("AUTH-5", "assumed", an_oversized_body_is_told_before_malformed_json, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_bad_parameter_is_told_before_an_unknown_stream, _VIEWERS),
    Check("AUTH-5", "assumed", a_bad_body_is_told_before_an_unknown_stream, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_bad_parameter_is_told_before_a_block, _VIEWERS),
    Check("AUTH-5", "assumed", a_bad_body_is_told_before_a_conflict, _GIFT, changes=True),
)
