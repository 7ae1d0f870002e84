"""What must hold inside a single response: viewers, gifts, featured streams, and what was asked for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from contract_tests.checking import ResponseCheck
from contract_tests.checks.reading import comparable, integer, mapping, mappings, moment, told_at
from contract_tests.checks.telling import broken, repeated
from contract_tests.contract import Contract
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken

_FORGIVEN = timedelta(seconds=2)
_ID = re.compile("[0-9a-fA-F]{24}")
_FEATURED = "listFeaturedLiveStreams"
_MOST_FEATURED = 10
_ID_ECHOES: Mapping[str, tuple[str, str]] = {
    "getLiveStream": ("id", "ID-1"),
    "getViewerCount": ("streamId", "VIEW-1"),
    "getGiftStatistics": ("liveStreamId", "GIFT-1"),
}
_FOLLOWED = {"followUser": True, "unfollowUser": False}


def viewers_come_newest_first(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    for one, other in pairwise(_viewers(exchange)):
        moments = comparable(one.get("joinedAt"), other.get("joinedAt"))
        if moments is None:
            continue
        earlier, later = moments
        if later > earlier:
            yield broken(
                exchange,
                "viewers newest joinedAt first",
                f"{other['joinedAt']} after {one['joinedAt']}",
            )
        elif later == earlier and str(other.get("_id")).lower() < str(one.get("_id")).lower():
            yield broken(
                exchange, "viewers of one joinedAt by _id", f"{other.get('_id')} after {one.get('_id')}"
            )


def nobody_joined_after_the_response(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    made = told_at(exchange)
    for viewer in _viewers(exchange):
        joined = moment(viewer.get("joinedAt"))
        if joined is not None and made is not None and joined > made + _FORGIVEN:
            yield broken(exchange, f"joinedAt no later than timestamp, {made}", viewer["joinedAt"])


def no_viewer_stands_on_a_page_twice(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    yield from repeated(exchange, "each viewer once", [viewer.get("_id") for viewer in _viewers(exchange)])


def all_who_joined_are_no_fewer_than_those_present(
    contract: Contract, exchange: Exchange
) -> Iterator[Broken]:
    if not _is_success(exchange, "getLiveStreamViewers"):
        return
    joined = integer(mapping(exchange.data).get("participantAudienceTotal"))
    present = integer(mapping(mapping(exchange.data).get("pagination")).get("totalItems"))
    if joined is not None and present is not None and joined < present:
        yield broken(exchange, f"participantAudienceTotal of at least totalItems, {present}", joined)


def no_more_gifts_are_counted_by_type_than_in_total(
    contract: Contract, exchange: Exchange
) -> Iterator[Broken]:
    counts = [integer(row.get("count")) or 0 for row in _gift_counts(exchange)]
    total = integer(mapping(exchange.data).get("totalCount"))
    if total is not None and total < sum(counts):
        yield broken(exchange, f"totalCount of at least the sum of the counts, {sum(counts)}", total)


def gifts_are_counted_for_active_types_only(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    yield from _inactive(exchange, [mapping(row.get("giftType")) for row in _gift_counts(exchange)])


def gift_counts_come_cheapest_type_first(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    yield from _unordered(exchange, [mapping(row.get("giftType")) for row in _gift_counts(exchange)])


def no_gift_type_is_counted_twice(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    ids = [mapping(row.get("giftType")).get("id") for row in _gift_counts(exchange)]
    yield from repeated(exchange, "each gift type once", ids)


def only_active_gift_types_are_listed(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    yield from _inactive(exchange, _gift_types(exchange))


def gift_types_come_cheapest_first(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    yield from _unordered(exchange, _gift_types(exchange))


def no_gift_type_is_listed_twice(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    yield from repeated(exchange, "each gift type once", [kind.get("id") for kind in _gift_types(exchange)])


def at_most_ten_streams_are_featured(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if _is_success(exchange, _FEATURED) and len(mappings(exchange.data)) > _MOST_FEATURED:
        yield broken(exchange, f"at most {_MOST_FEATURED} streams", len(mappings(exchange.data)))


def only_active_streams_are_featured(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if _is_success(exchange, _FEATURED):
        for stream in mappings(exchange.data):
            if stream.get("status") != "active":
                yield broken(exchange, "active streams only", f"one that is {stream.get('status')}")


def no_stream_is_featured_twice(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if _is_success(exchange, _FEATURED):
        ids = [stream.get("id") for stream in mappings(exchange.data)]
        yield from repeated(exchange, "each stream once", ids)


def an_answer_is_about_the_stream_that_was_asked_for(
    contract: Contract, exchange: Exchange
) -> Iterator[Broken]:
    field, rule = _ID_ECHOES.get(str(exchange.request.operation_id), ("", ""))
    yield from _other_stream(exchange, field, rule)


def a_rental_is_of_the_stream_that_was_asked_for(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    if exchange.request.operation_id == "createReplayRental":
        yield from _other_stream(exchange, "liveStreamId", "RENT-8")


def following_and_unfollowing_tell_what_they_did(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    wanted = _FOLLOWED.get(str(exchange.request.operation_id))
    told = mapping(exchange.data).get("isFollowing")
    if wanted is not None and isinstance(told, bool) and told is not wanted:
        yield broken(exchange, f"isFollowing {wanted} afterwards", told)


def _other_stream(exchange: Exchange, field: str, rule: str) -> Iterator[Broken]:
    asked = (exchange.request.path_arguments or {}).get("id")
    told = mapping(exchange.data).get(field)
    # An id that is none should have been refused, of which another check tells.
    if isinstance(told, str) and asked and _ID.fullmatch(asked) and told.lower() != asked.lower():
        yield broken(exchange, f"{field} {asked}", told, rule)


def _is_success(exchange: Exchange, operation_id: str) -> bool:
    return exchange.request.operation_id == operation_id and exchange.status == 200


def _viewers(exchange: Exchange) -> list[Mapping[str, Any]]:
    return (
        mappings(mapping(exchange.data).get("list")) if _is_success(exchange, "getLiveStreamViewers") else []
    )


def _gift_counts(exchange: Exchange) -> list[Mapping[str, Any]]:
    rows = mapping(exchange.data).get("giftTypeCounts")
    return mappings(rows) if _is_success(exchange, "getGiftStatistics") else []


def _gift_types(exchange: Exchange) -> list[Mapping[str, Any]]:
    return mappings(exchange.data) if _is_success(exchange, "listGiftTypes") else []


def _inactive(exchange: Exchange, kinds: Sequence[Mapping[str, Any]]) -> Iterator[Broken]:
    for kind in kinds:
        if kind.get("isActive") is False:
            yield broken(exchange, "active gift types only", f"{kind.get('id')}, which is not")


def _unordered(exchange: Exchange, kinds: Sequence[Mapping[str, Any]]) -> Iterator[Broken]:
    amounts = [integer(kind.get("creditAmount")) for kind in kinds]
    for one, other in pairwise(amount for amount in amounts if amount is not None):
        if other < one:
            yield broken(exchange, "gift types by creditAmount, ascending", f"{other} after {one}")


RESPONSE_CHECKS: tuple[ResponseCheck, ...] = (
    ResponseCheck("VIEW-4", "assumed", viewers_come_newest_first),
    ResponseCheck("VIEW-5", "assumed", nobody_joined_after_the_response),
    ResponseCheck("VIEW-5", "assumed", no_viewer_stands_on_a_page_twice),
    ResponseCheck("VIEW-6", "assumed", all_who_joined_are_no_fewer_than_those_present),
    ResponseCheck("GIFT-2", "documented", no_more_gifts_are_counted_by_type_than_in_total),
    ResponseCheck("GIFT-2", "documented", gifts_are_counted_for_active_types_only),
    ResponseCheck("GIFT-3", "assumed", gift_counts_come_cheapest_type_first),
    ResponseCheck("GIFT-3", "assumed", no_gift_type_is_counted_twice),
    ResponseCheck("GIFT-4", "documented", only_active_gift_types_are_listed),
    ResponseCheck("GIFT-4", "documented", gift_types_come_cheapest_first),
    ResponseCheck("GIFT-4", "assumed", no_gift_type_is_listed_twice),
    # The catalogue has no rule of its own for the featured streams.
    ResponseCheck("ENV-1", "documented", at_most_ten_streams_are_featured),
    ResponseCheck("ENV-1", "documented", only_active_streams_are_featured),
    ResponseCheck("ENV-1", "assumed", no_stream_is_featured_twice),
    ResponseCheck("ID-1", "documented", an_answer_is_about_the_stream_that_was_asked_for),
    ResponseCheck("RENT-8", "assumed", a_rental_is_of_the_stream_that_was_asked_for),
    ResponseCheck("FOLLOW-1", "assumed", following_and_unfollowing_tell_what_they_did),
)
