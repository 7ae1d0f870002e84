"""Hostile input is answered as any other: soon, in JSON, and never with a server error (ENV-8)."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from contract_tests.checking import Check
from contract_tests.checks.asking import active_stream, request_of, sent_as, unknown_id
from contract_tests.client import Unreachable
from contract_tests.exchange import NO_JSON, Exchange, Request
from contract_tests.findings import Broken
from contract_tests.scene import Scene, need

_PATIENCE = 10.0
"""Seconds after which an answer is held to hang."""

_LONG = 6000
"""Characters that a URL or a header may have before servers refuse it by themselves."""

_DEPTH = 10_000
_MANY_DIGITS = "9" * 400

_TEXTS = (
    ".*",
    "^(a+)+$",
    "(a|a)*" * 10 + "b",
    "[",
    "(?P<a>",
    "\\",
    "$where",
    "'; DROP TABLE users; --",
    '" OR ""="',
    "' OR 1=1 --",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "<script>alert(1)</script>",
    "%s%s%n",
    "../../etc/passwd",
    "\u202e\u200b\ufeff",
    "İıŞşĞğ",
    "👩‍👩‍👧‍👦",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤",
    "\ufffe\uffff",
    "\t\r\n",
)
_INJECTED = re.compile(r"(?:^|,)\s*a=b\s*(?:;|,|$)")
"""The cookie that one of the queries would set where line breaks in it were taken for such."""

_QUERIES = (
    "search[$ne]=x",
    "search[$regex]=.*",
    "search[$gt]=",
    "search[]=a&search[]=b",
    "search[a][b][c]=1",
    "page[$gt]=0",
    "limit[$ne]=1",
    "__proto__[x]=1&constructor[prototype][x]=1",
    "hasOwnProperty=1&toString=1&__class__=1",
    "search=%00",
    "search=a%00b",
    "%00=1",
    "search=%ff",
    "search=%c3%28",
    "search=%ed%a0%80",
    "search=%zz",
    "search=%",
    "search=%u0041",
    "search=a%0d%0aSet-Cookie:%20a=b",
    "&&&===&",
    "=",
    "?",
    "search",
    "page",
)
_PATHS = (
    "/live-stream/..%2F..%2Fetc%2Fpasswd/viewers",
    "/live-stream/%2e%2e%2f%2e%2e%2fviewers",
    "/live-stream/%ff%fe/viewers",
    "/live-stream/%zz/viewers",
    "/live-stream/[object%20Object]/viewers",
    "/live-stream/%7B%22$ne%22:null%7D/viewers",
    "/live-stream/;id=1/viewers",
    "/live-stream/a;b/viewers",
)


def hostile_queries_are_answered_soundly(scene: Scene) -> Iterator[Broken]:
    viewers = _viewers(scene)
    for query in (*_QUERIES, "a&" * (_LONG // 2), f"page={_MANY_DIGITS}", f"limit={_MANY_DIGITS}"):
        yield from _problems(scene, _asked(viewers, query), (200, 400))


def hostile_searches_are_ordinary_text(scene: Scene) -> Iterator[Broken]:
    viewers = _viewers(scene)
    for text in _TEXTS:
        request = _asked(viewers, f"search={quote(text, safe='')}")
        yield from _problems(scene, request, (200,), is_of_rule=True)


def a_very_long_search_is_refused(scene: Scene) -> Iterator[Broken]:
    viewers = _viewers(scene)
    for search in ("a" * _LONG, quote("ş" * (_LONG // 6), safe="")):
        yield from _problems(scene, _asked(viewers, f"search={search}"), (400,))


def hostile_paths_are_answered_soundly(scene: Scene) -> Iterator[Broken]:
    for path in (*_PATHS, f"/live-stream/{'a' * _LONG}/viewers"):
        request = Request("GET", scene.profile.base_url + path)
        yield from _problems(scene, request, (400, 404))


def hostile_headers_are_answered_soundly(scene: Scene) -> Iterator[Broken]:
    request = _asked(_viewers(scene), "limit=1")
    for name, value in (
        ("Accept", "text/html"),
        ("Accept", "junk"),
        ("Accept-Language", "xx-" * 100),
        ("Accept-Charset", "utf-16"),
        ("X-Junk", "j" * _LONG),
        ("X-Forwarded-For", "' OR 1=1"),
        ("Content-Type", "junk"),
    ):
        odd = replace(request, further=((name, value),))
        yield from _problems(scene, odd, (200,), f"with {name}")


def hostile_bodies_are_answered_soundly(scene: Scene) -> Iterator[Broken]:
    for body in _hostile_bodies():
        yield from _problems(scene, request_of(scene, "createGift", body=body), (400,))


def odd_but_sound_bodies_are_read(scene: Scene) -> Iterator[Broken]:
    gift = {"giftTypeId": unknown_id(scene), "liveStreamId": unknown_id(scene)}
    further: tuple[dict[str, object], ...] = (
        {"$where": "1", "a.b": 1, "": 2, "\u0000": 3},
        {str(number): number for number in range(2000)},
    )
    for more in further:
        request = request_of(scene, "createGift", body={**gift, **more})
        yield from _problems(scene, request, (404,), "for an unknown stream, whatever else the body has")
    poisonous: tuple[dict[str, object], ...] = (
        {"__proto__": {"isAdmin": True}},
        {"constructor": {"prototype": {"isAdmin": True}}},
    )
    for more in poisonous:
        # Some readers of JSON refuse such names outright, which is as safe.
        yield from _problems(scene, request_of(scene, "createGift", body={**gift, **more}), (400, 404))


def odd_media_types_are_answered_soundly(scene: Scene) -> Iterator[Broken]:
    gift = json.dumps({"giftTypeId": unknown_id(scene), "liveStreamId": unknown_id(scene)})
    for media_type in (";;;", "/", "a", "application/", "application/json; charset=", "json", "*/*", "a/b/c"):
        request = request_of(scene, "createGift", body=gift.encode(), media_type=media_type)
        yield from _problems(scene, request, (400, 404, 415))
    for charset in ("utf-16", "no-such-charset", "utf-7"):
        body = gift.encode("utf-16" if charset == "utf-16" else "ascii")
        request = request_of(
            scene, "createGift", body=body, media_type=f"application/json; charset={charset}"
        )
        yield from _problems(scene, request, (400, 404, 415))


def _hostile_bodies() -> Iterator[bytes]:
    yield b"[" * _DEPTH + b"]" * _DEPTH
    yield b'{"giftTypeId":' * _DEPTH + b"1" + b"}" * _DEPTH
    yield b'{"giftTypeId": ' + b"[" * _DEPTH + b"]" * _DEPTH + b"}"
    yield b'{"giftTypeId": 1e999999, "liveStreamId": -1e999999}'
    yield b'{"giftTypeId": ' + b"9" * 5000 + b', "liveStreamId": 1}'
    yield b'{"giftTypeId": "a", "giftTypeId": "b", "liveStreamId": "c", "liveStreamId": {}}'
    yield rb'{"giftTypeId": "\ud800", "liveStreamId": "\udc00\ud800"}'
    yield rb'{"giftTypeId": "\u0000", "liveStreamId": "a\u0000b"}'
    yield b'{"giftTypeId": "' + b"a" * 100_000 + b'", "liveStreamId": "b"}'
    yield b'{"giftTypeId": {"$gt": ""}, "liveStreamId": {"$regex": ".*"}}'
    yield b'{"giftTypeId": {"toString": 1}, "liveStreamId": {"length": 24}}'
    yield b"{" + b",".join(b'"%d": null' % number for number in range(5000)) + b"}"


def _viewers(scene: Scene) -> Request:
    stream_id = need(active_stream(scene), "no active stream is known")
    return request_of(scene, "getLiveStreamViewers", path={"id": stream_id})


def _asked(request: Request, query: str) -> Request:
    """The request with a query that is sent as it is, since an encoder would make a sound one of it."""
    return replace(request, url=f"{request.url}?{query}")


def _problems(
    scene: Scene,
    request: Request,
    statuses: tuple[int, ...],
    because: str = "for hostile input",
    *,
    is_of_rule: bool = False,
) -> Iterator[Broken]:
    """What is wrong with the answer. `is_of_rule`: the check's own rule says which status it has."""
    wanted = " or ".join(str(status) for status in statuses)
    try:
        exchange = sent_as(scene, request)
    except Unreachable as problem:
        yield Broken(
            expected="an answer, even to hostile input",
            got=str(problem)[:300],
            where=f"{request.method} {request.url[:200]}",
        )
        return
    if exchange.seconds > _PATIENCE:
        yield _told(exchange, "an answer before long", f"one after {exchange.seconds:.0f} seconds")
    if exchange.status not in statuses:
        # What status an input deserves is else the affair of the rule that it breaks.
        is_consequence = not is_of_rule or exchange.status >= 500
        told = f"status {exchange.status}"
        yield _told(exchange, f"status {wanted} {because}", told, is_consequence=is_consequence)
    elif exchange.json is NO_JSON:
        yield _told(exchange, f"JSON {because}", repr(exchange.body[:80].decode(errors="replace")))
    if _INJECTED.search(exchange.headers.get("set-cookie", "")):
        yield _told(exchange, "no header of the client's making", exchange.headers["set-cookie"])


def _told(exchange: Exchange, expected: str, got: str, *, is_consequence: bool = False) -> Broken:
    return Broken(expected=expected, got=got, where=exchange.where, is_consequence=is_consequence)


_VIEWERS = ("getLiveStreamViewers",)
_GIFT = ("createGift",)

CHECKS: tuple[Check, ...] = (
    Check("ENV-8", "assumed", hostile_queries_are_answered_soundly, _VIEWERS),
    Check("FIND-1", "assumed", hostile_searches_are_ordinary_text, _VIEWERS),
    Check("FIND-1", "assumed", a_very_long_search_is_refused, _VIEWERS),
    Check("ENV-8", "assumed", hostile_paths_are_answered_soundly, _VIEWERS),
    Check("ENV-8", "assumed", hostile_headers_are_answered_soundly, _VIEWERS),
    Check("ENV-8", "assumed", hostile_bodies_are_answered_soundly, _GIFT, changes=True),
    Check("ENV-8", "assumed", odd_but_sound_bodies_are_read, _GIFT, changes=True),
    Check("ENV-8", "assumed", odd_media_types_are_answered_soundly, _GIFT, changes=True),
)
