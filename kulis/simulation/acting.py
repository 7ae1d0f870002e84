"""What an event does: the same as a request would, or what the backend does of itself."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from handlers.errors import Conflict, Forbidden
from handlers.follows import follow_user, unfollow_user
from handlers.gifts import create_gift, list_gift_types
from handlers.happenings import buy_credits, end_stream, join_audience, leave_audience, start_stream
from handlers.lookups import stream_named, user_named
from handlers.services import Caller, Services
from handlers.times import written
from handlers.viewers import viewer_count
from kulis.simulation.cast import Cast
from kulis.simulation.events import Event

Item = TypeVar("Item")
Act = Callable[[Services, Cast, Event], str | None]

_CREDITS_BOUGHT = 250
_MOST_ASKED = 50
_REPLAY_PRICES = (10, 20, 25, 40, 60)


@dataclass(frozen=True)
class Happening:
    """What an event came to, told in a sentence; `at` is as the API writes moments."""

    at: str
    kind: str
    sentence: str


def act(services: Services, cast: Cast, event: Event) -> Happening | None:
    """Let an event happen; None where there was nobody or nothing for it.

    Raises a Refusal where the state of things does not let it happen.
    """
    sentence = _ACTS[event.kind](services, cast, event)
    return Happening(written(services.clock.now()), event.kind, sentence) if sentence else None


def _join(services: Services, cast: Cast, event: Event) -> str | None:
    stream = _stream(cast.streams, event)
    if not stream or not cast.people:
        return None
    # Whoever watches already, or may not, leaves the place to the next.
    first = int(event.chances[1] * len(cast.people))
    for place in range(first, first + min(_MOST_ASKED, len(cast.people))):
        user = cast.people[place % len(cast.people)]
        with suppress(Conflict, Forbidden):
            join_audience(services, stream, user)
            return f"{_username(services, user)} joined {_title(services, stream)}"
    return None


def _leave(services: Services, cast: Cast, event: Event) -> str | None:
    stream = _stream(cast.streams, event)
    viewer = _viewer(services, cast, stream, event.chances[1])
    # The last one stays: an audience that has dwindled to nobody would show nothing any more.
    if not stream or not viewer or viewer_count(services, stream) == 1:
        return None
    leave_audience(services, stream, viewer)
    return f"{_username(services, viewer)} left {_title(services, stream)}"


def _gift(services: Services, cast: Cast, event: Event) -> str | None:
    stream = _stream(cast.streams, event)
    sender = _viewer(services, cast, stream, event.chances[1])
    kinds = list_gift_types(services, Caller(sender or ""))
    if not stream or not sender or not kinds:
        return None
    # Small gifts are sent far more often than great ones.
    kind = _chosen(kinds, event.chances[2] ** 3)
    if user_named(services, sender)["credits"] < kind["creditAmount"]:
        buy_credits(services, sender, kind["creditAmount"] + _CREDITS_BOUGHT, stream_id=stream)
    create_gift(services, Caller(sender), gift_type_id=kind["id"], live_stream_id=stream)
    worth = f"{kind['creditAmount']} credit{'' if kind['creditAmount'] == 1 else 's'}"
    return f"{_username(services, sender)} sent a gift of {worth} to {_title(services, stream)}"


def _follow(services: Services, cast: Cast, event: Event) -> str | None:
    stream = _stream(cast.streams, event)
    viewer = _viewer(services, cast, stream, event.chances[1])
    if not stream or not viewer:
        return None
    host = stream_named(services, stream)["host"]
    follow_user(services, Caller(viewer), user_id=host)
    return f"{_username(services, viewer)} followed {_username(services, host)}"


def _unfollow(services: Services, cast: Cast, event: Event) -> str | None:
    stream = _stream(cast.streams, event)
    viewer = _viewer(services, cast, stream, event.chances[1])
    if not stream or not viewer:
        return None
    host = stream_named(services, stream)["host"]
    unfollow_user(services, Caller(viewer), user_id=host)
    return f"{_username(services, viewer)} follows {_username(services, host)} no more"


def _start(services: Services, cast: Cast, event: Event) -> str | None:
    if not event.stream:
        return None
    start_stream(services, event.stream)
    return f"{_title(services, event.stream)} began"


def _end(services: Services, cast: Cast, event: Event) -> str | None:
    stream = _stream(cast.ending, event)
    if not stream:
        return None
    end_stream(services, stream, replay_price=_chosen(_REPLAY_PRICES, event.chances[1]))
    return f"{_title(services, stream)} ended"


_ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "join": _join,
        "leave": _leave,
        "gift": _gift,
        "follow": _follow,
        "unfollow": _unfollow,
        "start": _start,
        "end": _end,
    }
)


def _stream(streams: Sequence[str], event: Event) -> str | None:
    if event.stream is not None or not streams:
        return event.stream
    return _chosen(streams, event.chances[0])


def _viewer(services: Services, cast: Cast, stream: str | None, chance: float) -> str | None:
    """One of those who are present, unless it is a persona."""
    if stream is None:
        return None
    place = int(chance * viewer_count(services, stream))
    order = (("joinedAt", -1), ("user", 1))
    rows = services.store["audience"].find(
        {"stream": stream, "leftAt": None}, sort=order, skip=place, limit=1
    )
    user = next((row["user"] for row in rows), None)
    return user if user in cast.everybody else None


def _title(services: Services, stream: str) -> str:
    return f"“{stream_named(services, stream)['title']}”"


def _username(services: Services, user: str) -> str:
    username: str = user_named(services, user)["username"]
    return username


def _chosen(items: Sequence[Item], chance: float) -> Item:
    return items[int(chance * len(items))]
