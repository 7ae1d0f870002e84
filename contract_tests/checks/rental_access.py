"""RENT-1, RENT-5 to RENT-7: who may not rent, and who sees a recording."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.reading import mapping, mappings
from contract_tests.checks.renting import (
    ALL,
    DETAIL,
    RENT,
    STATUS,
    active_rental,
    first_detail,
    price_of,
    rows_of,
)
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

_PEOPLE = (("creator", "owner"), ("guest", "participant"))
"""Roles, and the status that their own replays have for them."""


def what_cannot_be_rented_is_refused_and_leaves_no_rental(scene: Scene) -> Iterator[Broken]:
    known = [*scene.profile.streams.get("unrentable", ()), *scene.profile.streams.get("scheduled", ())]
    active = scene.profile.streams.get("active", ())[:1]
    if not known and not active:
        raise NotExercised("the profile has no stream that cannot be rented")
    for stream in (*known, *active):
        access = mapping(scene.data(STATUS, path={"id": stream}))
        if access.get("status") == "active":
            # It was rented while it could be, and is given again.
            continue
        yield from caught(_expect_not_rentable, scene, access)
        yield from _refused(scene, "viewer", stream, because="the stream has no replay to rent")


def too_few_credits_leave_no_rental(scene: Scene) -> Iterator[Broken]:
    stream = _dearest(scene)
    before = mapping(scene.data(STATUS, "poor", path={"id": stream}))
    if before.get("status") in ("active", "owner", "participant"):
        raise NotExercised("role poor has access to the dearest replay already")
    yield from _refused(scene, "poor", stream, because="role poor has too few credits for the dearest replay")
    after = mapping(scene.data(STATUS, "poor", path={"id": stream}))
    yield from caught(
        expect,
        after.get("status") == before.get("status"),
        expected=f"status still {before.get('status')}",
        got=after.get("status"),
        where=scene.client.trail[-1],
    )


def _refused(scene: Scene, role: str, stream: str, *, because: str) -> Iterator[Broken]:
    """A breach unless renting is refused with 409, and leaves the list of rentals as it was."""
    before = len(rows_of(scene, stream, role))
    exchange = scene.call(RENT, role, path={"id": stream})
    yield from caught(expect_status, exchange, 409, because=because)
    rows = len(rows_of(scene, stream, role))
    yield from caught(
        expect,
        rows <= before,
        expected=f"no further rental of it beside {before}" if before else "no rental of it",
        got=f"{rows}",
        where=exchange,
    )


def a_rental_is_its_renters_alone(scene: Scene) -> Iterator[Broken]:
    with suppress(NotExercised):
        scene.reset()
    others = scene.profile.roles("poor", "guest", "blocked")
    streams = scene.profile.streams_of("rentable")
    before = {
        (role, stream): mapping(scene.data(STATUS, role, path={"id": stream})).get("status")
        for role in others
        for stream in streams
    }
    stream, _ = active_rental(scene)
    for role in others:
        access = mapping(scene.data(STATUS, role, path={"id": stream}))
        yield from caught(
            expect,
            access.get("status") == before[role, stream],
            expected=f"status still {before[role, stream]} for role {role}, who has not rented it",
            got=access.get("status"),
            where=scene.client.trail[-1],
            rule="RENT-8",
        )
        if access.get("status") in ("owner", "participant", "active"):
            continue
        detail = mapping(scene.data(DETAIL, role, path={"id": stream}))
        for shown in (access, detail):
            yield from caught(
                expect,
                shown.get("recordingUrl") is None,
                expected=f"no recordingUrl for role {role}",
                got=shown.get("recordingUrl"),
                where=scene.client.trail[-1],
            )


def nobody_sees_a_recording_without_access(scene: Scene) -> Iterator[Broken]:
    for stream in (id for role in ("rentable", "unrentable") for id in scene.profile.streams.get(role, ())):
        for role in scene.profile.roles("poor", "viewer"):
            for operation_id in (STATUS, DETAIL):
                exchange = scene.call(operation_id, role, path={"id": stream})
                # A refusal shows nothing; whether it should be one is no matter of secrecy.
                data = mapping(exchange.data) if exchange.status == 200 else {}
                access = mapping(data.get("replayAccess", data))
                if access.get("status") in ("available", "unavailable", "expired", "refunded"):
                    yield from caught(
                        expect,
                        data.get("recordingUrl") is None,
                        expected="recordingUrl null",
                        got=data.get("recordingUrl"),
                        where=scene.client.trail[-1],
                    )


def owners_and_participants_watch_without_renting(scene: Scene) -> Iterator[Broken]:
    found = False
    for share in _some_of_each(scene, _shares(scene)):
        access = mapping(scene.data(STATUS, share.role, path={"id": share.stream}))
        found = True
        shown = (access.get("status"), access.get("canViewRecording"))
        yield from caught(
            expect,
            shown == (share.status, True),
            expected=f"status {share.status} and canViewRecording true",
            got=shown,
            where=scene.client.trail[-1],
            rule="RENT-8",
        )
        exchange = scene.call(RENT, share.role, path={"id": share.stream})
        yield from caught(expect_status, exchange, 409, because=f"the caller is its {share.place}")
    if not found:
        raise NotExercised("no role hosts a stream that is known, or takes part in one")


def owners_and_participants_see_the_recording(scene: Scene) -> Iterator[Broken]:
    shares = list(_some_of_each(scene, _shares(scene, scene.profile.streams_of("rentable"))))
    for share in need(shares, "no role hosts a replay that is known, or took part in one"):
        detail = mapping(scene.data(DETAIL, share.role, path={"id": share.stream}))
        yield from caught(
            expect,
            detail.get("recordingUrl") is not None,
            expected=f"a recordingUrl for the {share.place} of a replay that can be rented",
            got=None,
            where=scene.client.trail[-1],
        )


def streams_of_people(scene: Scene) -> Iterator[tuple[str, str]]:
    """A replay of role creator's, and one in which role guest took part, as role and stream."""
    shares = _shares(scene, scene.profile.streams.get("rentable", ()))
    for role, status in _PEOPLE:
        own = [share.stream for share in shares if (share.role, share.status) == (role, status)]
        yield from ((role, stream) for stream in own[:1])


