"""What must hold between the numbers of a page, the request and the list (PAGE-1, PAGE-3, PAGE-4)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contract_tests.checking import ResponseCheck
from contract_tests.checks.reading import integer, mapping
from contract_tests.checks.telling import broken
from contract_tests.contract import Contract
from contract_tests.exchange import Exchange
from contract_tests.findings import Broken

_ECHOES = (("page", "currentPage"), ("limit", "itemsPerPage"))
_LONGEST_NUMBER = 4000


def the_numbers_of_a_page_agree(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    page = _pagination(contract, exchange)
    current, total = integer(page.get("currentPage")), integer(page.get("totalItems"))
    size, pages = integer(page.get("itemsPerPage")), integer(page.get("totalPages"))
    if total is not None and size is not None and size > 0 and pages is not None:
        wanted = -(-total // size)
        if pages != wanted:
            yield broken(exchange, f"totalPages {wanted} for {total} items at {size} a page", pages)
    if current is not None and pages is not None and page.get("hasNextPage") is (current >= pages):
        yield broken(
            exchange, f"hasNextPage {current < pages} on page {current} of {pages}", page.get("hasNextPage")
        )
    if current is not None and page.get("hasPrevPage") is (current <= 1):
        yield broken(exchange, f"hasPrevPage {current > 1} on page {current}", page.get("hasPrevPage"))


def page_and_limit_are_echoed(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    page = _pagination(contract, exchange)
    for name, field in _ECHOES:
        sent, told = _sent_number(exchange, name), integer(page.get(field))
        most = contract.bounds(str(exchange.request.operation_id), name).maximum if page else None
        # What is out of bounds should have been refused, of which another check tells.
        if sent is not None and told is not None and told != sent and not (most and sent > most):
            yield broken(exchange, f"{field} {sent}, the {name} that was sent", told)


def what_is_left_out_takes_its_default(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    page, query = _pagination(contract, exchange), exchange.query
    for name, field in _ECHOES:
        told = integer(page.get(field))
        if name not in query and told is not None:
            default = contract.bounds(str(exchange.request.operation_id), name).default
            if told != default:
                yield broken(exchange, f"{field} {default}, the default of {name}", told)


def a_page_holds_no_more_than_its_limit(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    size, items = integer(_pagination(contract, exchange).get("itemsPerPage")), _items(exchange)
    if size is not None and len(items) > size:
        yield broken(exchange, f"at most {size} items", f"{len(items)} items")


def a_page_holds_all_that_are_left(contract: Contract, exchange: Exchange) -> Iterator[Broken]:
    page, items = _pagination(contract, exchange), _items(exchange)
    current, size, total = (integer(page.get(name)) for name in ("currentPage", "itemsPerPage", "totalItems"))
    if current is None or size is None or total is None:
        return
    wanted = max(0, min(size, total - (current - 1) * size))
    if len(items) != wanted:
        yield broken(exchange, f"{wanted} items on page {current} of {total} at {size} a page", len(items))


def _pagination(contract: Contract, exchange: Exchange) -> Mapping[str, Any]:
    operation_id = exchange.request.operation_id
    if operation_id is None or exchange.status != 200:
        return {}
    names = {parameter.name for parameter in contract.operation(operation_id).parameters}
    return mapping(mapping(exchange.data).get("pagination")) if {"page", "limit"} <= names else {}


def _items(exchange: Exchange) -> Sequence[Any]:
    items = mapping(exchange.data).get("list")
    return items if isinstance(items, list) else []


def _sent_number(exchange: Exchange, name: str) -> int | None:
    sent = exchange.query.get(name, [])
    is_plain = len(sent) == 1 and len(sent[0]) < _LONGEST_NUMBER and re.fullmatch("[1-9][0-9]*", sent[0])
    return int(sent[0]) if is_plain else None


RESPONSE_CHECKS: tuple[ResponseCheck, ...] = (
    ResponseCheck("PAGE-3", "assumed", the_numbers_of_a_page_agree),
    ResponseCheck("PAGE-3", "assumed", page_and_limit_are_echoed),
    ResponseCheck("PAGE-1", "assumed", what_is_left_out_takes_its_default),
    ResponseCheck("PAGE-4", "documented", a_page_holds_no_more_than_its_limit),
    ResponseCheck("PAGE-4", "assumed", a_page_holds_all_that_are_left),
)
