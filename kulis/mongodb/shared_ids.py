"""New ids that no two processes give twice."""

from dataclasses import dataclass
from typing import Any

from pymongo import ReturnDocument
from pymongo.collection import Collection

from kulis.identifiers import numbered_id


@dataclass
class SharedIds:
    """kulis.identifiers' SeededIds, counted in the store."""

    collection: Collection[dict[str, Any]]
    seed: int

    def __call__(self) -> str:
        # Outside of any transaction: an attempt that is taken back must not hand its number to another.
        counted = self.collection.find_one_and_update(
            {"_id": _ID}, {"$inc": {"drawn": 1}}, upsert=True, return_document=ReturnDocument.AFTER
        )
        assert counted is not None
        return numbered_id(self.seed, counted["drawn"])

    @property
    def drawn(self) -> int:
        """How many ids were given."""
        return int((self.collection.find_one({"_id": _ID}) or {}).get("drawn", 0))

    @drawn.setter
    def drawn(self, number: int) -> None:
        self.collection.update_one({"_id": _ID}, {"$set": {"drawn": number}}, upsert=True)


_ID = "ids"
