"""The one clock: frozen, moved, and let run again."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulis.clock import Clock

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOLERANCE = timedelta(seconds=5)

durations = st.timedeltas(timedelta(0), timedelta(days=400))


def machine_now() -> datetime:
    return datetime.now(UTC)


def test_a_clock_runs_with_the_machine_s() -> None:
    before = machine_now() - timedelta(milliseconds=1)

    now = Clock().now()

    assert before <= now <= machine_now()


def test_a_frozen_clock_stands_still() -> None:
    clock = Clock(frozen_at=MOMENT)

    assert [clock.now(), clock.now()] == [MOMENT, MOMENT]


@pytest.mark.rule("ENV-5")
@given(
    moment=st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=3)), timezone(-timedelta(hours=9))]),
        min_value=datetime(2000, 1, 1),
        max_value=datetime(2100, 1, 1),
    )
)
def test_now_is_in_utc_and_whole_milliseconds(moment: datetime) -> None:
    now = Clock(frozen_at=moment).now()

    assert now.utcoffset() == timedelta(0)
    assert now.microsecond % 1000 == 0
    assert timedelta(0) <= moment - now < timedelta(milliseconds=1)


def test_a_running_clock_tells_whole_milliseconds_too() -> None:
    assert Clock().now().microsecond % 1000 == 0


@given(by=durations)
def test_a_frozen_clock_advances_by_exactly_what_it_is_told(by: timedelta) -> None:
    clock = Clock(frozen_at=MOMENT)

    clock.advance(by)

    assert timedelta(0) <= MOMENT + by - clock.now() < timedelta(milliseconds=1)


@given(first=durations, second=durations)
def test_advancing_adds_up(first: timedelta, second: timedelta) -> None:
    step_by_step, at_once = Clock(frozen_at=MOMENT), Clock(frozen_at=MOMENT)

    step_by_step.advance(first)
    step_by_step.advance(second)
    at_once.advance(first + second)

    assert step_by_step.now() == at_once.now()


def test_a_running_clock_advances_and_runs_on() -> None:
    clock = Clock()

    clock.advance(timedelta(hours=25))

    ahead = clock.now() - machine_now()
    assert abs(ahead - timedelta(hours=25)) < TOLERANCE
    assert clock.frozen_at is None, "advancing a running clock must not freeze it"


def test_freezing_keeps_the_moment() -> None:
    clock = Clock()
    clock.advance(timedelta(hours=25))

    clock.freeze()

    stood = clock.now()
    assert clock.now() == stood
    assert abs(stood - machine_now() - timedelta(hours=25)) < TOLERANCE


def test_freezing_at_a_moment_of_another_zone_is_in_utc() -> None:
    clock = Clock()

    clock.freeze(MOMENT.astimezone(timezone(timedelta(hours=3))))

    assert clock.now() == MOMENT
    assert clock.now().utcoffset() == timedelta(0)


def test_a_resumed_clock_runs_on_from_where_it_stood() -> None:
    clock = Clock(frozen_at=MOMENT)
    clock.advance(timedelta(hours=1))

    clock.resume()

    assert timedelta(0) <= clock.now() - (MOMENT + timedelta(hours=1)) < TOLERANCE
    assert clock.frozen_at is None


def test_resuming_a_clock_that_runs_changes_nothing() -> None:
    clock = Clock(shift=timedelta(hours=2))

    clock.resume()

    assert clock.shift == timedelta(hours=2)
