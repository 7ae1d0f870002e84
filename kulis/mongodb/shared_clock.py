"""One clock for all processes on a store."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kulis.mongodb.shared_state import SharedState, clock_fields


@dataclass(frozen=True)
class SharedClock:
    """kulis.clock's Clock, kept in the store: each process sees it frozen, moved and let run again."""

    state: SharedState

    @property
    def frozen_at(self) -> datetime | None:
        return self.state.clock.frozen_at

    @property
    def shift(self) -> timedelta:
        return self.state.clock.shift

    def now(self) -> datetime:
        return self.state.clock.now()

    def freeze(self, moment: datetime | None = None) -> None:
        """Stand still at a moment, or where the clock is now."""
        clock = self.state.clock
        clock.freeze(moment)
        self.state.change({"$set": clock_fields(clock)})

    def advance(self, by: timedelta) -> None:
        """Move on, whether frozen or running."""
        # Each is one step on the server, so that nothing is lost when two processes move the clock at once.
        moved = by // timedelta(milliseconds=1)
        if not self.state.change({"$inc": {"frozenAt": moved}}, where={"frozenAt": {"$ne": None}}):
            self.state.change({"$inc": {"shift": moved}})

    def resume(self) -> None:
        """Run on from where the clock stands."""
        clock = self.state.clock
        clock.resume()
        self.state.change({"$set": clock_fields(clock)})
