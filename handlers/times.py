"""Moments as the API writes them: text, UTC, milliseconds, `Z`; the order of text is the order of time."""

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """The RFC 3339 text of an aware moment: `2026-01-01T10:00:00.000Z` (ENV-5)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(text: str) -> datetime:
    """The moment that `written` wrote."""
    return datetime.fromisoformat(text)
