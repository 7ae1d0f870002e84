"""From one answer to facts. What is not as the contract has it is passed over; the checks tell of that."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from contract_tests.checks.reading import integer, mapping, mappings
from kulis.proxy.recording.facts import MOST, Facts, GiftType, Rental, Sighting
from kulis.proxy.recording.observation import Observation, told_moment

Lesson = Callable[[Facts, Observation], None]
_RENTED = ("active", "expired", "refunded")


def learn(facts: Facts, seen: Observation) -> None:
    """Add what an answer tells to the facts; the later answer counts."""
    facts.answers += 1
    facts.latest = max(facts.latest or seen.at, seen.at)
    if seen.caller is not None:
        facts.callers[seen.caller] = facts.callers.get(seen.caller, 0) + 1
        facts.person(seen.caller)
    _LESSONS[seen.operation_id](facts, seen)


def _featured(facts: Facts, seen: Observation) -> None:
    for detail in mappings(seen.data):
        # The list is nobody's own view, whoever asks.
        _stream(facts, detail, None)


def _one_stream(facts: Facts, seen: Observation) -> None:
    _stream(facts, mapping(seen.data), seen.caller)


def _viewers(facts: Facts, seen: Observation) -> None:
    stream, data = facts.stream(seen.arguments["id"]), mapping(seen.data)
    stream.status = "active"
    for viewer in mappings(data.get("list")):
        user = _person(facts, viewer)
        if user is None:
            continue
        stream.present[user] = Sighting(told_moment(viewer.get("joinedAt")), seen.at)
        if seen.caller is not None and isinstance(viewer.get("isFollowing"), bool):
            facts.follows[seen.caller, user] = viewer["isFollowing"]
    stream.joined_total = _count(data.get("participantAudienceTotal"), stream.joined_total)
    if not seen.query.get("search", "").strip():
        total = mapping(data.get("pagination")).get("totalItems")
        stream.present_total = _count(total, stream.present_total)


def _viewer_count(facts: Facts, seen: Observation) -> None:
    stream = facts.stream(seen.arguments["id"])
    stream.status = "active"
    stream.present_total = _count(mapping(seen.data).get("viewerCount"), stream.present_total)


def _rented(facts: Facts, seen: Observation) -> None:
    stream = facts.stream(seen.arguments["id"])
    stream.status = "ended"
    _access(facts, seen.arguments["id"], mapping(seen.data), seen.caller, mapping(seen.data))


def _replay_status(facts: Facts, seen: Observation) -> None:
    _access(facts, seen.arguments["id"], mapping(seen.data), seen.caller, mapping(seen.data))


def _rentals(facts: Facts, seen: Observation) -> None:
    for row in mappings(mapping(seen.data).get("list")):
        detail = mapping(row.get("liveStream"))
        _stream(facts, detail, seen.caller)
        if isinstance(detail.get("id"), str):
            _access(facts, detail["id"], mapping(row.get("replayAccess")), seen.caller, detail)


def _gift_statistics(facts: Facts, seen: Observation) -> None:
    stream, data = facts.stream(seen.arguments["id"]), mapping(seen.data)
    counts = {}
    for row in mappings(data.get("giftTypeCounts")):
        kind = _gift_type(facts, mapping(row.get("giftType")))
        if kind is not None:
            counts[kind] = _count(row.get("count"), 0) or 0
    stream.gift_counts = counts
    stream.gift_total = _count(data.get("totalCount"), sum(counts.values()))


def _gift_types(facts: Facts, seen: Observation) -> None:
    for kind in mappings(seen.data):
        _gift_type(facts, kind)


def _gift(facts: Facts, seen: Observation) -> None:
    kind, stream = seen.sent.get("giftTypeId"), facts.streams.get(str(seen.sent.get("liveStreamId")))
    # Gifts count from the last statistics on; without any, nobody knows how many there were before.
    if stream is not None and stream.gift_total is not None and isinstance(kind, str):
        stream.gift_total += 1
        if kind in facts.gift_types:
            stream.gift_counts[kind] = stream.gift_counts.get(kind, 0) + 1


def _followed(facts: Facts, seen: Observation) -> None:
    told = mapping(seen.data).get("isFollowing")
    if seen.caller is not None and isinstance(told, bool):
        facts.person(seen.arguments["userId"])
        facts.follows[seen.caller, seen.arguments["userId"]] = told


_LESSONS: Mapping[str, Lesson] = MappingProxyType(
    {
        "listFeaturedLiveStreams": _featured,
        "listMyReplayRentals": _rentals,
        "getLiveStream": _one_stream,
        "getLiveStreamViewers": _viewers,
        "getViewerCount": _viewer_count,
        "createReplayRental": _rented,
        "getReplayStatus": _replay_status,
        "getGiftStatistics": _gift_statistics,
        "listGiftTypes": _gift_types,
        "createGift": _gift,
        "followUser": _followed,
        "unfollowUser": _followed,
    }
)


def _stream(facts: Facts, detail: Mapping[str, Any], caller: str | None) -> None:
    if not isinstance(detail.get("id"), str):
        return
    stream = facts.stream(detail["id"])
    stream.detail = dict(detail)
    stream.status = detail.get("status", stream.status)
    stream.replay_price = _count(detail.get("replayCreditPrice"), stream.replay_price)
    stream.creator = _person(facts, mapping(detail.get("creator"))) or stream.creator
    for role in ("broadcasters", "guests"):
        people = [_person(facts, person) for person in mappings(detail.get(role))]
        setattr(stream, role, [person for person in people if person is not None])
    _access(facts, detail["id"], mapping(detail.get("replayAccess")), caller, detail)


def _access(
    facts: Facts, stream_id: str, access: Mapping[str, Any], caller: str | None, holder: Mapping[str, Any]
) -> None:
    """What an access tells of a stream and of the caller's rental; its holder has the recording."""
    stream, status = facts.stream(stream_id), access.get("status")
    stream.access = status if isinstance(status, str) else stream.access
    stream.replay_price = _count(access.get("price"), stream.replay_price)
    if access.get("canViewRecording") is True:
        stream.has_recording = bool(holder.get("recordingUrl"))
    elif access.get("canRent") is True:
        stream.has_recording = True
    rented = told_moment(access.get("rentedAt"))
    if caller is not None and status in _RENTED and rented is not None:
        facts.rentals[caller, stream_id] = Rental(rented, status == "refunded")


