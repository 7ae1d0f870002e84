"""For each operation a request that world `default` answers with success."""

import re
from dataclasses import dataclass
from typing import Any

import httpx2

from contract_tests.contract import load_contract
from tests.staging import Stage

SNACK = "On Dakikada Mercimek"
"""The title of the cheapest replay: 1 credit."""

_CONTRACT = load_contract()
OPERATIONS = tuple(_CONTRACT.operations)
SECURED = tuple(operation.id for operation in _CONTRACT.operations.values() if operation.secured)
READING = tuple(operation.id for operation in _CONTRACT.operations.values() if operation.method == "get")
WITH_STREAM = tuple(id for id, operation in _CONTRACT.operations.items() if "{id}" in operation.path)
WITH_PATH_ID = tuple(id for id, operation in _CONTRACT.operations.items() if "{" in operation.path)


@dataclass(frozen=True)
class SoundRequest:
    """A request of persona `viewer`."""

    method: str
    path: str
    body: dict[str, str] | None

    def sent(self, stage: Stage, persona: str | None = "viewer", **options: Any) -> httpx2.Response:
        if self.body is not None and "content" not in options:
            options.setdefault("json", self.body)
        return stage.send(self.method, self.path, persona, **options)


def sound_request(stage: Stage, operation_id: str, *, id: str | None = None) -> SoundRequest:
    """The request of an operation, with another id in its path if one is given."""
    operation = stage.mock.contract.operation(operation_id)
    path = re.sub(r"\{\w+\}", lambda _: id or _sound_id(stage, operation_id), operation.path)
    return SoundRequest(operation.method.upper(), path, gift(stage) if operation_id == "createGift" else None)


def _sound_id(stage: Stage, operation_id: str) -> str:
    if operation_id in ("followUser", "unfollowUser"):
        return stage.user_id("guest")
    return stream_titled(stage, SNACK) if operation_id == "createReplayRental" else stage.main


def stream_titled(stage: Stage, title: str) -> str:
    """The id of a stream by its title."""
    stream_id: str = stage.stream(title=title)["_id"]
    return stream_id


def gift(stage: Stage, credits: int = 1, stream: str | None = None) -> dict[str, str]:
    """The body that sends the active gift of so many credits, to the main stream unless told otherwise."""
    return {"giftTypeId": gift_type(stage, credits), "liveStreamId": stream or stage.main}


def gift_type(stage: Stage, credits: int, *, active: bool = True) -> str:
    """The id of the gift type of so many credits."""
    kind = stage.mock.services.store["giftTypes"].find_one({"creditAmount": credits, "isActive": active})
    assert kind is not None, f"the world has no gift type of {credits} credits with isActive {active}"
    type_id: str = kind["_id"]
    return type_id


def authorization(header: str | bytes) -> dict[str, Any]:
    """Headers with this Authorization, whatever it says."""
    return {"Authorization": header}


def with_header(stage: Stage, header: str | bytes, path: str = "/gifts/gift-types") -> httpx2.Response:
    """The answer to a sound request with this Authorization header."""
    return stage.send("GET", path, None, headers=authorization(header))
