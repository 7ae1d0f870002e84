"""What must hold inside a single response about replays (RENT-1, RENT-2, RENT-7, RENT-8)."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from contract_tests.checking import ResponseCheck
from contract_tests.checks.reading import integer, mapping, mappings, moment, told_at
from contract_tests.checks.telling import broken, repeated
from contract_tests.contract import Contract
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken

_WINDOW = timedelta(hours=24)
_FORGIVEN = timedelta(seconds=2)
_FORGIVEN_FOR_RENTING = timedelta(seconds=10)
_WATCHING = frozenset(("owner", "participant", "active"))
_RENTABLE = frozenset(("available", "expired", "refunded"))
_RENTED = frozenset(("active", "expired", "refunded"))

_NOT_RENTED = frozenset(("owner", "participant", "available", "unavailable"))
_NOT_ENDED = frozenset(
    ("active", "scheduled", "preparing", "expired", "cancelled_by_host", "cancelled_by_guest")
)

_Object = Mapping[str, Any]


def recordings_are_for_owners_participants_and_active_renters(
    contract: Contract, exchange: Exchange
) -> Iterator[Broken]:
    for access in _accesses(exchange):
        status, can_view = access.get("status"), access.get("canViewRecording")
        if isinstance(can_view, bool) and can_view is not (status in _WATCHING):
            yield broken(exchange, f"canViewRecording {status in _WATCHING} for status {status}", can_view)


def only_who_has_no_access_yet_can_rent(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    for access in _accesses(exchange):
        if access.get("canRent") is True and access.get("status") not in _RENTABLE:
            yield broken(exchange, f"canRent false for status {access.get('status')}", "true")


def what_can_be_rented_is_a_replay_to_rent(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    for stream in exchange.objects:
        if mapping(stream.get("replayAccess")).get("canRent") is True:
            for lack in rent_lacks(stream):
                yield broken(exchange, "canRent true only for what RENT-1 lets be rented", lack, "RENT-1")


def remaining_seconds_count_down_to_the_end(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    made = told_at(exchange)
    for access in _accesses(exchange):
        left, ends = integer(access.get("remainingSeconds")), moment(access.get("expiresAt"))
        if left is None:
            continue
        if access.get("status") != "active":
            if left != 0:
                yield broken(exchange, f"remainingSeconds 0 for status {access.get('status')}", left)
        elif ends is not None and made is not None:
            wanted = int((ends - made).total_seconds())
            if abs(left - wanted) > _FORGIVEN.seconds:
                yield broken(exchange, f"remainingSeconds {wanted}, from {made} to {ends}", left)


def a_rental_has_its_times_and_nothing_else_has(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    for access in _accesses(exchange):
        for name in ("rentedAt", "expiresAt"):
            if access.get("status") in _RENTED and access.get(name, "") is None:
                yield broken(exchange, f"{name} for status {access['status']}", "null")
            if access.get("status") == "available" and access.get(name) is not None:
                yield broken(exchange, f"no {name} for status available", access[name])


def a_status_agrees_with_the_times(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    made = told_at(exchange)
    for access in _accesses(exchange):
        status, ends = access.get("status"), moment(access.get("expiresAt"))
        rented = moment(access.get("rentedAt"))
        if made is None:
            continue
        if ends is not None and status == "active" and ends < made - _FORGIVEN:
            yield broken(exchange, f"status expired at {made}", f"active until {ends}")
        if ends is not None and status == "expired" and ends > made + _FORGIVEN:
            yield broken(exchange, f"status active at {made}", f"expired at {ends}")
        if rented is not None and rented > made + _FORGIVEN:
            yield broken(exchange, f"rentedAt no later than timestamp, {made}", rented)


def a_rental_lasts_24_hours(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    for access in _accesses(exchange):
        begins, ends = moment(access.get("rentedAt")), moment(access.get("expiresAt"))
        if begins is not None and ends is not None and not _is_a_window(begins, ends, _FORGIVEN):
            yield broken(exchange, f"expiresAt 24 hours after rentedAt, {begins}", ends)


def a_new_rental_ends_24_hours_from_now(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if _rented(exchange) and exchange.status == 201:
        made, ends = told_at(exchange), moment(mapping(exchange.data).get("expiresAt"))
        if made is not None and ends is not None and not _is_a_window(made, ends, _FORGIVEN_FOR_RENTING):
            # It may be an old rental that is told as a new one.
            expected = f"expiresAt 24 hours from now, {made}"
            yield Broken(expected=expected, got=str(ends), where=exchange.where, is_consequence=True)


def renting_gives_access(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if _rented(exchange):
        status = mapping(exchange.data).get("status", "active")
        if status != "active":
            yield broken(exchange, f"status active with {exchange.status}", status)


def a_new_rental_gives_the_recording(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if _rented(exchange) and exchange.status == 201 and not mapping(exchange.data).get("recordingUrl", "-"):
        yield broken(exchange, "recordingUrl for whoever has rented it", "null")


def whoever_has_rented_gets_the_recording(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    for access, url in _recordings(exchange):
        if access.get("status") == "active" and url is None:
            yield broken(exchange, "a recordingUrl for status active", "null")


def a_recording_is_hidden_while_no_rental_is_active(
    contract: Contract, exchange: Exchange
) -> Iterator[Broken]:
    for access, url in _recordings(exchange):
        if access.get("status") in _RENTABLE and url is not None:
            yield broken(exchange, f"recordingUrl null for status {access['status']}", url)


def a_recording_is_hidden_from_all_who_may_not_view_it(
    contract: Contract, exchange: Exchange
) -> Iterator[Broken]:
    for access, url in _recordings(exchange):
        if access.get("canViewRecording") is False and url is not None:
            yield broken(exchange, "recordingUrl null where canViewRecording is false", url)


def nobody_in_particular_has_rented_anything(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if exchange.request.credential is None:
        for access in _accesses(exchange):
            if access.get("status") in _WATCHING | _RENTED:
                yield broken(exchange, "no access of a user's without a token", access["status"])


def rentals_come_newest_first(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    times = [moment(mapping(rental.get("replayAccess")).get("rentedAt")) for rental in _rentals(exchange)]
    for one, other in pairwise(time for time in times if time is not None):
        if other > one:
            yield broken(exchange, "rentals newest rentedAt first", f"{other} after {one}")


def only_rentals_are_listed_as_rentals(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    for rental in _rentals(exchange):
        status = mapping(rental.get("replayAccess")).get("status")
        if status in _NOT_RENTED:
            yield broken(exchange, "rentals that are active, expired or refunded", status)


def each_stream_has_one_rental(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    ids = [mapping(rental.get("liveStream")).get("id") for rental in _rentals(exchange)]
    yield from repeated(exchange, "one rental for each stream", ids)


def a_rental_tells_its_access_alike_twice(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    for rental in _rentals(exchange):
        beside, within = rental.get("replayAccess"), mapping(rental.get("liveStream")).get("replayAccess")
        if isinstance(beside, dict) and isinstance(within, dict):
            for name in dict.fromkeys((*beside, *within)):
                if not _are_alike(beside.get(name), within.get(name), within=int(name == "remainingSeconds")):
                    yield broken(
                        exchange,
                        f"liveStream.replayAccess to be replayAccess, {name} {beside.get(name)}",
                        within.get(name),
                    )
                    break


def _are_alike(value: Any, other: Any, *, within: int) -> bool:
    # A second may have passed between the two.
    are_counts = type(value) is int and type(other) is int
    return value == other or (are_counts and abs(value - other) <= within)


def _accesses(exchange: Exchange) -> Iterator[_Object]:
    for found in exchange.objects:
        if "canViewRecording" in found and "status" in found:
            yield found


def _recordings(exchange: Exchange) -> Iterator[tuple[_Object, Any]]:
    """Each recordingUrl, with the access that decides whether it may be seen."""
    for found in exchange.objects:
        if "recordingUrl" in found:
            access = found if "canViewRecording" in found else mapping(found.get("replayAccess"))
            yield access, found["recordingUrl"]


def rent_lacks(stream: Mapping[str, Any]) -> Iterator[str]:
    """What a stream that is shown lacks for being rented (RENT-1), as far as it shows it."""
    if stream.get("status") in _NOT_ENDED:
        yield f"a stream that is {stream['status']}"
    if stream.get("isActiveReplayOnCreatorProfile") is False:
        yield "isActiveReplayOnCreatorProfile false"
    if integer(stream.get("replayCreditPrice")) == 0:
        yield "replayCreditPrice 0"
    if str(stream.get("liveStreamType")).startswith("duo") and stream.get("guests") == []:
        yield f"a {stream['liveStreamType']} without a guest"


def _rented(exchange: Exchange) -> bool:
    return exchange.request.operation_id == "createReplayRental" and exchange.status in (200, 201)


def _rentals(exchange: Exchange) -> list[_Object]:
    if exchange.request.operation_id != "listMyReplayRentals" or exchange.status != 200:
        return []
    return mappings(mapping(exchange.data).get("list"))


def _is_a_window(begins: datetime, ends: datetime, forgiven: timedelta) -> bool:
    return abs(ends - begins - _WINDOW) <= forgiven


RESPONSE_CHECKS: tuple[ResponseCheck, ...] = (
    ResponseCheck("RENT-2", "documented", a_rental_lasts_24_hours),
    ResponseCheck("RENT-2", "documented", a_new_rental_ends_24_hours_from_now),
    ResponseCheck("RENT-2", "documented", each_stream_has_one_rental),
    ResponseCheck("RENT-7", "documented", a_recording_is_hidden_while_no_rental_is_active),
    ResponseCheck("RENT-7", "documented", whoever_has_rented_gets_the_recording),
    ResponseCheck("RENT-7", "assumed", a_recording_is_hidden_from_all_who_may_not_view_it),
    ResponseCheck("RENT-7", "assumed", a_new_rental_gives_the_recording),
    ResponseCheck("RENT-7", "assumed", rentals_come_newest_first),
    ResponseCheck("RENT-7", "assumed", only_rentals_are_listed_as_rentals),
    ResponseCheck("RENT-8", "assumed", recordings_are_for_owners_participants_and_active_renters),
    ResponseCheck("RENT-8", "assumed", only_who_has_no_access_yet_can_rent),
    ResponseCheck("RENT-8", "assumed", what_can_be_rented_is_a_replay_to_rent),
    ResponseCheck("RENT-8", "assumed", remaining_seconds_count_down_to_the_end),
    ResponseCheck("RENT-8", "assumed", a_rental_has_its_times_and_nothing_else_has),
    ResponseCheck("RENT-8", "assumed", a_status_agrees_with_the_times),
    ResponseCheck("RENT-8", "assumed", renting_gives_access),
    ResponseCheck("RENT-8", "assumed", nobody_in_particular_has_rented_anything),
    ResponseCheck("RENT-8", "assumed", a_rental_tells_its_access_alike_twice),
)
