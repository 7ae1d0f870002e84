"""Looking at the store through the control API."""

from typing import Any

from handlers.errors import NotFound
from kulis.backstage import Backstage
from kulis.store import INDEXES


def list_collections(backstage: Backstage) -> dict[str, Any]:
    """Every collection, and how many documents it has."""
    with backstage.store.transaction():
        counts = {name: backstage.store[name].count_documents({}) for name in INDEXES}
    return {"collections": [{"name": name, "documents": count} for name, count in counts.items()]}


def list_documents(backstage: Backstage, collection: str, page: int = 1, limit: int = 20) -> dict[str, Any]:
    """A page of a collection's documents, by _id."""
    if collection not in INDEXES:
        raise NotFound(f"There is no collection {collection}; there are {', '.join(INDEXES)}")
    with backstage.store.transaction():
        kept = backstage.store[collection]
        total = kept.count_documents({})
        documents = list(kept.find({}, sort=[("_id", 1)], skip=(page - 1) * limit, limit=limit))
    return {"collection": collection, "page": page, "limit": limit, "total": total, "documents": documents}
