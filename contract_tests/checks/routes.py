"""Outcomes beyond the operations: unknown routes, wrong methods, bodies that cannot be read (ENV-8)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from contract_tests.checking import Check
from contract_tests.checks.asking import (
    JSON,
    LONGEST_BODY,
    request_of,
    sent_as,
    sent_whole,
    unknown_id,
    unless_answered,
)
from contract_tests.contract import Contract
from contract_tests.exchange import Exchange, Request
from contract_tests.findings import Broken
from contract_tests.scene import Scene, expect_status

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_UNKNOWN = (
    "/no-such-route",
    "/live-stream",
    "/live-stream/{id}/no-such-thing",
    "/live-stream/{id}/viewers/{id}",
    "/live-stream/featured/now",
    "/gifts",
    "/gifts/no-such-thing",
    "/follow",
    "/follow/{id}/now",
)
_WRONG_TYPES = (
    "text/plain",
    "text/html",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "application/jsonx",
    "image/png",
)
_MALFORMED = (
    b"{",
    b"}",
    b"nul",
    b'{"giftTypeId": }',
    b'{"giftTypeId": "a",}',
    b"{'giftTypeId': 'a'}",
    b'{"giftTypeId": "a"} {}',
    b'{"giftTypeId": NaN}',
    b'{"giftTypeId": "a\nb"}',
    b"giftTypeId=a&liveStreamId=b",
    b"",
    b" ",
)
_NOT_UTF_8 = (
    b'{"giftTypeId": "\xff\xfe"}',
    b'\xff\xfe{\x00"\x00',
    b'{"note": "\xc3"}',
    b'{"note": "\xed\xa0\x80"}',
)


def an_unknown_route_is_not_found(scene: Scene) -> Iterator[Broken]:
    for path in _UNKNOWN:
        exchange = sent_as(scene, Request("GET", scene.url(path, {"id": unknown_id(scene)})), _anybody(scene))
        yield from unless_answered(exchange, 404, because="for an unknown route")


def a_slash_at_the_end_makes_an_unknown_route(scene: Scene) -> Iterator[Broken]:
    for operation in scene.contract.operations.values():
        if operation.method == "get":
            exchange = sent_as(scene, Request("GET", _url(scene, operation.path) + "/"), _anybody(scene))
            yield from unless_answered(exchange, 404, because="for a route with a slash at its end")


def a_slash_at_the_end_makes_an_unknown_route_where_data_changes(scene: Scene) -> Iterator[Broken]:
    for operation in scene.contract.operations.values():
        if operation.method != "get":
            request = Request(operation.method.upper(), _url(scene, operation.path) + "/")
            exchange = sent_as(scene, request, _anybody(scene))
            yield from unless_answered(exchange, 404, because="for a route with a slash at its end")


def head_is_a_wrong_method(scene: Scene) -> Iterator[Broken]:
    for path, methods in _methods(scene.contract).items():
        exchange = sent_as(scene, Request("HEAD", _url(scene, path)), _anybody(scene))
        yield from _unless_not_allowed(exchange, methods)


def get_is_a_wrong_method_where_data_changes(scene: Scene) -> Iterator[Broken]:
    for path, methods in _methods(scene.contract).items():
        if "GET" not in methods:
            exchange = sent_as(scene, Request("GET", _url(scene, path)), _anybody(scene))
            yield from _unless_not_allowed(exchange, methods)


def a_wrong_method_is_told_with_those_there_are(scene: Scene) -> Iterator[Broken]:
    for path, methods in _methods(scene.contract).items():
        for method in _METHODS:
            if method not in methods and method != "GET":
                exchange = sent_as(scene, Request(method, _url(scene, path)), _anybody(scene))
                yield from _unless_not_allowed(exchange, methods)


def a_wrong_media_type_is_refused(scene: Scene) -> Iterator[Broken]:
    for media_type in _WRONG_TYPES:
        request = request_of(scene, "createGift", body=_gift(scene), media_type=media_type)
        yield from unless_answered(sent_as(scene, request), 415, because=f"for {media_type}")


def json_is_taken_however_its_media_type_is_written(scene: Scene) -> Iterator[Broken]:
    for media_type in (JSON, f"{JSON}; charset=utf-8", f"{JSON};charset=UTF-8"):
        request = request_of(scene, "createGift", body=_gift(scene), media_type=media_type)
        because = "for an unknown stream, the body being JSON"
        yield from unless_answered(sent_as(scene, request), 404, because=because, is_consequence=True)


def an_oversized_body_is_refused(scene: Scene) -> None:
    request = request_of(scene, "createGift", body=_padded(scene, LONGEST_BODY + 1))
    expect_status(sent_whole(scene, request), 413, because=f"for a body of {LONGEST_BODY + 1} bytes")


def an_oversized_body_in_chunks_is_refused(scene: Scene) -> None:
    """No Content-Length tells its size beforehand."""
    request = request_of(scene, "createGift", body=_padded(scene, LONGEST_BODY + 1))
    exchange = sent_whole(scene, replace(request, further=(("Transfer-Encoding", "chunked"),)))
    # A server may want to be told the length, and say so.
    if exchange.status != 411:
        expect_status(exchange, 413, because=f"for a body of {LONGEST_BODY + 1} bytes in chunks")


def a_body_as_long_as_may_be_is_read(scene: Scene) -> Iterator[Broken]:
    for length in (LONGEST_BODY, LONGEST_BODY - 1):
        request = request_of(scene, "createGift", body=_padded(scene, length))
        exchange = sent_whole(scene, request)
        because = f"for an unknown stream, {length} bytes being allowed"
        yield from unless_answered(exchange, 404, because=because, is_consequence=True)


def malformed_json_is_refused(scene: Scene) -> Iterator[Broken]:
    for body in _MALFORMED:
        exchange = sent_as(scene, request_of(scene, "createGift", body=body))
        yield from unless_answered(exchange, 400, because="for malformed JSON")


def a_body_that_is_not_utf_8_is_refused(scene: Scene) -> Iterator[Broken]:
    for body in _NOT_UTF_8:
        exchange = sent_as(scene, request_of(scene, "createGift", body=body))
        yield from unless_answered(exchange, 400, because="for a body that is not UTF-8")


def _anybody(scene: Scene) -> str | None:
    """Role viewer where it has a token; a route is looked for before a token is (AUTH-5)."""
    return "viewer" if "viewer" in scene.profile.credentials else None


def _methods(contract: Contract) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for operation in contract.operations.values():
        found.setdefault(operation.path, set()).add(operation.method.upper())
    return found


def _url(scene: Scene, path: str) -> str:
    return scene.url(path, {"id": unknown_id(scene), "userId": unknown_id(scene)})


def _unless_not_allowed(exchange: Exchange, methods: set[str]) -> Iterator[Broken]:
    problems = list(unless_answered(exchange, 405, because=f"for {exchange.request.method}"))
    yield from problems
    # OPTIONS belongs to CORS: whether Allow names it is left open.
    named = {name.strip().upper() for name in exchange.headers.get("allow", "").split(",")} - {"OPTIONS", ""}
    if not problems and named != methods:
        yield Broken(
            expected=f"Allow: {', '.join(sorted(methods))}",
            got=exchange.headers.get("allow", "no such header"),
            where=exchange.where,
        )


def _gift(scene: Scene) -> bytes:
    return json.dumps({"giftTypeId": unknown_id(scene), "liveStreamId": unknown_id(scene)}).encode()


def _padded(scene: Scene, length: int) -> bytes:
    """A sound gift to an unknown stream, of so many bytes."""
    gift = _gift(scene)
    return gift[:-1] + b" " * (length - len(gift)) + b"}"


_GIFT = ("createGift",)

CHECKS: tuple[Check, ...] = (
    Check("ENV-8", "assumed", an_unknown_route_is_not_found, ()),
    Check("ENV-8", "assumed", a_slash_at_the_end_makes_an_unknown_route, ()),
    Check("ENV-8", "assumed", a_slash_at_the_end_makes_an_unknown_route_where_data_changes, (), changes=True),
    Check("ENV-8", "assumed", head_is_a_wrong_method, ()),
    Check("ENV-8", "assumed", get_is_a_wrong_method_where_data_changes, ()),
    Check("ENV-8", "assumed", a_wrong_method_is_told_with_those_there_are, (), changes=True),
    Check("ENV-8", "assumed", a_wrong_media_type_is_refused, _GIFT, changes=True),
    Check("ENV-8", "assumed", json_is_taken_however_its_media_type_is_written, _GIFT, changes=True),
    Check("ENV-8", "assumed", an_oversized_body_is_refused, _GIFT, changes=True),
    Check("ENV-8", "assumed", an_oversized_body_in_chunks_is_refused, _GIFT, changes=True),
    Check("ENV-8", "assumed", a_body_as_long_as_may_be_is_read, _GIFT, changes=True),
    Check("ENV-8", "assumed", malformed_json_is_refused, _GIFT, changes=True),
    Check("ENV-8", "assumed", a_body_that_is_not_utf_8_is_refused, _GIFT, changes=True),
)
