"""GIFT-1 to GIFT-5: statistics before and after a gift, and gifts that are refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.asking import unknown_id
from contract_tests.checks.lists import path_of
from contract_tests.checks.reading import integer, mapping, mappings
from contract_tests.checks.renting import least_refused_price
from contract_tests.checks.telling import caught
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import Scene, expect, expect_status, need

_ALL = ("createGift", "getGiftStatistics", "listGiftTypes")
ALL_OF_POOR = (*_ALL, "createReplayRental", "getReplayStatus")
_MOST_GIFTS = 60
_LASTING = ("title", "status", "startedAt", "plannedStartDate", "endedAt", "createdAt", "replayCreditPrice")
"""What no gift changes of a stream."""


@dataclass(frozen=True)
class Counts:
    """A stream's gifts: all of them, and by active type."""

    total: int
    by_type: Mapping[str, int]


def statistics_name_each_active_type_once(scene: Scene) -> Iterator[Broken]:
    types = active_types(scene)
    known = {kind.get("id"): kind for kind in types}
    for stream in _streams(scene):
        data = mapping(scene.data("getGiftStatistics", path={"id": stream}))
        listed = [mapping(row.get("giftType")) for row in mappings(data.get("giftTypeCounts"))]
        ids = [kind.get("id") for kind in listed]
        if None in ids:
            raise NotExercised("the counts do not name their types, of which another check tells")
        where = scene.client.trail[-1]
        if sorted(map(str, ids)) != sorted(map(str, known)):
            yield Broken(
                expected=f"each of the {len(known)} active gift types once", got=f"{ids}", where=where.where
            )
        for kind in listed:
            for name in ("creditAmount", "svgUrl", "isActive"):
                own = known.get(kind.get("id"))
                if own is not None and kind.get(name) != own.get(name):
                    yield Broken(
                        expected=f"{name} {own.get(name)}, as in the list of types",
                        got=f"{kind.get(name)}",
                        where=where.where,
                        rule="GIFT-1",
                    )


def a_gift_raises_the_total_and_its_types_count_by_one(scene: Scene) -> Iterator[Broken]:
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)
    for kind in types[: 1 + scene.effort]:
        before = _counts(scene, stream)
        exchange = send_gift(scene, "viewer", kind["id"], stream)
        if exchange.status == 409:
            if kind is types[0]:
                raise NotExercised("role viewer has too few credits for the cheapest gift")
            return
        expect_status(exchange, 201)
        message = mapping(exchange.data).get("message")
        expect(message == "Success", expected='message "Success"', got=message, where=exchange)
        yield from _moved(scene, stream, before, kind["id"], by=1)


def no_gift_is_refused_where_a_dearer_one_is_granted(scene: Scene) -> None:
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)
    refused = None
    for kind in (types[0], types[0], types[0], *types[1:]):
        exchange = send_gift(scene, "viewer", kind["id"], stream)
        if exchange.status == 409 and refused is None:
            refused = exchange
        elif exchange.status == 201 and refused is not None:
            expect_status(refused, 201, because=f"a dearer one at {kind.get('creditAmount')} is granted next")


def the_first_gift_of_a_type_is_counted_too(scene: Scene) -> Iterator[Broken]:
    types = active_types(scene)
    for stream in _active_streams(scene):
        before = _counts(scene, stream)
        for kind in types:
            if before.by_type.get(kind["id"]) != 0:
                continue
            if send_gift(scene, "viewer", kind["id"], stream).status == 201:
                yield from _moved(scene, stream, before, kind["id"], by=1)
                return
    raise NotExercised("every gift type that role viewer can send has been sent to every known stream")


def a_gift_leaves_other_streams_alone(scene: Scene) -> None:
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)
    others = [id for id in _streams(scene) if id != stream]
    other = need(others[0] if others else None, "no second stream is known")
    before = _counts(scene, other)
    if send_gift(scene, "viewer", types[0]["id"], stream).status != 201:
        raise NotExercised("role viewer has too few credits for the cheapest gift")
    after = _counts(scene, other)
    expect(
        after == before,
        expected=f"another stream's counts to stay {before.total}",
        got=after.total,
        where=scene.client.trail[-1],
    )


