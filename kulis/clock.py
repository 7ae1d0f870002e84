"""The mock's one clock: it can be frozen, moved and let run again."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class Clock:
    """Time as the mock sees it: the machine's, shifted; or standing still.

    `now` is aware, UTC and cut to whole milliseconds, which is all that the API shows (ENV-5).
    """

    frozen_at: datetime | None = None
    shift: timedelta = timedelta()

    def now(self) -> datetime:
        frozen = self.frozen_at
        if frozen is None and not self.shift:
            return _machine_now()
        moment = frozen.astimezone(UTC) if frozen is not None else _machine_now() + self.shift
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def freeze(self, moment: datetime | None = None) -> None:
        """Stand still at a moment, or where the clock is now."""
        self.frozen_at = (moment or self.now()).astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move on, whether frozen or running."""
        if self.frozen_at is not None:
            self.frozen_at += by
        else:
            self.shift += by

    def resume(self) -> None:
        """Run on from where the clock stands."""
        if self.frozen_at is not None:
            self.shift = self.frozen_at - _machine_now()
            self.frozen_at = None


def _machine_now() -> datetime:
    # Whole milliseconds, whose nearest double is far less than a microsecond away.
    return datetime.fromtimestamp(time.time_ns() // 1_000_000 / 1000, UTC)
