"""When a stream of a recorded world began and ended, as far as its status lets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fixtures.times import relative
from kulis.proxy.recording.facts import Rental, Stream
from kulis.proxy.recording.observation import told_moment

_PLANNED = ("scheduled", "expired")
_LENGTH = timedelta(hours=1)


@dataclass(frozen=True)
class Course:
    """The times of a stream that agree; `made_up` are those that no answer has told."""

    started: datetime | None
    ended: datetime | None
    planned_start: datetime | None
    planned_end: datetime | None
    created: datetime | None
    made_up: tuple[str, ...]


def course_of(status: str, stream: Stream, rentals: Mapping[str, Rental], now: datetime) -> Course:
    """The course of a stream; `rentals` are its own."""
    told = {
        name: told_moment(stream.detail.get(field))
        for name, field in (
            ("started", "startedAt"),
            ("ended", "endedAt"),
            ("planned_start", "plannedStartDate"),
            ("planned_end", "plannedEndDate"),
            ("created", "createdAt"),
        )
    }
    made_up = []
    if status in ("active", "ended"):
        started, ended = told["started"], told["ended"] if status == "ended" else None
        if status == "ended" and ended is None:
            ended = min([now, *(rental.rented for rental in rentals.values())])
            made_up.append("ended")
        if started is None:
            joined = [one.joined for one in stream.present.values() if one.joined is not None]
            started = min([(ended or now) - _LENGTH, *joined])
            made_up.append("started")
        started = min(started, now)
        told.update(started=started, ended=None if ended is None else max(min(ended, now), started))
    elif status in (*_PLANNED, "preparing"):
        told["started"] = told["ended"] = None
    if status in _PLANNED and told["planned_start"] is None:
        told["planned_start"] = now + timedelta(days=1 if status == "scheduled" else -1)
        made_up.append("planned_start")
    return _ordered(told, tuple(made_up))


def _ordered(told: Mapping[str, datetime | None], made_up: tuple[str, ...]) -> Course:
    """Without what contradicts the rest."""
    started, ended, created = told["started"], told["ended"], told["created"]
    planned_start, planned_end = told["planned_start"], told["planned_end"]
    if started is None or (ended is not None and ended < started):
        ended = None
    if created is not None and started is not None and created > started:
        created = None
    if planned_start is not None and planned_end is not None and planned_end < planned_start:
        planned_end = None
    return Course(started, ended, planned_start, planned_end, created, made_up)


def told_times(course: Course, now: datetime) -> dict[str, str]:
    """The times as a world file tells them."""
    past = {"started": course.started, "ended": course.ended, "created": course.created}
    plans = {"planned_start": course.planned_start, "planned_end": course.planned_end}
    return {
        **{name: told_up_to(at, now) for name, at in past.items() if at is not None},
        **{name: relative(at, now) for name, at in plans.items() if at is not None},
    }


def told_up_to(told: datetime, now: datetime) -> str:
    """The text of a moment that cannot lie ahead."""
    return relative(min(told, now), now)
