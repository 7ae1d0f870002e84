"""Stretches of time as people type them: 1500ms, 30s, 10m, 25h, 7d."""

import re
from datetime import timedelta

_UNITS = {"ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def duration(text: str) -> timedelta:
    """The stretch of time; ValueError, in a sentence, for any other text."""
    match = re.fullmatch(r"([0-9]{1,6})(ms|[smhdw])", text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a duration such as 1500ms, 30s, 10m, 25h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
