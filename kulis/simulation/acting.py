"""What an event does: the same as a request would, or what the backend does of itself."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from handlers.follows import follow_user, unfollow_user
from handlers.gifts import create_gift, list_gift_types
from handlers.happenings import buy_credits, end_stream, join_audience, leave_audience, start_stream
from handlers.lookups import stream_named, user_named
from handlers.services import Caller, Services
from handlers.viewers import viewer_count
from kulis.simulation.cast import Cast
from kulis.simulation.events import Event

Item = TypeVar("Item")
Act = Callable[[Services, Cast, Event], None]

_CREDITS_BOUGHT = 250
_REPLAY_PRICES = (10, 20, 25, 40, 60)


def act(services: Services, cast: Cast, event: Event) -> None:
    """Let an event happen; raises a Refusal where the state of things does not let it."""
    _ACTS[event.kind](services, cast, event)


def _join(services: Services, cast: Cast, event: Event) -> None:
    stream = _stream(cast.streams, event)
    if stream and cast.people:
        join_audience(services, stream, _chosen(cast.people, event.chances[1]))


def _leave(services: Services, cast: Cast, event: Event) -> None:
    stream = _stream(cast.streams, event)
    viewer = _viewer(services, cast, stream, event.chances[1])
    # The last one stays: an audience that has dwindled to nobody would show nothing any more.
    if stream and viewer and viewer_count(services, stream) > 1:
        leave_audience(services, stream, viewer)


def _gift(services: Services, cast: Cast, event: Event) -> None:
    stream = _stream(cast.streams, event)
    sender = _viewer(services, cast, stream, event.chances[1])
    kinds = list_gift_types(services, Caller(sender or ""))
    if not stream or not sender or not kinds:
        return
    # Small gifts are sent far more often than great ones.
    kind = _chosen(kinds, event.chances[2] ** 3)
    if user_named(services, sender)["credits"] < kind["creditAmount"]:
        buy_credits(services, sender, kind["creditAmount"] + _CREDITS_BOUGHT, stream_id=stream)
    create_gift(services, Caller(sender), gift_type_id=kind["id"], live_stream_id=stream)


def _follow(services: Services, cast: Cast, event: Event) -> None:
    stream = _stream(cast.streams, event)
    viewer = _viewer(services, cast, stream, event.chances[1])
    if stream and viewer:
        follow_user(services, Caller(viewer), user_id=stream_named(services, stream)["host"])


def _unfollow(services: Services, cast: Cast, event: Event) -> None:
    stream = _stream(cast.streams, event)
    viewer = _viewer(services, cast, stream, event.chances[1])
    if stream and viewer:
        unfollow_user(services, Caller(viewer), user_id=stream_named(services, stream)["host"])


def _start(services: Services, cast: Cast, event: Event) -> None:
    if event.stream:
        start_stream(services, event.stream)


def _end(services: Services, cast: Cast, event: Event) -> None:
    stream = _stream(cast.ending, event)
    if stream:
        end_stream(services, stream, replay_price=_chosen(_REPLAY_PRICES, event.chances[1]))


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


def _chosen(items: Sequence[Item], chance: float) -> Item:
    return items[int(chance * len(items))]
