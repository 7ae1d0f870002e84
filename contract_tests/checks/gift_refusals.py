"""Gifts that are refused, and leave everything as it was (GIFT-5)."""

from collections.abc import Iterator
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import unknown_id
from contract_tests.checks.giving import (
    ALL,
    active_streams,
    active_types,
    cost_of,
    expect_unmoved,
    gift_counts,
    known_streams,
    priced_types,
    send_gift,
)
from contract_tests.checks.lists import path_of
from contract_tests.checks.reading import mapping, mappings
from contract_tests.checks.renting import first_detail, price_of
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect_status, need


def gifts_go_to_active_streams_only(scene: Scene) -> Iterator[Broken]:
    known = _idle(scene)
    if not known:
        raise NotExercised("the profile has no stream that is not active")
    cheap = active_types(scene)[0]["id"]
    for stream in known:
        before = gift_counts(scene, stream)
        exchange = send_gift(scene, "viewer", cheap, stream)
        yield from caught(expect_status, exchange, 409, because="the stream is not active")
        yield from caught(expect_unmoved, scene, stream, before)


def nobody_sends_gifts_to_their_own_stream(scene: Scene) -> None:
    own = _hosted_by(scene, "creator")
    before = gift_counts(scene, own)
    exchange = send_gift(scene, "creator", active_types(scene)[0]["id"], own)
    expect_status(exchange, 409, because="the stream is the sender's own")
    expect_unmoved(scene, own, before)


def an_unknown_gift_type_or_stream_is_not_found(scene: Scene) -> Iterator[Broken]:
    stream, cheap = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)[0]["id"]
    before = gift_counts(scene, stream)
    for kind, where in ((unknown_id(scene), stream), (cheap, unknown_id(scene))):
        yield from caught(expect_status, send_gift(scene, "viewer", kind, where), 404)
    yield from caught(expect_unmoved, scene, stream, before)


def participants_send_gifts_where_they_do_not_host(scene: Scene) -> Iterator[Broken]:
    """One's own stream is one that one hosts."""
    user, cheap = scene.profile.user("guest"), active_types(scene)[0]["id"]
    tried = False
    for stream in active_streams(scene):
        detail = mapping(scene.data("getLiveStream", path={"id": stream}))
        people = [*mappings(detail.get("guests")), *mappings(detail.get("broadcasters"))]
        if mapping(detail.get("creator")).get("_id") == user or user not in [
            person.get("_id") for person in people
        ]:
            continue
        elsewhere = [id for id in active_streams(scene) if id != stream]
        # Somebody whose gifts are taken elsewhere, before and after, has the credits.
        if send_gift(scene, "guest", cheap, elsewhere[0]).status == 201 if elsewhere else False:
            tried = True
            exchange = send_gift(scene, "guest", cheap, stream)
            if send_gift(scene, "guest", cheap, elsewhere[0]).status == 201:
                yield from caught(expect_status, exchange, 201, because="the sender does not host the stream")
    if not tried:
        raise NotExercised("role guest takes part in no active stream of another, or has no credits")


def hosts_send_gifts_to_the_streams_of_others(scene: Scene) -> None:
    """Who is refused a gift and can rent a replay that costs as much has not been without credits."""
    host, cheap = scene.profile.user("creator"), priced_types(scene)[0]
    foreign = [id for id in active_streams(scene) if _host_of(scene, id) != host]
    exchange = send_gift(
        scene, "creator", cheap["id"], need(foreign, "no active stream of another host is known")[0]
    )
    if exchange.status == 409 and not _rents(scene, "creator", at_least=cost_of(cheap)):
        raise NotExercised("role creator may have too few credits for a gift")
    expect_status(exchange, 201, because="the stream is another's")


def _rents(scene: Scene, role: str, *, at_least: int) -> bool:
    for stream in scene.profile.streams.get("rentable", ()):
        if price_of(scene, stream) >= at_least and _host_of(scene, stream) != scene.profile.user(role):
            status = scene.call("createReplayRental", role, path={"id": stream}).status
            if status == 201:
                return True
    return False


def _host_of(scene: Scene, stream: str) -> Any:
    return mapping(first_detail(scene, stream).get("creator")).get("_id")


def _idle(scene: Scene) -> list[str]:
    """Streams that are not active: two of each role, and one of each further status."""
    roles = [scene.profile.streams.get(role, ()) for role in ("scheduled", "rentable", "unrentable")]
    of_status: dict[Any, str] = {}
    for stream in (id for ids in roles for id in ids):
        status = mapping(scene.call("getLiveStream", path={"id": stream}).data).get("status")
        of_status.setdefault(status, stream)
    of_status.pop("active", None)
    return list(dict.fromkeys([*(id for ids in roles for id in ids[:2]), *of_status.values()]))


def _hosted_by(scene: Scene, role: str) -> str:
    host = scene.profile.user(role)
    for stream in known_streams(scene):
        detail = mapping(scene.call("getLiveStream", path={"id": stream}).data)
        if mapping(detail.get("creator")).get("_id") == host and detail.get("status") == "active":
            return stream
    raise NotExercised(f"no active stream of role {role} is known")


CHECKS: tuple[Check, ...] = (
    Check(
        "GIFT-5",
        "assumed",
        hosts_send_gifts_to_the_streams_of_others,
        (*ALL, "getLiveStream", "createReplayRental"),
        changes=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        gifts_go_to_active_streams_only,
        (*ALL, "getLiveStream"),
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "GIFT-5", "assumed", nobody_sends_gifts_to_their_own_stream, ALL, changes=True, needs_still_data=True
    ),
    Check(
        "GIFT-5",
        "assumed",
        an_unknown_gift_type_or_stream_is_not_found,
        ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        participants_send_gifts_where_they_do_not_host,
        (*ALL, "getLiveStream"),
        changes=True,
    ),
)
