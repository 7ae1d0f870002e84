"""From facts to a world: what was seen, and where nothing was, what makes a sound world of it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from fixtures.people import EXPERTISE, NamePool
from kulis.proxy.recording.courses import told_up_to
from kulis.proxy.recording.drafted_streams import (
    RETIRED,
    Cast,
    StreamDraft,
    drafted_stream,
    interest_of,
    present_count,
    retired_gifts,
)
from kulis.proxy.recording.facts import Facts, GiftType
from kulis.proxy.recording.pseudonyms import pseudonyms

_ID = re.compile(r"[0-9a-f]{24}")
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
_WORD = re.compile(r"[a-z_]{1,30}")
_CREDITS_OF_CALLERS = 1000


@dataclass(frozen=True)
class Drafted:
    """An entry of a world file, and the fields in it that no answer has told."""

    values: dict[str, Any]
    made_up: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorldDraft:
    """The sections of a world file, in the order in which they are written, and what was `seen` for them."""

    sections: Mapping[str, Sequence[Drafted]]
    seen: Sequence[str]
    answers: int
    now: datetime


def world_draft(
    facts: Facts, now: datetime, pools: tuple[NamePool, ...], *, seed: int, keeps_ids: bool
) -> WorldDraft:
    """A sound world of what is known at a moment of the backend's own time."""
    facts = _with_hosts(facts)
    people = pseudonyms(facts.people, pools, seed)
    cast = Cast(
        users={id: user["username"] for id, user in people.items()},
        streams={id: f"stream-{number}" for number, id in enumerate(facts.streams, 1)},
        gift_types=_gift_type_keys(facts.gift_types),
    )
    ids = _kept_ids(facts) if keeps_ids else {}
    streams = _streams(facts, cast, now)
    follows = _follows(facts, cast)
    users = {id: _user(id, facts, people[id], follows) for id in facts.people}
    sections = {
        "personas": _personas(facts, cast),
        "users": [_with_id(ids, id, user) for id, user in users.items()],
        "gift_types": _gift_types(facts, cast, ids, now),
        "streams": [_with_id(ids, id, Drafted(one.values, one.made_up)) for id, one in streams.items()],
        "follows": [Drafted({"user": user, "follows": others}) for user, others in follows.items()],
        "rentals": [Drafted(rental) for one in streams.values() for rental in one.rentals],
    }
    return WorldDraft(sections, tuple(_seen(facts)), facts.answers, now)


def _with_hosts(facts: Facts) -> Facts:
    """The facts, with somebody to host each stream whose host no answer has told."""
    hosts = {id: stream.creator or f"the host of {id}" for id, stream in facts.streams.items()}
    streams = {id: replace(stream, creator=hosts[id]) for id, stream in facts.streams.items()}
    complete = replace(facts, streams=streams, people=dict(facts.people))
    for host in hosts.values():
        complete.person(host)
    return complete


def _seen(facts: Facts) -> Iterator[str]:
    watched = [stream.present_total for stream in facts.streams.values() if stream.present_total is not None]
    viewers = sum(len(stream.present) for stream in facts.streams.values())
    counted = sum(stream.gift_total is not None for stream in facts.streams.values())
    yield f"{len(facts.callers)} callers"
    yield f"{len(facts.streams)} streams"
    yield f"{viewers} of {sum(watched)} viewers in {len(watched)} streams"
    yield f"gifts in {counted} streams"
    yield f"{len(facts.gift_types)} gift types"
    yield f"{sum(facts.follows.values())} follows"
    yield f"{len(facts.rentals)} rentals"


def _kept_ids(facts: Facts) -> dict[str, str]:
    """The ids that a world file can hold: of the contract's form, and each of one thing only."""
    given = Counter([*facts.people, *facts.streams, *facts.gift_types])
    return {id: id for id, count in given.items() if count == 1 and _ID.fullmatch(id)}


