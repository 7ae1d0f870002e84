"""Mechanisms for lists in pages: the whole list is fetched from the app, changed, and cut into pages anew."""

from collections.abc import Callable
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked
from contract_tests.defects.defect import Wrap
from contract_tests.defects.routes import largest_limit
from contract_tests.defects.wrapping import answering

Items = list[dict[str, Any]]


def relisting(
    operation_id: str,
    *,
    by: Callable[[Items, Asked], Items],
    when: Callable[[Asked], bool] = lambda asked: True,
    whole: Callable[[Asked], Asked] = lambda asked: asked,
) -> Wrap:
    """Answer with pages of another list: the list that `whole(request)` gives, as `by` changes it.

    All pages are cut from the one list, so that each of them is sound in itself.
    """

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.page is None or not when(asked):
            return answer
        items = await whole_list(whole(asked), ask)
        changed = by(list(items), asked)
        return answer if changed == items and whole(asked) == asked else repaged(answer, changed)

    return answering(operation_id, by=respond)


async def whole_list(asked: Asked, ask: Ask) -> Items:
    """The items of all pages."""
    items: Items = []
    limit = str(largest_limit(asked.operation_id or ""))
    page = 1
    while True:
        answer = await ask(asked.with_parameters(page=str(page), limit=limit))
        found = answer.page or {"list": [], "pagination": {"hasNextPage": False}}
        items += found["list"]
        if not found["pagination"]["hasNextPage"]:
            return items
        page += 1


def repaged(answer: Answer, items: Items) -> Answer:
    """The answer with the same page of other items."""
    data = answer.data
    page, limit = data["pagination"]["currentPage"], data["pagination"]["itemsPerPage"]
    pages = -(-len(items) // limit)
    data["list"] = items[(page - 1) * limit : page * limit]
    data["pagination"] |= {
        "totalPages": pages,
        "totalItems": len(items),
        "hasNextPage": page < pages,
        "hasPrevPage": page > 1,
    }
    return answer.with_data(data)
