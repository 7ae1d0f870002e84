"""VIEW-1 to VIEW-7: laws of the viewers list that need several requests."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.lists import item_id, one_page, path_of, whole_list
from contract_tests.checks.reading import integer, mapping, mappings, moment
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

_NEVER = datetime.min.replace(tzinfo=UTC)
VIEWERS = "getLiveStreamViewers"
_COUNT = "getViewerCount"


def the_audience_is_without_host_broadcasters_and_guests(scene: Scene) -> Iterator[Broken]:
    featured = [str(stream.get("id")) for stream in mappings(scene.data("listFeaturedLiveStreams", None))]
    for stream in dict.fromkeys([path_of(scene, VIEWERS)["id"], *featured]):
        people = _people(mapping(scene.data("getLiveStream", path={"id": stream})))
        exchange = scene.call(VIEWERS, path={"id": stream}, query={"limit": _largest(scene)})
        # Whoever has blocked the caller shows nobody.
        listed = {item_id(item) for item in mappings(mapping(exchange.data).get("list"))}
        yield from caught(
            expect,
            not people & listed,
            expected="no host, broadcaster or guest among the viewers",
            got=f"{', '.join(sorted(map(str, people & listed)))} among them",
            where=exchange,
        )


def a_stream_that_is_not_active_has_no_viewers_to_show(scene: Scene) -> Iterator[Broken]:
    known = [
        id
        for role in ("scheduled", "rentable", "unrentable")
        for id in scene.profile.streams.get(role, ())[:2]
    ]
    if not known:
        raise NotExercised("the profile has no stream that is not active")
    for stream in known:
        for operation_id in (VIEWERS, _COUNT):
            exchange = scene.call(operation_id, path={"id": stream})
            yield from caught(expect_status, exchange, 404, because="the stream is not active")


def viewers_come_newest_first_with_ties_by_id(scene: Scene) -> None:
    items = whole_list(scene, VIEWERS).items
    need(all("." in str(item.get("joinedAt")) for item in items), "joinedAt is told without milliseconds")
    order = [(moment(item.get("joinedAt")) or _NEVER, str(item_id(item))) for item in items]
    wanted = sorted(sorted(order, key=lambda row: row[1]), key=lambda row: row[0], reverse=True)
    expect(
        order == wanted,
        expected="newest joinedAt first, ties by _id",
        got=[f"{joined} {id}" for joined, id in order[:5]],
        where=scene.client.trail[-1],
    )


def every_viewer_joined_after_the_start_and_once(scene: Scene) -> None:
    stream = mapping(scene.data("getLiveStream", path=path_of(scene, VIEWERS)))
    started = moment(stream.get("startedAt"))
    items = whole_list(scene, VIEWERS).items
    ids = [item_id(item) for item in items]
    expect(
        len(set(ids)) == len(ids),
        expected="no user twice",
        got=f"{len(ids) - len(set(ids))} repeated",
        where=scene.client.trail[-1],
    )
    for item in items:
        joined = moment(item.get("joinedAt"))
        if started and joined:
            expect(
                joined >= started,
                expected=f"joinedAt not before the start, {stream.get('startedAt')}",
                got=item.get("joinedAt"),
                where=scene.client.trail[-1],
            )


def the_viewer_count_is_the_number_of_viewers(scene: Scene) -> Iterator[Broken]:
    streams = [path_of(scene, VIEWERS)["id"], *scene.profile.streams.get("empty", ())[:2]]
    for stream in streams:
        count = mapping(scene.data(_COUNT, path={"id": stream})).get("viewerCount")
        page = mapping(scene.data(VIEWERS, path={"id": stream}))
        total = mapping(page.get("pagination")).get("totalItems")
        yield from caught(
            expect,
            total is None or count == total,
            expected=f"viewerCount {total}, the totalItems of the viewers",
            got=count,
            where=scene.client.trail[-2],
        )


def the_audience_total_does_not_vary(scene: Scene) -> None:
    first = one_page(scene, VIEWERS)
    total = first.get("participantAudienceTotal")
    for query in ({"limit": 1}, {"limit": 100}, {"page": 2, "limit": 3}, {"page": 10**5}, {"search": "a"}):
        got = one_page(scene, VIEWERS, **query).get("participantAudienceTotal")
        expect(
            got == total, expected=f"participantAudienceTotal {total}", got=got, where=scene.client.trail[-1]
        )
    items = mapping(first.get("pagination")).get("totalItems")
    if isinstance(total, int) and isinstance(items, int):
        expect(
            total >= items,
            expected=f"participantAudienceTotal of at least {items}",
            got=total,
            where=scene.client.trail[-1],
        )


def whom_the_host_has_blocked_sees_no_viewers(scene: Scene) -> Iterator[Broken]:
    stream = scene.profile.stream("blocked")
    queries: tuple[dict[str, Any], ...] = ({}, {"search": "a"}, {"limit": 1}, {"page": 2})
    for query in queries:
        exchange = scene.call(VIEWERS, "blocked", path={"id": stream}, query=query)
        yield from caught(expect_status, exchange, 403, because="the stream's host has blocked the caller")


def whom_the_host_has_blocked_sends_no_gift_and_rents_nothing(scene: Scene) -> Iterator[Broken]:
    stream, is_heeded = scene.profile.stream("blocked"), False
    for kind in _cheapest_and_dearest(scene):
        body = {"giftTypeId": kind.get("id"), "liveStreamId": stream}
        before = _gifts(scene, stream)
        exchange = scene.call("createGift", "blocked", body=body)
        if exchange.status == 404 and not _is_sent_by_others(scene, kind):
            continue
        yield from caught(
            expect_status,
            exchange,
            403,
            because="the stream's host has blocked the caller",
            # A block that is heeded, but only once the credits were looked at, is told too late.
            rule="AUTH-5" if exchange.status == 409 and is_heeded else None,
        )
        is_heeded = is_heeded or exchange.status == 403
        after = _gifts(scene, stream)
        yield from caught(
            expect,
            after == before,
            expected=f"totalCount still {before} after a gift that was refused",
            got=after,
            where=scene.client.trail[-1],
        )
    exchange = scene.call("createReplayRental", "blocked", path={"id": stream})
    yield from caught(expect_status, exchange, 403, because="the stream's host has blocked the caller")


def a_block_keeps_nobody_from_looking_at_the_stream(scene: Scene) -> Iterator[Broken]:
    """Its viewers, gifts and its replay's rental are what a block forbids."""
    stream = scene.profile.stream("blocked")
    for operation_id in _OPEN_TO_THE_BLOCKED:
        exchange = scene.call(operation_id, "blocked", path={"id": stream})
        if exchange.status == 403:
            because = "a block forbids viewers, gifts and rentals alone"
            yield from caught(expect_status, exchange, 200, because=because)


