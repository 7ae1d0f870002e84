"""The mock's clock through the control API."""

from datetime import UTC, datetime
from typing import Any

from handlers.times import written
from kulis.backstage import Backstage
from kulis.durations import duration
from kulis.refusals import ValidationFailed


def get_clock(backstage: Backstage) -> dict[str, Any]:
    """What time it is, and whether the clock stands still."""
    return {"now": written(backstage.clock.now()), "isFrozen": backstage.clock.frozen_at is not None}


def freeze_clock(backstage: Backstage, at: str | None = None) -> dict[str, Any]:
    """Let the clock stand still, at a moment or where it is."""
    backstage.clock.freeze(_moment(at) if at is not None else None)
    return get_clock(backstage)


def advance_clock(backstage: Backstage, by: str) -> dict[str, Any]:
    """Move the clock on, whether it stands or runs."""
    try:
        backstage.clock.advance(duration(by))
    except (ValueError, OverflowError) as problem:
        raise ValidationFailed(f"by: {problem}") from None
    return get_clock(backstage)


def resume_clock(backstage: Backstage) -> dict[str, Any]:
    """Let the clock run on from where it stands."""
    backstage.clock.resume()
    return get_clock(backstage)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValidationFailed(f"at: {text!r} is not a moment such as 2026-01-31T20:00:00Z") from None
