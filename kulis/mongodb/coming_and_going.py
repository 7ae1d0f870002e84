"""A line in the log when the server goes away, and when it is back."""

import logging
from dataclasses import dataclass

from pymongo import monitoring

_log = logging.getLogger("kulis.store")


@dataclass
class ComingAndGoing(monitoring.TopologyListener):
    """What pymongo tells whenever it sees the servers differently."""

    address: str

    def opened(self, event: monitoring.TopologyOpenedEvent) -> None:
        """The client was made: nothing was seen yet."""

    def description_changed(self, event: monitoring.TopologyDescriptionChangedEvent) -> None:
        was_there, is_there = (
            description.has_writable_server()
            for description in (event.previous_description, event.new_description)
        )
        if was_there and not is_there:
            _log.warning(
                "MongoDB at %s is away; requests are answered with 503 until it is back", self.address
            )
        elif is_there and not was_there:
            _log.info("MongoDB at %s is there", self.address)

    def closed(self, event: monitoring.TopologyClosedEvent) -> None:
        """The client was closed: nobody waits for the server any longer."""
