"""RENT-1, RENT-5 to RENT-7: who may not rent, and who sees a recording."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
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
from contract_tests.scene import Scene, expect, expect_status

_PEOPLE = (("creator", "owner"), ("guest", "participant"))
"""Roles, and the status that their own replays have for them."""


def what_cannot_be_rented_is_refused_and_leaves_no_rental(scene: Scene) -> Iterator[Broken]:
    known = [*scene.profile.streams.get("unrentable", ()), *scene.profile.streams.get("scheduled", ())]
    active = scene.profile.streams.get("active", ())[:1]
    if not known and not active:
        raise NotExercised("the profile has no stream that cannot be rented")
    for stream in (*known, *active):
        access = mapping(scene.data(STATUS, path={"id": stream}))
        yield from caught(_expect_not_rentable, scene, access)
        exchange = scene.call(RENT, path={"id": stream})
        yield from caught(expect_status, exchange, 409, because="the stream has no replay to rent")
        rows = rows_of(scene, stream)
        yield from caught(expect, not rows, expected="no rental of it", got=f"{len(rows)}", where=exchange)


def too_few_credits_leave_no_rental(scene: Scene) -> None:
    stream = _dearest(scene)
    before = mapping(scene.data(STATUS, "poor", path={"id": stream}))
    exchange = scene.call(RENT, "poor", path={"id": stream})
    expect_status(exchange, 409, because="role poor has too few credits for the dearest replay")
    after = mapping(scene.data(STATUS, "poor", path={"id": stream}))
    expect(
        after.get("status") == before.get("status"),
        expected=f"status still {before.get('status')}",
        got=after.get("status"),
        where=scene.client.trail[-1],
    )
    expect(
        not rows_of(scene, stream, "poor"),
        expected="no rental of it",
        got="one",
        where=scene.client.trail[-1],
    )


def a_rental_is_its_renters_alone(scene: Scene) -> Iterator[Broken]:
    with suppress(NotExercised):
        scene.reset()
    others = [role for role in ("poor", "guest", "blocked") if role in scene.profile.credentials]
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
        for role in [role for role in ("poor", "viewer") if role in scene.profile.credentials]:
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
    for role, wanted in _PEOPLE:
        for stream in _streams_of(scene, role):
            access = mapping(scene.data(STATUS, role, path={"id": stream}))
            found = True
            shown = (access.get("status"), access.get("canViewRecording"))
            yield from caught(
                expect,
                shown == (wanted, True),
                expected=f"status {wanted} and canViewRecording true",
                got=shown,
                where=scene.client.trail[-1],
                rule="RENT-8",
            )
            exchange = scene.call(RENT, role, path={"id": stream})
            yield from caught(expect_status, exchange, 409, because=f"the caller is its {wanted}")
    if not found:
        raise NotExercised("no stream of role creator or guest is known")


def streams_of_people(scene: Scene) -> Iterator[tuple[str, str]]:
    """A replay of role creator's, and one in which role guest took part, as role and stream."""
    replays = scene.profile.streams.get("rentable", ())
    for role, _ in _PEOPLE:
        yield from ((role, stream) for stream in _streams_of(scene, role, replays)[:1])


def _dearest(scene: Scene) -> str:
    return max(scene.profile.streams_of("rentable"), key=lambda stream: price_of(scene, stream))


def _streams_of(scene: Scene, role: str, among: Sequence[str] | None = None) -> list[str]:
    """Streams, of those that the profile names, in which a role's user hosts or takes part."""
    user, found = scene.profile.users.get(role), []
    if user is None or role not in scene.profile.credentials:
        return []
    known = [id for name, ids in scene.profile.streams.items() if name != "deleted" for id in ids]
    for stream in dict.fromkeys(known if among is None else among):
        try:
            detail = first_detail(scene, stream)
        except Broken:
            continue
        people = mappings(detail.get("guests")) if role == "guest" else [mapping(detail.get("creator"))]
        if user in [person.get("_id") for person in people]:
            found.append(stream)
    return found


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
)