def an_empty_audience_has_no_pages(scene: Scene) -> None:
    data = mapping(scene.data(VIEWERS, path={"id": scene.profile.stream("empty")}))
    shown = mapping(data.get("pagination"))
    wanted = {"totalItems": 0, "totalPages": 0, "hasNextPage": False}
    got = {name: shown[name] for name in wanted if name in shown}
    expect(
        not data.get("list") and all(wanted[name] == got[name] for name in got),
        expected="an empty list, 0 items, 0 pages",
        got={"list": data.get("list"), **got},
        where=scene.client.trail[-1],
    )


def _is_sent_by_others(scene: Scene, kind: Mapping[str, Any]) -> bool:
    """Whether there is such a gift at all: that one is listed which there is not is a fault of the list."""
    body = {"giftTypeId": kind.get("id"), "liveStreamId": scene.profile.stream("active")}
    return scene.call("createGift", body=body).status != 404


def _cheapest_and_dearest(scene: Scene) -> list[Mapping[str, Any]]:
    """The gift types that most can pay and fewest can: a block is told before a lack of credits."""
    types = mappings(scene.data("listGiftTypes", "blocked"))
    by_price = sorted(types, key=lambda kind: integer(kind.get("creditAmount")) or 0)
    return by_price if len(by_price) < 2 else [by_price[0], by_price[-1]]


def _largest(scene: Scene) -> int:
    return scene.contract.bounds(VIEWERS, "limit").maximum or 100


def _gifts(scene: Scene, stream: str) -> Any:
    return mapping(scene.data("getGiftStatistics", path={"id": stream})).get("totalCount")


def _people(stream: Any) -> set[Any]:
    people = {mapping(stream.get("creator")).get("_id")}
    for role in ("broadcasters", "guests"):
        for person in stream.get(role) or []:
            people.add(person.get("_id") if isinstance(person, dict) else person)
    return people - {None}


_ONE = (VIEWERS,)
_OPEN_TO_THE_BLOCKED = ("getLiveStream", "getViewerCount", "getGiftStatistics", "getReplayStatus")

CHECKS: tuple[Check, ...] = (
    Check("VIEW-7", "assumed", a_block_keeps_nobody_from_looking_at_the_stream, _OPEN_TO_THE_BLOCKED),
    Check(
        "VIEW-1",
        "documented",
        the_audience_is_without_host_broadcasters_and_guests,
        ("listFeaturedLiveStreams", "getLiveStream", VIEWERS),
        needs_still_data=True,
    ),
    Check("VIEW-1", "assumed", a_stream_that_is_not_active_has_no_viewers_to_show, (VIEWERS, _COUNT)),
    Check("VIEW-4", "assumed", viewers_come_newest_first_with_ties_by_id, _ONE, needs_still_data=True),
    Check(
        "VIEW-5",
        "assumed",
        every_viewer_joined_after_the_start_and_once,
        ("getLiveStream", VIEWERS),
        needs_still_data=True,
    ),
    Check("VIEW-6", "assumed", the_audience_total_does_not_vary, _ONE, needs_still_data=True),
    Check(
        "VIEW-1",
        "documented",
        the_viewer_count_is_the_number_of_viewers,
        (_COUNT, VIEWERS),
        needs_still_data=True,
    ),
    Check("PAGE-3", "assumed", an_empty_audience_has_no_pages, _ONE, needs_still_data=True),
    Check("VIEW-7", "assumed", whom_the_host_has_blocked_sees_no_viewers, _ONE),
    Check(
        "VIEW-7",
        "assumed",
        whom_the_host_has_blocked_sends_no_gift_and_rents_nothing,
        ("createGift", "createReplayRental", "getGiftStatistics"),
        changes=True,
    ),
)
