"""Pages of a list: the one place that counts them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from handlers.services import Collection, Document, Filter, Order


@dataclass(frozen=True)
class Page:
    """One page of what a filter finds, with its `data.pagination`."""

    documents: list[Document]
    pagination: dict[str, Any]


def read_page(collection: Collection, filter: Filter, order: Order, *, page: int, limit: int) -> Page:
    """The page of `limit` documents in the given order; past the end it is empty (PAGE-3 to PAGE-6)."""
    total = collection.count_documents(filter)
    pages = -(-total // limit)
    documents: Iterable[Document] = ()
    if page <= pages:
        documents = collection.find(filter, sort=order, skip=(page - 1) * limit, limit=limit)
    pagination = {
        "currentPage": page,
        "totalPages": pages,
        "totalItems": total,
        "itemsPerPage": limit,
        "hasNextPage": page < pages,
        "hasPrevPage": page > 1,
    }
    return Page(list(documents), pagination)
