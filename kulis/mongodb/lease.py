"""A lock document: what is done under it is done by one process at a time, of however many."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pymongo import ReturnDocument
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from kulis.refusals import ServiceUnavailable


@dataclass(frozen=True)
class Lease:
    """A lock that falls free `seconds` after its holder was last heard of, by the server's clock."""

    collection: Collection[dict[str, Any]]
    name: str
    seconds: float

    @contextmanager
    def held(self, *, patience: float) -> Iterator[Callable[[], None]]:
        """Hold the lock, and be handed what keeps it for longer work.

        Raises ServiceUnavailable where another holds it for more than `patience` seconds.
        """
        holder = uuid4().hex
        begun = time.monotonic()
        while not self._taken(holder):
            if time.monotonic() - begun > patience:
                raise ServiceUnavailable(f"Another process has held the lock `{self.name}` for too long")
            time.sleep(_SECONDS_BETWEEN_TRIES)
        try:
            yield lambda: self._keep(holder)
        finally:
            self.collection.update_one({"_id": self.name, "holder": holder}, {"$unset": {"until": ""}})

    def _taken(self, holder: str) -> bool:
        is_free = {"$or": [{"$lt": ["$until", "$$NOW"]}, {"$eq": [{"$type": "$until"}, "missing"]}]}
        taken = {
            "holder": {"$cond": [is_free, holder, "$holder"]},
            "until": {"$cond": [is_free, self._end(), "$until"]},
        }
        try:
            found = self.collection.find_one_and_update(
                {"_id": self.name}, [{"$set": taken}], upsert=True, return_document=ReturnDocument.AFTER
            )
        except DuplicateKeyError:
            return False
        return found is not None and found["holder"] == holder

    def _keep(self, holder: str) -> None:
        found = self.collection.update_one(
            {"_id": self.name, "holder": holder}, [{"$set": {"until": self._end()}}]
        )
        if not found.matched_count:
            raise ServiceUnavailable(f"The lock `{self.name}` was lost to another process")

    def _end(self) -> dict[str, Any]:
        return {"$add": ["$$NOW", int(self.seconds * 1000)]}


_SECONDS_BETWEEN_TRIES = 0.01