def a_gift_leaves_the_stream_as_it_is(scene: Scene) -> Iterator[Broken]:
    stream = path_of(scene, "getLiveStreamViewers")["id"]
    before = mapping(scene.data("getLiveStream", path={"id": stream}))
    if send_gift(scene, "viewer", active_types(scene)[0]["id"], stream).status != 201:
        raise NotExercised("role viewer has too few credits for the cheapest gift")
    after = mapping(scene.data("getLiveStream", path={"id": stream}))
    for name in _LASTING:
        yield from caught(
            expect,
            after.get(name) == before.get(name),
            expected=f"{name} still {before.get(name)} after a gift",
            got=after.get(name),
            where=scene.client.trail[-1],
        )


def participants_send_gifts_where_they_do_not_host(scene: Scene) -> Iterator[Broken]:
    """One's own stream is one that one hosts."""
    user, cheap = scene.profile.user("guest"), active_types(scene)[0]["id"]
    tried = False
    for stream in _active_streams(scene):
        detail = mapping(scene.data("getLiveStream", path={"id": stream}))
        people = [*mappings(detail.get("guests")), *mappings(detail.get("broadcasters"))]
        if mapping(detail.get("creator")).get("_id") == user or user not in [
            person.get("_id") for person in people
        ]:
            continue
        elsewhere = [id for id in _active_streams(scene) if id != stream]
        # Somebody whose gifts are taken elsewhere, before and after, has the credits.
        if send_gift(scene, "guest", cheap, elsewhere[0]).status == 201 if elsewhere else False:
            tried = True
            exchange = send_gift(scene, "guest", cheap, stream)
            if send_gift(scene, "guest", cheap, elsewhere[0]).status == 201:
                yield from caught(expect_status, exchange, 201, because="the sender does not host the stream")
    if not tried:
        raise NotExercised("role guest takes part in no active stream of another, or has no credits")


def a_gift_that_cannot_be_paid_changes_nothing(scene: Scene) -> None:
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)
    before = _counts(scene, stream)
    exchange = send_gift(scene, "poor", types[-1]["id"], stream)
    if exchange.status == 201:
        raise NotExercised("role poor can pay for the dearest gift")
    expect_status(exchange, 409, because="the sender has too few credits")
    _expect_unmoved(scene, stream, before)


def a_balance_pays_for_gifts_until_it_is_spent(scene: Scene) -> None:
    """No operation shows a balance; a gift that is refused says that it is less than the gift costs."""
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)
    before = _counts(scene, stream)
    sent, refused = 0, None
    for kind in types:
        if send_gift(scene, "poor", kind["id"], stream).status != 201:
            refused = kind
            break
        sent += 1
    dear = need(refused, "role poor can pay for every gift")
    most = int(dear["creditAmount"]) // max(1, int(types[0]["creditAmount"]))
    if most > _MOST_GIFTS:
        raise NotExercised("role poor has too many credits to spend them here")
    more = _spend(scene, "poor", types[0], stream, most=most)
    expect(
        more < max(1, most),
        expected=f"fewer than {most} gifts at {types[0]['creditAmount']}, since one at "
        f"{dear['creditAmount']} was refused",
        got=f"{more}",
        where=scene.client.trail[-1],
    )
    after = _counts(scene, stream)
    expect(
        after.total == before.total + sent + more,
        expected=f"totalCount {before.total + sent + more}",
        got=after.total,
        where=scene.client.trail[-1],
    )