def _person(facts: Facts, told: Mapping[str, Any]) -> str | None:
    """The id of the person that an answer tells of, what it tells noted."""
    id = told.get("_id")
    if not isinstance(id, str):
        return None
    person = facts.person(id)
    for field in ("username", "name", "surname", "expertise"):
        if isinstance(told.get(field), str):
            setattr(person, field, told[field])
    if "profilePhoto" in told:
        person.has_photo = told["profilePhoto"] is not None
    if isinstance(told.get("availabilityStatus"), str):
        person.availability = told["availabilityStatus"]
    person.followers = _count(told.get("followersCount"), person.followers)
    person.following = _count(told.get("followingCount"), person.following)
    return id


def _gift_type(facts: Facts, told: Mapping[str, Any]) -> str | None:
    id, credits = told.get("id"), _count(told.get("creditAmount"), None)
    if not isinstance(id, str) or credits is None:
        return None
    known = facts.gift_types.setdefault(id, GiftType(credits))
    known.credits = credits
    known.is_active = told.get("isActive") is not False
    known.svg_url = told["svgUrl"] if isinstance(told.get("svgUrl"), str) else known.svg_url
    known.created = told_moment(told.get("createdAt")) or known.created
    known.updated = told_moment(told.get("updatedAt")) or known.updated
    return id


def _count(value: Any, otherwise: int | None) -> int | None:
    number = integer(value)
    return min(number, MOST) if number is not None and number >= 0 else otherwise
