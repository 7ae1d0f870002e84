"""Exchanges made of the contract's examples, to be broken by hand."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from contract_tests.contract import load_contract
from contract_tests.exchange import Credential, Exchange, Request

CONTRACT = load_contract()
DATE = "Sun, 01 Mar 2026 12:00:00 GMT"


@dataclass
class Draft:
    """An exchange in the making: sound until something in it is altered."""

    operation_id: str | None
    status: int
    body: Any
    path: dict[str, str] = field(default_factory=dict)
    query: str = ""
    method: str = "GET"
    credential: Credential | None = field(default_factory=lambda: Credential("a.b.c", "$TOKEN"))
    headers: dict[str, str] = field(
        default_factory=lambda: {
            "content-type": "application/json",
            "date": DATE,
            "www-authenticate": "Bearer",
            "allow": "GET",
        }
    )

    @property
    def data(self) -> Any:
        return self.body["data"]

    @property
    def exchange(self) -> Exchange:
        request = Request(
            method=self.method,
            url=f"http://127.0.0.1/api/v1/somewhere?{self.query}",
            credential=self.credential,
            operation_id=self.operation_id,
            path_arguments=self.path,
        )
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        return Exchange(request, self.status, self.headers, body, 0.01)


Alter = Callable[[Draft], object]


def sound(operation_id: str, status: int, example: str) -> Draft:
    """An example of the contract as it would be answered to a request that asks for it."""
    response = CONTRACT.operation(operation_id).responses[status]
    draft = Draft(operation_id, status, deepcopy(dict(response.examples[example])))
    data = draft.data if isinstance(draft.data, dict) else {}
    for name in ("id", "streamId", "liveStreamId"):
        if name in data:
            draft.path["id"] = data[name]
    if page := data.get("pagination"):
        draft.query = f"page={page['currentPage']}&limit={page['itemsPerPage']}"
    if not CONTRACT.operation(operation_id).secured:
        draft.credential = None
    return draft


def put(*path: str | int, to: Any) -> Alter:
    """What sets one value in the body."""

    def alter(draft: Draft) -> None:
        place = draft.body
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return alter


def drop(*path: str | int) -> Alter:
    """What takes one value out of the body."""

    def alter(draft: Draft) -> None:
        place = draft.body
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return alter


def header(name: str, to: str | None) -> Alter:
    return lambda draft: draft.headers.pop(name, None) if to is None else draft.headers.update({name: to})


def whole(body: bytes) -> Alter:
    return lambda draft: setattr(draft, "body", body)


def answered(status: int) -> Alter:
    def alter(draft: Draft) -> None:
        draft.status = draft.body["statusCode"] = status

    return alter


def asked(query: str) -> Alter:
    return lambda draft: setattr(draft, "query", query)


def both(*alterations: Alter) -> Alter:
    return lambda draft: [alter(draft) for alter in alterations]


def twice(*path: str | int) -> Alter:
    """What repeats the first item of a list at its end."""

    def alter(draft: Draft) -> None:
        items = draft.body
        for step in path:
            items = items[step]
        items.append(deepcopy(items[0]))

    return alter


def turned(*path: str | int) -> Alter:
    """What turns a list round."""

    def alter(draft: Draft) -> None:
        items = draft.body
        for step in path:
            items = items[step]
        items.reverse()

    return alter


VIEWERS = ("getLiveStreamViewers", 200, "viewers")
DETAIL = ("getLiveStream", 200, "liveStreamEnded")
FEATURED = ("listFeaturedLiveStreams", 200, "featured")
RENTALS = ("listMyReplayRentals", 200, "rentals")
RENTED = ("createReplayRental", 201, "rentalNew")
AVAILABLE = ("getReplayStatus", 200, "statusAvailable")
ACTIVE = ("getReplayStatus", 200, "statusActive")
EXPIRED = ("getReplayStatus", 200, "statusExpired")
STATISTICS = ("getGiftStatistics", 200, "giftStatistics")
TYPES = ("listGiftTypes", 200, "giftTypes")
MISSING = ("getLiveStream", 404, "noSuchStream")
REFUSED = ("getLiveStream", 401, "noToken")
LARGE = ("createGift", 413, "tooLarge")
PAGE = ("data", "pagination")
ACCESS = ("data", "replayAccess")
ONE = ("data", "list", 0)
A_LATER_MOMENT = "2026-03-01T12:00:09.000Z"
