"""Ids that are none, ids of nothing, and bodies that are not as they have to be (ID-2, ID-3)."""

from collections.abc import Iterator
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import (
    Known,
    active_stream,
    harmless,
    look_round,
    operations_that_change,
    operations_that_read,
    request_of,
    sent_as,
    unknown_id,
    unless_answered,
)
from contract_tests.checks.lists import item_id, whole_list
from contract_tests.checks.reading import mappings
from contract_tests.checks.renting import RENTERS
from contract_tests.checks.telling import caught
from contract_tests.contract import Operation
from contract_tests.exchange import Request
from contract_tests.findings import Broken
from contract_tests.scene import Scene, expect, need

_FIELDS = ("giftTypeId", "liveStreamId")
_ALWAYS_TRIED = 4


def bad_ids_in_a_path_are_refused(scene: Scene) -> Iterator[Broken]:
    yield from _bad_ids_in_paths(scene, operations_that_read(scene))


def bad_ids_in_a_path_are_refused_where_data_changes(scene: Scene) -> Iterator[Broken]:
    yield from _bad_ids_in_paths(scene, operations_that_change(scene))


def bad_ids_in_a_body_are_refused(scene: Scene) -> Iterator[Broken]:
    for field in _FIELDS:
        texts = _bad_ids(scene, unknown_id(scene))
        for value in (*texts, "", *_no_texts(unknown_id(scene))):
            body = {name: value if name == field else unknown_id(scene) for name in _FIELDS}
            yield from _unless_refused(scene, body, f"{field} is no id")


def a_body_without_a_field_is_refused(scene: Scene) -> Iterator[Broken]:
    for body in ({_FIELDS[0]: unknown_id(scene)}, {_FIELDS[1]: unknown_id(scene)}, {}):
        yield from _unless_refused(scene, body, "a field is missing")
    misspelt = {"giftTypeID": unknown_id(scene), "livestreamId": unknown_id(scene)}
    yield from _unless_refused(scene, misspelt, "its fields are misspelt")


def a_body_that_is_no_object_is_refused(scene: Scene) -> Iterator[Broken]:
    body = dict.fromkeys(_FIELDS, unknown_id(scene))
    for odd in ([], [body], "text", 1, 0.5, True, None, {"gift": body}):
        yield from _unless_refused(scene, odd, "the body is not the object wanted")


def further_fields_of_a_body_are_ignored(scene: Scene) -> Iterator[Broken]:
    body = {**dict.fromkeys(_FIELDS, unknown_id(scene)), "creditAmount": 0, "note": {"a": [1]}}
    exchange = sent_as(scene, request_of(scene, "createGift", body=body))
    yield from unless_answered(exchange, 404, because="for an unknown stream, further fields being ignored")


def a_body_sent_to_a_rental_is_ignored(scene: Scene) -> Iterator[Broken]:
    path = {"id": unknown_id(scene)}
    for body, media_type in (
        (b"{", "application/json"),
        (b'{"price": 0}', "application/json"),
        (b"a", "text/plain"),
    ):
        request = request_of(scene, "createReplayRental", path=path, body=body, media_type=media_type)
        exchange = sent_as(scene, request)
        yield from unless_answered(exchange, 404, because="for an unknown stream, the body being ignored")


def unknown_ids_are_not_found(scene: Scene) -> Iterator[Broken]:
    known = look_round(scene)
    for operation in _with_path(operations_that_read(scene)):
        for found in _unknown_ids(scene, operation, known):
            yield from _unless_missing(scene, _asking_for(scene, operation, found), "an id of nothing")


def unknown_ids_are_not_found_where_data_changes(scene: Scene) -> Iterator[Broken]:
    known = look_round(scene)
    for operation in _with_path(operations_that_change(scene)):
        for found in _unknown_ids(scene, operation, known):
            yield from _unless_missing(scene, _asking_for(scene, operation, found), "an id of nothing")


def a_gift_to_an_unknown_stream_is_not_found(scene: Scene) -> Iterator[Broken]:
    gift_type = need(look_round(scene).gift_type, "the target lists no gift type")
    body = {"giftTypeId": gift_type, "liveStreamId": unknown_id(scene)}
    yield from _unless_missing(scene, request_of(scene, "createGift", body=body), "an unknown stream")


def a_gift_of_an_unknown_type_is_not_found(scene: Scene) -> Iterator[Broken]:
    stream_id = need(active_stream(scene), "no active stream is known")
    body = {"giftTypeId": unknown_id(scene), "liveStreamId": stream_id}
    yield from _unless_missing(scene, request_of(scene, "createGift", body=body), "an unknown gift type")


def a_deleted_stream_is_not_found(scene: Scene) -> Iterator[Broken]:
    deleted = scene.profile.stream("deleted")
    for operation in _of_streams(operations_that_read(scene)):
        yield from _unless_missing(scene, _asking_for(scene, operation, deleted), "a deleted stream")


def a_deleted_stream_is_not_found_where_data_changes(scene: Scene) -> Iterator[Broken]:
    deleted = scene.profile.stream("deleted")
    for operation in _of_streams(operations_that_change(scene)):
        yield from _unless_missing(scene, _asking_for(scene, operation, deleted), "a deleted stream")
    gift_type = look_round(scene).gift_type
    if gift_type is not None:
        body = {"giftTypeId": gift_type, "liveStreamId": deleted}
        yield from _unless_missing(scene, request_of(scene, "createGift", body=body), "a deleted stream")