def _dearest(scene: Scene) -> str:
    return max(scene.profile.streams_of("rentable"), key=lambda stream: price_of(scene, stream))


@dataclass(frozen=True)
class _Share:
    """A role's part in a stream: its place there, and the status that the replay has for it."""

    role: str
    stream: str
    place: str
    status: str


def _shares(scene: Scene, among: Sequence[str] | None = None) -> list[_Share]:
    """The parts that roles have in streams that the profile names, unless others are told."""
    known = [id for name, ids in scene.profile.streams.items() if name != "deleted" for id in ids]
    return [
        _Share(role, stream, place, "owner" if place == "host" else "participant")
        for stream in dict.fromkeys(known if among is None else among)
        for role in scene.profile.roles(*scene.profile.users)
        for place in _places(scene, stream, scene.profile.users[role])[:1]
    ]


def _places(scene: Scene, stream: str, user: str) -> list[str]:
    """As what a user stands in a stream's detail, as its host first."""
    try:
        detail = first_detail(scene, stream)
    except Broken:
        return []
    people = {
        "host": [mapping(detail.get("creator"))],
        "broadcaster": mappings(detail.get("broadcasters")),
        "guest": mappings(detail.get("guests")),
    }
    return [place for place, persons in people.items() if user in [person.get("_id") for person in persons]]


def _some_of_each(scene: Scene, shares: Sequence[_Share]) -> Iterator[_Share]:
    """So many streams of each role and place as the effort allows."""
    tried: Counter[tuple[str, str]] = Counter()
    for share in shares:
        tried[share.role, share.place] += 1
        if tried[share.role, share.place] <= 5 * scene.effort:
            yield share


def _expect_not_rentable(scene: Scene, access: Mapping[str, Any]) -> None:
    if access.get("status") in ("owner", "participant", "active"):
        return
    shown = (access.get("status"), access.get("canRent"))
    expect(
        shown[1] is False and shown[0] != "available",
        expected="canRent false, and not status available",
        got=shown,
        where=scene.client.trail[-1],
        rule="RENT-8",
    )


CHECKS: tuple[Check, ...] = (
    Check("RENT-7", "documented", nobody_sees_a_recording_without_access, (STATUS, DETAIL)),
    Check("RENT-1", "assumed", what_cannot_be_rented_is_refused_and_leaves_no_rental, ALL, changes=True),
    Check("RENT-5", "assumed", too_few_credits_leave_no_rental, ALL, changes=True),
    Check("RENT-7", "documented", a_rental_is_its_renters_alone, ALL, changes=True),
    Check("RENT-6", "assumed", owners_and_participants_watch_without_renting, ALL, changes=True),
    Check("RENT-6", "documented", owners_and_participants_see_the_recording, (DETAIL,)),
)
