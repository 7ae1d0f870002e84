"""Which header fields go on to the next hop (RFC 9110, 7.6), in either direction."""

from collections.abc import Iterable

Fields = list[tuple[bytes, bytes]]

_HOP_BY_HOP = frozenset(
    (
        b"connection",
        b"expect",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    )
)
_OF_REQUESTS = frozenset((b"accept-encoding", b"host"))
_OF_ANSWERS = frozenset((b"kulis-answered-by", b"kulis-journal"))
_CORS = b"access-control-"


def request_fields(fields: Iterable[tuple[bytes, bytes]], *, host: bytes, via: bytes) -> Fields:
    """The fields of a request for the backend: its own Host, and no coding that nobody here could read."""
    kept = _end_to_end(fields)
    seen = [value for name, value in kept if name == b"via"]
    kept = [(name, value) for name, value in kept if name not in _OF_REQUESTS and name != b"via"]
    return [(b"host", host), *kept, (b"accept-encoding", b"identity"), (b"via", b", ".join([*seen, via]))]


def answer_fields(fields: Iterable[tuple[bytes, bytes]]) -> Fields:
    """The fields of an answer for the client.

    What the backend says of origins is about its own address; the proxy is an origin of its own, and says so
    in `Vary` itself.
    """
    kept = [
        (name, _without_origin(value) if name == b"vary" else value)
        for name, value in _end_to_end(fields)
        if name not in _OF_ANSWERS and not name.startswith(_CORS)
    ]
    return [(name, value) for name, value in kept if name != b"vary" or value]


def has_come_by(fields: Iterable[tuple[bytes, bytes]], via: bytes) -> bool:
    """Whether a request has passed through this very proxy before."""
    return any(
        via in (hop.strip() for hop in value.split(b",")) for name, value in fields if name.lower() == b"via"
    )


def _without_origin(vary: bytes) -> bytes:
    named = [field.strip() for field in vary.split(b",")]
    return b", ".join(field for field in named if field.lower() != b"origin")


def _end_to_end(fields: Iterable[tuple[bytes, bytes]]) -> Fields:
    lowered = [(name.lower(), value) for name, value in fields]
    named = {
        option.strip().lower()
        for name, value in lowered
        if name == b"connection"
        for option in value.split(b",")
    }
    return [(name, value) for name, value in lowered if name not in _HOP_BY_HOP and name not in named]