def no_gift_costs_more_than_there_is(scene: Scene) -> None:
    """A replay that role poor cannot pay says that its balance is less than the replay's price."""
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)
    bound = need(least_refused_price(scene, "poor"), "role poor is refused no replay for its price")
    for kind in types:
        amount = int(kind.get("creditAmount") or 0)
        most = bound // amount + 1 if amount else _MOST_GIFTS
        if most > _MOST_GIFTS:
            continue
        sent = _spend(scene, "poor", kind, stream, most=most)
        expect(
            sent < most,
            expected=f"fewer than {most} gifts at {amount}, since a replay at {bound} cannot be paid",
            got=f"{sent}",
            where=scene.client.trail[-1],
        )


def a_gift_costs_what_its_type_says(scene: Scene) -> None:
    """A dearer gift leaves room for exactly as many cheap ones fewer as it costs more."""
    stream, types = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)
    dear = [kind for kind in types if 1 < kind.get("creditAmount", 0) <= 20]
    if types[0].get("creditAmount") != 1 or not dear or "guest" not in scene.profile.credentials:
        raise NotExercised("no gift types of 1 and of a few credits to compare, or no role guest")
    spent = _spend(scene, "guest", dear[0], stream, most=40)
    left = _spend(scene, "guest", types[0], stream, most=dear[0]["creditAmount"] + 1)
    if spent >= 40:
        raise NotExercised("role guest has more credits than can be spent here")
    expect(
        left < dear[0]["creditAmount"],
        expected=f"fewer than {dear[0]['creditAmount']} credits left",
        got=f"{left} gifts of 1 credit",
        where=scene.client.trail[-1],
    )


def gifts_go_to_active_streams_only(scene: Scene) -> Iterator[Broken]:
    streams = scene.profile.streams
    known = [id for role in ("scheduled", "rentable", "unrentable") for id in streams.get(role, ())[:2]]
    if not known:
        raise NotExercised("the profile has no stream that is not active")
    cheap = active_types(scene)[0]["id"]
    for stream in known:
        before = _counts(scene, stream)
        exchange = send_gift(scene, "viewer", cheap, stream)
        yield from caught(expect_status, exchange, 409, because="the stream is not active")
        yield from caught(_expect_unmoved, scene, stream, before)


def nobody_sends_gifts_to_their_own_stream(scene: Scene) -> None:
    own = _hosted_by(scene, "creator")
    before = _counts(scene, own)
    exchange = send_gift(scene, "creator", active_types(scene)[0]["id"], own)
    expect_status(exchange, 409, because="the stream is the sender's own")
    _expect_unmoved(scene, own, before)


def an_unknown_gift_type_or_stream_is_not_found(scene: Scene) -> Iterator[Broken]:
    stream, cheap = path_of(scene, "getLiveStreamViewers")["id"], active_types(scene)[0]["id"]
    before = _counts(scene, stream)
    for kind, where in ((unknown_id(scene), stream), (cheap, unknown_id(scene))):
        yield from caught(expect_status, send_gift(scene, "viewer", kind, where), 404)
    yield from caught(_expect_unmoved, scene, stream, before)


def active_types(scene: Scene) -> list[Mapping[str, Any]]:
    """The active gift types that have an id, cheapest first; NotExercised where there are none."""
    listed = mappings(scene.data("listGiftTypes"))
    active = [
        kind for kind in listed if kind.get("isActive") is not False and isinstance(kind.get("id"), str)
    ]
    types = need(active, "there are no active gift types that can be named")
    return sorted(types, key=lambda kind: integer(kind.get("creditAmount")) or 0)


def _streams(scene: Scene) -> list[str]:
    listed = [id for ids in scene.profile.streams.values() for id in ids[:1]]
    deleted = scene.profile.streams.get("deleted", ())
    first = path_of(scene, "getLiveStreamViewers")["id"]
    return list(dict.fromkeys([first, *(id for id in listed if id not in deleted)]))


def _active_streams(scene: Scene) -> list[str]:
    featured = [str(stream.get("id")) for stream in mappings(scene.data("listFeaturedLiveStreams", None))]
    named = [id for role in ("active", "empty") for id in scene.profile.streams.get(role, ())]
    return list(dict.fromkeys([*named, *featured]))


