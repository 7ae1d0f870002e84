"""Requests that are sound in every way, and change nothing whether they are refused or granted."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contract_tests.checks.reading import mapping, mappings
from contract_tests.client import Unreachable
from contract_tests.contract import Operation
from contract_tests.exchange import Credential, Exchange, Request
from contract_tests.findings import Broken, NotExercised
from contract_tests.scene import UNSENT, Scene, expect_status

LONGEST_BODY = 1024 * 1024
"""Bytes that a body may have at most (ENV-8)."""

JSON = "application/json"


@dataclass(frozen=True)
class Known:
    """What the target is known to have, None where nothing is; `idle_stream` is one that is not active."""

    stream: str | None
    idle_stream: str | None
    gift_type: str | None
    user: str | None


def look_round(scene: Scene) -> Known:
    """What the profile names, and else what the target shows of itself."""
    return Known(active_stream(scene), _idle_stream(scene), _gift_type(scene), viewer_id(scene))


def harmless(scene: Scene, operation_id: str, known: Known | None = None) -> Request:
    """A request of an operation, without a token, that changes nothing even where it is granted.

    Its ids are real as far as they are known: one rents what is active, sends a gift to what is not, and
    follows oneself, all of which end in 409. Other ids are unknown, and end in 404.
    """
    operation = scene.contract.operation(operation_id)
    found = known or Known(None, None, None, None)
    path = {
        parameter.name: _or_unknown(scene, found.user if parameter.name == "userId" else found.stream)
        for parameter in operation.parameters
        if parameter.location == "path"
    }
    body = UNSENT
    if operation.body_media_types:
        body = {
            "giftTypeId": _or_unknown(scene, found.gift_type),
            "liveStreamId": _or_unknown(scene, found.idle_stream),
        }
    return request_of(scene, operation_id, path=path, body=body)


def request_of(
    scene: Scene,
    operation_id: str,
    *,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, Any] | str | None = None,
    body: Any = UNSENT,
    media_type: str | None = JSON,
) -> Request:
    """A request of an operation, without a token; a body of bytes is sent as it is."""
    operation = scene.contract.operation(operation_id)
    is_sent = body is not UNSENT
    return Request(
        method=operation.method.upper(),
        url=scene.url(operation.path, path or {}, query),
        body=(body if isinstance(body, bytes) else json.dumps(body).encode()) if is_sent else None,
        media_type=media_type if is_sent else None,
        operation_id=operation_id,
        path_arguments=path,
    )


def sent_as(scene: Scene, request: Request, who: str | Credential | None = "viewer") -> Exchange:
    """The exchange of a request, made as a role, with a token, or as nobody."""
    credential = scene.profile.credential(who) if isinstance(who, str) else who
    return scene.client.send(replace(request, credential=credential))


def sent_whole(scene: Scene, request: Request, who: str | Credential | None = "viewer") -> Exchange:
    """The same, with a large body, which a server may refuse by hanging up: then nothing is learnt."""
    try:
        return sent_as(scene, request, who)
    except Unreachable as problem:
        raise NotExercised(f"the target broke off while a large body was sent: {problem}") from None


def unless_answered(exchange: Exchange, *statuses: int, because: str = "", **more: Any) -> Iterator[Broken]:
    """A breach for the check to yield, unless the exchange has one of the statuses; see expect_status."""
    try:
        expect_status(exchange, *statuses, because=because, **more)
    except Broken as problem:
        yield problem


def oversized() -> bytes:
    """A body that is one byte too long."""
    return b"x" * (LONGEST_BODY + 1)


def unknown_id(scene: Scene) -> str:
    """A well-formed id that nothing has."""
    return f"{scene.random.getrandbits(96):024x}"


def active_stream(scene: Scene) -> str | None:
    """The profile's active stream, else the first that is featured."""
    if scene.profile.streams.get("active"):
        return scene.profile.stream("active")
    for operation in public_operations(scene):
        for stream in mappings(scene.call(operation.id, None).data):
            if isinstance(stream.get("id"), str):
                return str(stream["id"])
    return None


def viewer_id(scene: Scene) -> str | None:
    """The id of role viewer's user: the profile's, else the one in its token (AUTH-6)."""
    if "viewer" in scene.profile.users:
        return scene.profile.users["viewer"]
    credential = scene.profile.credentials.get("viewer")
    return _subject(credential.token) if credential else None


def operations_that_read(scene: Scene) -> list[Operation]:
    """The secured operations that change nothing."""
    return [one for one in scene.contract.operations.values() if one.secured and one.method == "get"]


def operations_that_change(scene: Scene) -> list[Operation]:
    """The secured operations that change data."""
    return [one for one in scene.contract.operations.values() if one.secured and one.method != "get"]


def public_operations(scene: Scene) -> list[Operation]:
    """The operations that need no token."""
    return [one for one in scene.contract.operations.values() if not one.secured]


def _or_unknown(scene: Scene, found: str | None) -> str:
    return found or unknown_id(scene)


def _idle_stream(scene: Scene) -> str | None:
    for role in ("rentable", "unrentable", "scheduled"):
        if scene.profile.streams.get(role):
            return scene.profile.stream(role)
    return None


def _gift_type(scene: Scene) -> str | None:
    if "viewer" not in scene.profile.credentials:
        return None
    for kind in mappings(scene.call("listGiftTypes").data):
        if isinstance(kind.get("id"), str):
            return str(kind["id"])
    return None


def _subject(token: str) -> str | None:
    payload = token.partition(".")[2].partition(".")[0]
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        return None
    subject = mapping(claims).get("sub")
    return subject if isinstance(subject, str) else None
