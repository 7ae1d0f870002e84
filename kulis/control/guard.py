"""Who may steer the mock: this machine, or whoever knows the control token; and no foreign web page."""

import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kulis.control import CONTROL_TOKEN_HEADER

_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
_SAME_SITE = ("same-origin", "none")


@dataclass(frozen=True)
class Guard:
    """Lets a request through to what it guards, or refuses it with 403 and a sentence.

    A web page could send requests from the user's own machine: its Origin gives it away, and, where it has
    bound its name to this machine's address, the Host that it asks for.
    """

    app: ASGIApp
    token: str | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = _problem(scope, Headers(scope=scope), self.token) if scope["type"] == "http" else None
        if problem is None:
            await self.app(scope, receive, send)
        else:
            await JSONResponse({"error": problem}, status_code=403)(scope, receive, send)


def unknown_host(host: str) -> str | None:
    """What is wrong with a Host that is no name of this machine; None for one that is."""
    if _name(host) in _LOCAL_NAMES or _name(host).endswith(".localhost"):
        return None
    return f"{host or 'No Host'} is not a name of this machine; ask for localhost or 127.0.0.1"


def _problem(scope: Scope, headers: Headers, token: str | None) -> str | None:
    host = headers.get("host", "")
    if token is not None and _is_token(headers.get(CONTROL_TOKEN_HEADER, ""), token):
        return _foreign_page(headers, host)
    if not _is_loopback(scope):
        return (
            "Only this machine may steer the mock; serve it with --control-token to let others in, "
            f"who then send it as {CONTROL_TOKEN_HEADER}"
        )
    return unknown_host(host) or _foreign_page(headers, host)


def _foreign_page(headers: Headers, host: str) -> str | None:
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return f"A page of {origin} may not steer the mock"
    if headers.get("sec-fetch-site", "none") not in _SAME_SITE:
        return "A page of another site may not steer the mock"
    return None


def _is_token(sent: str, token: str) -> bool:
    return secrets.compare_digest(sent.encode(), token.encode())


def _is_loopback(scope: Scope) -> bool:
    client = scope.get("client")
    if client is None:
        return False
    try:
        address = ip_address(client[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
