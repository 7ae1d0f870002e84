"""A stream of a recorded world: its times, people, audience, replay and gifts, made to agree."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contract_tests.checks.reading import integer
from kulis.proxy.recording.courses import Course, course_of, told_times, told_up_to
from kulis.proxy.recording.facts import MOST, Rental, Sighting, Stream

RETIRED = "retired"
"""The key of the gift type that stands for all that are no longer active."""

MOST_GENERATED = 100_000
"""How many people who were counted but not seen are made up for an audience; more take too long to load."""

_STATUSES = (
    "active",
    "ended",
    "scheduled",
    "preparing",
    "expired",
    "cancelled_by_host",
    "cancelled_by_guest",
)
_TYPES = ("solo", "duocrowd", "duoself")
_INTEREST = re.compile(r"[^\W\d_][\w &/+-]{0,39}")


@dataclass(frozen=True)
class Cast:
    """By which names the world calls what the backend calls by ids."""

    users: Mapping[str, str]
    streams: Mapping[str, str]
    gift_types: Mapping[str, str]


@dataclass(frozen=True)
class StreamDraft:
    """The entry of a stream and those of its rentals; `made_up` are fields that no answer has told."""

    values: dict[str, Any]
    rentals: Sequence[dict[str, Any]]
    made_up: tuple[str, ...]


def drafted_stream(
    id: str, stream: Stream, rentals: Mapping[str, Rental], cast: Cast, now: datetime, *, title: str
) -> StreamDraft:
    """A stream as a world file tells it; `rentals` are its own, by the id of who rented."""
    status = stream.status if stream.status in _STATUSES else _likely_status(stream, rentals)
    course = course_of(status, stream, rentals, now)
    stage = _stage(stream)
    values: dict[str, Any] = {
        "key": cast.streams[id],
        "title": title,
        "creator": cast.users[stage[0]],
        "status": status,
        "interest": interest_of(stream),
        **_told(stream),
        **_people(stream, stage, cast),
        **told_times(course, now),
        **_replay(stream, status),
        **_audience(stream, status, course, stage, cast, now),
        **_gifts(stream, cast),
    }
    unseen = () if stream.detail else ("creator", "interest")
    untold = ("status",) if stream.status not in _STATUSES else ()
    drafted = [
        _rental(user, rental, course, cast, id, now)
        for user, rental in rentals.items()
        if status == "ended" and user not in stage
    ]
    return StreamDraft(values, drafted, (*unseen, *untold, *course.made_up))


def interest_of(stream: Stream) -> str:
    """The category of a stream, where it is one; what people write themselves is left out."""
    interest = stream.detail.get("interest")
    return interest if isinstance(interest, str) and _INTEREST.fullmatch(interest) else "General"


def retired_gifts(stream: Stream) -> int:
    """How many gifts are in the total and in no count: those of types that are no longer active."""
    return max(0, (stream.gift_total or 0) - sum(stream.gift_counts.values()))


def present_count(stream: Stream) -> int:
    """How many are present, seen or not."""
    return len(stream.present) if stream.present_total is None else stream.present_total


def _likely_status(stream: Stream, rentals: Mapping[str, Rental]) -> str:
    return "active" if stream.present and not rentals else "ended"


def _told(stream: Stream) -> dict[str, Any]:
    detail = stream.detail
    values: dict[str, Any] = {}
    if detail.get("accessType") == "paid":
        values["access"] = "paid"
    price, goal = detail.get("price"), integer(detail.get("durationGoal"))
    if isinstance(price, int | float) and 0 < price <= MOST:
        values["price"] = round(price)
    if goal is not None and 0 <= goal <= MOST:
        values["goal_minutes"] = goal
    if detail.get("motivation"):
        values["motivation"] = "A word of the host"
    return values


def _stage(stream: Stream) -> list[str]:
    """Host, broadcasters and guests, each once, the host first."""
    people = [stream.creator or "", *stream.broadcasters, *stream.guests]
    return list(dict.fromkeys(people))


def _people(stream: Stream, stage: Sequence[str], cast: Cast) -> dict[str, Any]:
    kind = stream.detail.get("liveStreamType")
    guests = [cast.users[one] for one in stage[1:] if one in stream.guests]
    broadcasters = [cast.users[one] for one in stage[1:] if one not in stream.guests]
    values: dict[str, Any] = {}
    if guests or kind in _TYPES[1:]:
        values["type"] = kind if kind in _TYPES[1:] else "duocrowd"
    if broadcasters:
        values["broadcasters"] = broadcasters
    if guests:
        values["guests"] = guests
    return values


def _replay(stream: Stream, status: str) -> dict[str, Any]:
    price = stream.replay_price or 0
    on_profile = stream.detail.get("isActiveReplayOnCreatorProfile", price > 0) is True
    values: dict[str, Any] = {}
    if price or on_profile:
        values["replay"] = {"price": price, **({} if on_profile else {"on_profile": False})}
    if status == "ended" and _lacks_recording(stream, price, on_profile=on_profile):
        values["recording_url"] = "none"
    return values


def _lacks_recording(stream: Stream, price: int, *, on_profile: bool) -> bool:
    """Whether it is told, or else the only reason left for which the replay cannot be rented (RENT-1)."""
    if stream.has_recording is not None:
        return not stream.has_recording
    if stream.detail.get("recording") is False:
        return True
    has_partner = stream.detail.get("liveStreamType") == "solo" or bool(stream.guests)
    return stream.access == "unavailable" and price > 0 and on_profile and has_partner


def _audience(
    stream: Stream, status: str, course: Course, stage: Sequence[str], cast: Cast, now: datetime
) -> dict[str, Any]:
    if status not in ("active", "ended") or course.started is None:
        return {}
    seen = {user: one for user, one in stream.present.items() if user not in stage}
    latest_first = sorted(seen, key=lambda user: seen[user].seen, reverse=True)
    total = present_count(stream) if status == "active" else 0
    present, left = latest_first[:total], latest_first[total:]
    joined = max(stream.joined_total or 0, total + len(left))
    parts = {
        "present": [
            *_viewers(present, seen, course, cast, now),
            *_unseen(total - len(present)),
        ],
        "left": [
            *_viewers(left, seen, course, cast, now),
            *_unseen(joined - total - len(left)),
        ],
    }
    told = {part: viewers for part, viewers in parts.items() if viewers}
    return {"audience": told} if told else {}


def _viewers(
    users: Sequence[str], seen: Mapping[str, Sighting], course: Course, cast: Cast, now: datetime
) -> Iterator[dict[str, Any]]:
    for user in sorted(users, key=lambda one: (seen[one].joined or now, one)):
        joined = seen[user].joined
        entry = {"user": cast.users[user]}
        if joined is not None and course.started is not None:
            entry["joined"] = told_up_to(min(max(joined, course.started), course.ended or now), now)
        yield entry


def _unseen(count: int) -> Iterator[dict[str, Any]]:
    if count > 0:
        yield {"generate": min(count, MOST_GENERATED)}


def _gifts(stream: Stream, cast: Cast) -> dict[str, Any]:
    counts = {cast.gift_types[id]: count for id, count in stream.gift_counts.items()}
    sent = {key: count for key, count in {**counts, RETIRED: retired_gifts(stream)}.items() if count > 0}
    return {"gifts": sent} if sent else {}


def _rental(
    user: str, rental: Rental, course: Course, cast: Cast, stream_id: str, now: datetime
) -> dict[str, Any]:
    rented = max(rental.rented, course.ended or rental.rented)
    values = {
        "user": cast.users[user],
        "stream": cast.streams[stream_id],
        "rented": told_up_to(rented, now),
    }
    return {**values, "status": "refunded"} if rental.is_refunded else values