def _with_id(ids: Mapping[str, str], id: str, entry: Drafted) -> Drafted:
    return replace(entry, values={"id": id, **entry.values}) if id in ids else entry


def _personas(facts: Facts, cast: Cast) -> list[Drafted]:
    personas = []
    for number, (caller, count) in enumerate(facts.callers.items(), 1):
        name = "viewer" if number == 1 else f"viewer-{number}"
        told = f"Sent {count} of the requests that were recorded"
        personas.append(Drafted({"name": name, "user": cast.users[caller], "description": told}))
    live = [one for one in facts.streams.values() if one.status == "active" and one.creator]
    live.sort(key=present_count, reverse=True)
    hosts = [one.creator for one in live if one.creator not in facts.callers]
    if hosts:
        told = "Hosts the most watched of the streams that were live"
        personas.append(Drafted({"name": "creator", "user": cast.users[str(hosts[0])], "description": told}))
    return personas


def _streams(facts: Facts, cast: Cast, now: datetime) -> dict[str, StreamDraft]:
    drafts, titles = {}, Counter[str]()
    for id, stream in facts.streams.items():
        interest = interest_of(stream)
        titles[interest] += 1
        rentals = {user: rental for (user, of), rental in facts.rentals.items() if of == id}
        title = f"{interest} {titles[interest]}"
        drafts[id] = drafted_stream(id, stream, rentals, cast, now, title=title)
    return drafts


def _follows(facts: Facts, cast: Cast) -> dict[str, list[str]]:
    follows: dict[str, list[str]] = {}
    for (user, other), is_following in facts.follows.items():
        if is_following and user != other:
            follows.setdefault(cast.users[user], []).append(cast.users[other])
    return follows


def _user(id: str, facts: Facts, made: Mapping[str, Any], follows: Mapping[str, list[str]]) -> Drafted:
    person = facts.people[id]
    is_known_expertise = person.expertise in EXPERTISE
    seen: dict[str, Any] = {
        "expertise": person.expertise if is_known_expertise else None,
        "followers": person.followers,
        "following": person.following,
    }
    values = {
        **{field: made[field] for field in ("username", "name", "surname")},
        **{field: made[field] if value is None else value for field, value in seen.items()},
        "credits": _CREDITS_OF_CALLERS if id in facts.callers else made["credits"],
    }
    username = made["username"]
    values["followers"] = max(values["followers"], sum(username in others for others in follows.values()))
    values["following"] = max(values["following"], len(follows.get(username, ())))
    if person.availability and _WORD.fullmatch(person.availability):
        values["availability"] = person.availability
    if person.has_photo is False:
        values["photo"] = "none"
    return Drafted(values, tuple(field for field, value in seen.items() if value is None))


def _gift_type_keys(gift_types: Mapping[str, GiftType]) -> dict[str, str]:
    """A key for each, after the name of its drawing where that can be one."""
    keys: dict[str, str] = {}
    for id, kind in gift_types.items():
        stem = PurePosixPath(urlsplit(kind.svg_url or "").path).stem.lower()
        is_free = bool(_KEY.fullmatch(stem)) and stem not in (*keys.values(), RETIRED)
        keys[id] = stem if is_free else f"gift-{len(keys) + 1}"
    return keys


def _gift_types(facts: Facts, cast: Cast, ids: Mapping[str, str], now: datetime) -> list[Drafted]:
    drafted = []
    for id, kind in facts.gift_types.items():
        values: dict[str, Any] = {"key": cast.gift_types[id], "credits": kind.credits}
        if not kind.is_active:
            values["active"] = False
        for field, moment in (("created", kind.created), ("updated", kind.updated)):
            if moment is not None:
                values[field] = told_up_to(moment, now)
        drafted.append(_with_id(ids, id, Drafted(values)))
    if any(retired_gifts(stream) for stream in facts.streams.values()):
        drafted.append(Drafted({"key": RETIRED, "credits": 1, "active": False}, ("credits",)))
    return drafted