def a_deleted_stream_is_not_among_the_featured(scene: Scene) -> None:
    deleted = scene.profile.streams_of("deleted")
    exchange = scene.call("listFeaturedLiveStreams", None)
    for stream in need(mappings(exchange.data), "no stream is featured"):
        expect(
            stream.get("id") not in deleted,
            expected="no deleted stream among the featured",
            got=stream.get("id"),
            where=exchange,
        )


def no_deleted_stream_is_among_the_rentals(scene: Scene) -> Iterator[Broken]:
    deleted = scene.profile.streams_of("deleted")
    for role in scene.profile.roles(*RENTERS):
        for row in whole_list(scene, "listMyReplayRentals", role).items:
            yield from caught(
                expect,
                item_id(row) not in deleted,
                expected=f"no deleted stream among the rentals of role {role}",
                got=item_id(row),
                where=scene.client.trail[-1],
            )


def _bad_ids(scene: Scene, base: str) -> list[str]:
    """Texts that are no ids, made of one that is; at the least effort some of them."""
    always = [f"{base}0", base[:-1], f"{base[:-1]}g", f"{base}\n"]
    further = [
        f" {base}",
        f"{base} ",
        f"{base}\t",
        f"\n{base}",
        f"{base[:-1]}\u0663",  # Arabic-Indic three, a digit to Unicode
        f"{base[:-1]}\uff11",  # full-width one
        base[:12],  # twelve bytes, which ObjectId libraries take for a raw id
        base * 2,
        f"0x{base[2:]}",
        f"{base[:8]}-{base[9:]}",
        "1",
        "-1",
        "null",
        "undefined",
        "z" * 24,
        "ş" * 24,
        "0" * 1000,
        "$ne",
    ]
    return always + scene.random.sample(further, min(len(further), _ALWAYS_TRIED * scene.effort))


def _no_texts(base: str) -> Iterator[Any]:
    yield from (None, True, False, 0, 1, int(base, 16), 1.5, [], [base], {}, {"$ne": None}, {"$oid": base})
    yield {"$gt": ""}


def _bad_ids_in_paths(scene: Scene, operations: list[Operation]) -> Iterator[Broken]:
    known = look_round(scene)
    for operation in _with_path(operations):
        real = harmless(scene, operation.id, known).path_arguments or {}
        for bad in _bad_ids(scene, next(iter(real.values()))):
            exchange = sent_as(scene, _asking_for(scene, operation, bad))
            yield from unless_answered(exchange, 400, because=f"{bad[:60]!r} being no id")


def _unknown_ids(scene: Scene, operation: Operation, known: Known) -> Iterator[str]:
    """Ids of nothing, one of which is much like an id of something.

    The id of something else is none of them: a target may give a user and a stream the same.
    """
    yield from (unknown_id(scene) for _ in range(scene.effort))
    real = known.user if operation.path.startswith("/follow") else known.stream
    if real is not None and real != real[::-1]:
        yield real[::-1]


def _with_path(operations: list[Operation]) -> list[Operation]:
    return [one for one in operations if "{" in one.path]


def _of_streams(operations: list[Operation]) -> list[Operation]:
    return [one for one in operations if "{id}" in one.path]


def _asking_for(scene: Scene, operation: Operation, found: str) -> Request:
    name = next(one.name for one in operation.parameters if one.location == "path")
    return request_of(scene, operation.id, path={name: found})


def _unless_refused(scene: Scene, body: Any, because: str) -> Iterator[Broken]:
    exchange = sent_as(scene, request_of(scene, "createGift", body=body))
    yield from unless_answered(exchange, 400, because=because)


def _unless_missing(scene: Scene, request: Request, what: str) -> Iterator[Broken]:
    yield from unless_answered(sent_as(scene, request), 404, because=f"for {what}")


_READING = (
    "getLiveStream",
    "getLiveStreamViewers",
    "getViewerCount",
    "getReplayStatus",
    "getGiftStatistics",
)
_CHANGING = ("createReplayRental", "followUser", "unfollowUser")
_RENTAL = ("createReplayRental",)
_GIFT = ("createGift",)

CHECKS: tuple[Check, ...] = (
    Check("ID-2", "assumed", bad_ids_in_a_path_are_refused, _READING),
    Check("ID-2", "assumed", bad_ids_in_a_path_are_refused_where_data_changes, _CHANGING, changes=True),
    Check("ID-2", "assumed", bad_ids_in_a_body_are_refused, _GIFT, changes=True),
    Check("ID-2", "assumed", a_body_without_a_field_is_refused, _GIFT, changes=True),
    Check("ID-2", "assumed", a_body_that_is_no_object_is_refused, _GIFT, changes=True),
    Check("GIFT-5", "assumed", further_fields_of_a_body_are_ignored, _GIFT, changes=True),
    Check("RENT-3", "assumed", a_body_sent_to_a_rental_is_ignored, _RENTAL, changes=True),
    Check("ID-3", "documented", unknown_ids_are_not_found, _READING),
    Check("ID-3", "documented", unknown_ids_are_not_found_where_data_changes, _CHANGING, changes=True),
    Check("ID-3", "documented", a_gift_to_an_unknown_stream_is_not_found, _GIFT, changes=True),
    Check("ID-3", "documented", a_gift_of_an_unknown_type_is_not_found, _GIFT, changes=True),
    Check("ID-3", "documented", a_deleted_stream_is_not_found, _READING),
    Check(
        "ID-3",
        "documented",
        a_deleted_stream_is_not_found_where_data_changes,
        (*_RENTAL, *_GIFT),
        changes=True,
    ),
    Check("ID-3", "documented", a_deleted_stream_is_not_among_the_featured, ("listFeaturedLiveStreams",)),
    Check("ID-3", "documented", no_deleted_stream_is_among_the_rentals, ("listMyReplayRentals",)),
)
