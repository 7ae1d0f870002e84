"""Streams: the featured list, details, and what a deleted stream still answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import unless_answered
from contract_tests.checks.reading import mapping, mappings, moment
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect

FEATURED, DETAIL, COUNT = "listFeaturedLiveStreams", "getLiveStream", "getViewerCount"
_ALIKE = ("title", "liveStreamType", "status", "accessType", "startedAt", "replayCreditPrice", "createdAt")


def the_most_watched_stream_is_featured_first(scene: Scene) -> None:
    counts = []
    for stream in _featured(scene):
        counts.append(mapping(scene.data(COUNT, path={"id": str(stream.get("id"))})).get("viewerCount"))
    order = [count for count in counts if isinstance(count, int)]
    expect(
        order == sorted(order, reverse=True),
        expected="viewer counts that fall",
        got=order,
        where=scene.client.trail[0],
    )


def ties_among_the_featured_are_settled_by_id(scene: Scene) -> None:
    rows = []
    for stream in _featured(scene):
        count = mapping(scene.data(COUNT, path={"id": str(stream.get("id"))})).get("viewerCount") or 0
        rows.append((-count, str(stream.get("id"))))
    expect(rows == sorted(rows), expected="ties by id ascending", got=rows, where=scene.client.trail[0])


def no_stream_outside_the_featured_is_watched_more(scene: Scene) -> None:
    listed = [str(stream.get("id")) for stream in mappings(scene.data(FEATURED, None))]
    known = [
        id
        for role in ("active", "empty", "blocked")
        for id in scene.profile.streams.get(role, ())
        if id not in listed and _is_active(scene, id)
    ]
    if not listed or not known:
        raise NotExercised("no active stream outside the featured list is known")
    least = min(_count(scene, stream) for stream in listed)
    for stream in known:
        count = _count(scene, stream)
        room = len(listed) < 10
        expect(
            count <= least and not room,
            expected=f"stream {stream} with {count} viewers among the featured",
            got=f"{len(listed)} others, one with {least}",
            where=scene.client.trail[0],
        )


def a_featured_stream_shows_what_its_detail_shows(scene: Scene) -> Iterator[Broken]:
    for stream in mappings(scene.data(FEATURED, None))[:5]:
        detail = mapping(scene.data(DETAIL, path={"id": str(stream.get("id"))}))
        for name in _ALIKE:
            if _comparable(stream.get(name)) != _comparable(detail.get(name)):
                yield Broken(
                    expected=f"{name} {detail.get(name)!r}, as in the detail",
                    got=f"{stream.get(name)!r}",
                    where=scene.client.trail[0].where,
                )


def the_host_stands_among_the_broadcasters(scene: Scene) -> Iterator[Broken]:
    shown = [(stream, scene.client.trail[-1]) for stream in _featured(scene)]
    for id in _living(scene):
        shown.append((mapping(scene.data(DETAIL, path={"id": id})), scene.client.trail[-1]))
    for stream, exchange in shown:
        host = mapping(stream.get("creator")).get("_id")
        ids = [person.get("_id") for person in mappings(stream.get("broadcasters"))]
        if host and "broadcasters" in stream and host not in ids:
            yield Broken(
                expected=f"the host {host} among the broadcasters of {stream.get('id')}",
                got=str(ids),
                where=exchange.where,
            )


def every_stream_that_is_not_deleted_answers(scene: Scene) -> Iterator[Broken]:
    for stream in _living(scene):
        for operation_id in (DETAIL, "getGiftStatistics", "getReplayStatus"):
            exchange = scene.call(operation_id, path={"id": stream})
            yield from unless_answered(exchange, 200, because="whatever the stream's status")


def a_deleted_stream_is_gone_everywhere(scene: Scene) -> Iterator[Broken]:
    stream = scene.profile.stream("deleted")
    for operation in scene.contract.operations.values():
        if "{id}" in operation.path and not (scene.client.is_read_only and operation.method != "get"):
            exchange = scene.call(operation.id, path={"id": stream})
            yield from unless_answered(exchange, 404, because="the stream is deleted")
    for role in scene.profile.credentials:
        # Its host, too, and who has rented it.
        for operation_id in (DETAIL, "getReplayStatus"):
            exchange = scene.call(operation_id, role, path={"id": stream})
            yield from unless_answered(exchange, 404, because="the stream is deleted, whoever asks")


def _featured(scene: Scene) -> list[Mapping[str, Any]]:
    """The featured streams; of one that is featured twice another check tells."""
    return list({stream.get("id"): stream for stream in mappings(scene.data(FEATURED, None))}.values())


def _comparable(value: Any) -> Any:
    """A value without what is a matter of form, of which the schema tells: numbers as texts, milliseconds."""
    made = moment(value)
    return made.replace(microsecond=0) if made else str(value)


def _living(scene: Scene) -> list[str]:
    roles = scene.profile.streams
    known = [id for role in roles if role != "deleted" for id in roles[role][:8]]
    return list(
        dict.fromkeys([*known, *(str(one.get("id")) for one in mappings(scene.data(FEATURED, None))[:2])])
    )


def _is_active(scene: Scene, stream: str) -> bool:
    return mapping(scene.data(DETAIL, path={"id": stream})).get("status") == "active"


def _count(scene: Scene, stream: str) -> int:
    count: Any = mapping(scene.data(COUNT, path={"id": stream})).get("viewerCount")
    return int(count or 0)


CHECKS: tuple[Check, ...] = (
    Check(
        "VIEW-1",
        "documented",
        the_most_watched_stream_is_featured_first,
        (FEATURED, COUNT),
        needs_still_data=True,
    ),
    Check(
        "VIEW-1",
        "assumed",
        ties_among_the_featured_are_settled_by_id,
        (FEATURED, COUNT),
        needs_still_data=True,
    ),
    Check(
        "VIEW-1",
        "documented",
        no_stream_outside_the_featured_is_watched_more,
        (FEATURED, DETAIL, COUNT),
        needs_still_data=True,
    ),
    Check(
        "ID-1",
        "assumed",
        a_featured_stream_shows_what_its_detail_shows,
        (FEATURED, DETAIL),
        needs_still_data=True,
    ),
    Check("VIEW-1", "assumed", the_host_stands_among_the_broadcasters, (FEATURED, DETAIL)),
    Check(
        "ID-3",
        "assumed",
        every_stream_that_is_not_deleted_answers,
        (DETAIL, "getGiftStatistics", "getReplayStatus"),
    ),
    Check("ID-3", "assumed", a_deleted_stream_is_gone_everywhere, (DETAIL, "getReplayStatus")),
)
