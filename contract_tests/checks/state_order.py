"""Which refusal comes first where both lie in the state of things: 404, then 403, then 409 (AUTH-5)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import (
    active_stream,
    look_round,
    request_of,
    sent_as,
    unknown_id,
    unless_answered,
)
from contract_tests.checks.measuring import spend
from contract_tests.checks.precedence import NOT_ALONE, Case, told_first, where_alone
from contract_tests.checks.reading import mapping
from contract_tests.checks.renting import first_detail, price_of
from contract_tests.exchange import Request
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, need


def an_unknown_gift_type_is_told_before_a_block(scene: Scene) -> Iterator[Broken]:
    yield from _of_unknown_type(scene, scene.profile.stream("blocked"), "blocked", "a block")


def a_stream_that_is_not_active_is_told_before_a_block(scene: Scene) -> Iterator[Broken]:
    stream = mapping(scene.data("getLiveStream", path={"id": scene.profile.stream("blocked")}))
    idle = _idle_stream_of_the_same_host(scene, stream)
    path = {"id": need(idle, "no stream that is not active is known of who has blocked role blocked")}
    for operation_id in ("getLiveStreamViewers", "getViewerCount"):
        request = request_of(scene, operation_id, path=path)
        case = Case(404, "before a block is told", (request, "viewer"), (request, "blocked"))
        yield from where_alone(scene, case)


def an_unknown_gift_type_is_told_before_a_conflict(scene: Scene) -> Iterator[Broken]:
    idle = need(look_round(scene).idle_stream, "the profile has no stream that is not active")
    yield from _of_unknown_type(scene, idle, "viewer", "a stream that is not active")


def a_block_is_told_before_a_conflict(scene: Scene) -> Iterator[Broken]:
    for alone, both in _conflicts(scene, scene.profile.stream("blocked")):
        case = Case(403, "before a conflict is told", (alone, "blocked"), (both, "blocked"))
        yield from where_alone(scene, case)


def a_block_is_told_before_a_lack_of_credits(scene: Scene) -> Iterator[Broken]:
    """The dearest replay of a host may be more than somebody has whom that host has blocked."""
    blocked = scene.profile.stream("blocked")
    host = _host(first_detail(scene, blocked))
    own = [id for id in scene.profile.streams_of("rentable") if _host(first_detail(scene, id)) == host]
    dearest = max(need(own, "no replay is known of who has blocked role blocked"), key=_price_in(scene))
    alone, both = (request_of(scene, "createReplayRental", path={"id": id}) for id in (blocked, dearest))
    case = Case(403, "before a lack of credits is told", (alone, "blocked"), (both, "blocked"))
    for problem in told_first(scene, case):
        if scene.client.trail[-1].status != 409:
            # It is not the order then, but the block, which does not hold for replays.
            problem.rule = "VIEW-7"
        yield problem


def a_block_is_told_before_spent_credits(scene: Scene) -> Iterator[Broken]:
    """Who has spent everything elsewhere is refused for the block alone."""
    scene.reset()
    blocked, elsewhere = scene.profile.stream("blocked"), scene.profile.stream("empty")
    gift_type = need(look_round(scene).gift_type, "no gift type is known")
    gift = request_of(scene, "createGift", body={"giftTypeId": gift_type, "liveStreamId": blocked})
    if sent_as(scene, gift, "blocked").status != 403:
        raise NotExercised(NOT_ALONE)
    spend(scene, "blocked", at=elsewhere)
    exchange = sent_as(scene, gift, "blocked")
    scene.reset()
    yield from unless_answered(exchange, 403, because="before a lack of credits is told")


def _price_in(scene: Scene) -> Callable[[str], int]:
    return lambda stream: price_of(scene, stream)


def _conflicts(scene: Scene, blocked: str) -> Iterator[tuple[Request, Request]]:
    """Requests of somebody whom a stream's host has blocked: sound but for that, and a conflict besides."""
    stream = mapping(scene.data("getLiveStream", path={"id": blocked}))
    if stream.get("status") != "ended":
        watching = request_of(scene, "getLiveStreamViewers", path={"id": blocked})
        yield watching, request_of(scene, "createReplayRental", path={"id": blocked})
    gift_type, idle = look_round(scene).gift_type, _idle_stream_of_the_same_host(scene, stream)
    if idle and gift_type:
        alone, both = (
            request_of(scene, "createGift", body={"giftTypeId": gift_type, "liveStreamId": to})
            for to in (blocked, idle)
        )
        yield alone, both


def _idle_stream_of_the_same_host(scene: Scene, stream: Mapping[str, Any]) -> str | None:
    for role in ("rentable", "unrentable", "scheduled"):
        for id in scene.profile.streams.get(role, ()):
            other = first_detail(scene, id)
            if other.get("status") != "active" and _host(other) == _host(stream):
                return id
    return None


def _host(stream: Mapping[str, Any]) -> Any:
    return mapping(stream.get("creator")).get("_id")


def _of_unknown_type(scene: Scene, stream: str, who: str, what: str) -> Iterator[Broken]:
    unknown, active = unknown_id(scene), need(active_stream(scene), "no active stream is known")
    alone, both = (
        request_of(scene, "createGift", body={"giftTypeId": unknown, "liveStreamId": id})
        for id in (active, stream)
    )
    case = Case(404, f"before {what} is told", (alone, "viewer"), (both, who))
    yield from told_first(scene, case)


_GIFT = ("createGift",)

CHECKS: tuple[Check, ...] = (
    Check("AUTH-5", "assumed", an_unknown_gift_type_is_told_before_a_block, _GIFT, changes=True),
    Check(
        "AUTH-5",
        "assumed",
        a_stream_that_is_not_active_is_told_before_a_block,
        ("getLiveStreamViewers", "getViewerCount"),
    ),
    Check("AUTH-5", "assumed", an_unknown_gift_type_is_told_before_a_conflict, _GIFT, changes=True),
    Check("AUTH-5", "assumed", a_block_is_told_before_a_conflict, ("createReplayRental",), changes=True),
    Check(
        "AUTH-5", "assumed", a_block_is_told_before_a_lack_of_credits, ("createReplayRental",), changes=True
    ),
    Check("AUTH-5", "assumed", a_block_is_told_before_spent_credits, _GIFT, changes=True),
)