def _counts(scene: Scene, stream: str) -> Counts:
    data = mapping(scene.data("getGiftStatistics", path={"id": stream}))
    rows = mappings(data.get("giftTypeCounts"))
    by_type = {str(mapping(row.get("giftType")).get("id")): int(row.get("count") or 0) for row in rows}
    return Counts(int(data.get("totalCount") or 0), by_type)


def send_gift(scene: Scene, role: str, kind: str, stream: str) -> Exchange:
    """The exchange of a gift, whatever its outcome."""
    return scene.call("createGift", role, body={"giftTypeId": kind, "liveStreamId": stream})


def _spend(scene: Scene, role: str, kind: Mapping[str, Any], stream: str, *, most: int) -> int:
    for sent in range(most):
        if send_gift(scene, role, kind["id"], stream).status != 201:
            return sent
    return most


def _moved(scene: Scene, stream: str, before: Counts, kind: str, *, by: int) -> Iterator[Broken]:
    after, where = _counts(scene, stream), scene.client.trail[-1].where
    if after.total != before.total + by:
        yield Broken(expected=f"totalCount {before.total + by}", got=f"{after.total}", where=where)
    for id, count in before.by_type.items():
        wanted = count + (by if id == kind else 0)
        if after.by_type.get(id) != wanted:
            yield Broken(
                expected=f"count {wanted} of gift type {id}", got=f"{after.by_type.get(id)}", where=where
            )


def _expect_unmoved(scene: Scene, stream: str, before: Counts) -> None:
    after = _counts(scene, stream)
    expect(
        after == before,
        expected=f"unchanged counts, {before.total} in all",
        got=f"{after.total} in all",
        where=scene.client.trail[-1],
    )


def _hosted_by(scene: Scene, role: str) -> str:
    host = scene.profile.user(role)
    for stream in _streams(scene):
        detail = mapping(scene.call("getLiveStream", path={"id": stream}).data)
        if mapping(detail.get("creator")).get("_id") == host and detail.get("status") == "active":
            return stream
    raise NotExercised(f"no active stream of role {role} is known")


CHECKS: tuple[Check, ...] = (
    Check("GIFT-3", "assumed", statistics_name_each_active_type_once, _ALL[1:]),
    Check(
        "GIFT-5",
        "assumed",
        a_gift_raises_the_total_and_its_types_count_by_one,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check("GIFT-5", "assumed", no_gift_is_refused_where_a_dearer_one_is_granted, _ALL, changes=True),
    Check(
        "GIFT-5",
        "assumed",
        the_first_gift_of_a_type_is_counted_too,
        (*_ALL, "listFeaturedLiveStreams"),
        changes=True,
        needs_still_data=True,
    ),
    Check("GIFT-5", "assumed", a_gift_leaves_other_streams_alone, _ALL, changes=True, needs_still_data=True),
    Check(
        "GIFT-5",
        "assumed",
        a_gift_leaves_the_stream_as_it_is,
        (*_ALL, "getLiveStream"),
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        participants_send_gifts_where_they_do_not_host,
        (*_ALL, "getLiveStream"),
        changes=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        a_gift_that_cannot_be_paid_changes_nothing,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check("GIFT-5", "assumed", gifts_go_to_active_streams_only, _ALL, changes=True, needs_still_data=True),
    Check(
        "GIFT-5", "assumed", nobody_sends_gifts_to_their_own_stream, _ALL, changes=True, needs_still_data=True
    ),
    Check(
        "GIFT-5",
        "assumed",
        an_unknown_gift_type_or_stream_is_not_found,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check(
        "GIFT-5",
        "assumed",
        a_balance_pays_for_gifts_until_it_is_spent,
        _ALL,
        changes=True,
        needs_still_data=True,
    ),
    Check("GIFT-5", "assumed", no_gift_costs_more_than_there_is, ALL_OF_POOR, changes=True),
    Check("GIFT-5", "assumed", a_gift_costs_what_its_type_says, _ALL, changes=True),
)
