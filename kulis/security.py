"""Who is calling: Connexion's handler for the contract's bearer scheme (AUTH-1 to AUTH-6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from handlers.services import Document, Services
from kulis.endpoints import CarryOut
from kulis.exchange import exchange_of
from kulis.refusals import AuthenticationRequired
from kulis.tokens import claims_of, subject_at

BARE_TOKEN = "bare token: Authorization should be `Bearer <token>`, not the token alone"

_REMEMBERED = 1024
"""How many tokens, so that their number in memory is bounded; one that is refused is never among them."""


@dataclass(frozen=True)
class BearerAuthentication:
    """What Connexion asks, once for each secured operation, for the function that verifies a request.

    `claims` reads a token and judges its signature; its dates and its user are looked at for each request.
    """

    services: Services
    carry_out: CarryOut
    claims: Callable[[str], Mapping[str, Any]]
    strict: bool

    def __call__(self) -> "BearerAuthentication":
        return self

    def get_fn(self, security_scheme: Mapping[str, Any], required_scopes: list[str]) -> Callable[[Any], Any]:
        return self.verify

    async def verify(self, request: Any) -> dict[str, str]:
        """The claims of the caller, or AuthenticationRequired."""
        token, is_bare = sent_token(request.headers.getlist("authorization"))
        if is_bare and self.strict:
            raise AuthenticationRequired("The Authorization header must be `Bearer <token>`")
        user_id = subject_at(self.claims(token), self.services.clock.now())
        if await self.carry_out(partial(self._user, user_id), changes=False) is None:
            raise AuthenticationRequired("The token's user is not known here")
        exchange = exchange_of(request.scope)
        exchange.caller_id = user_id
        if is_bare:
            exchange.remarks.append(BARE_TOKEN)
        return {"sub": user_id}

    def _user(self, user_id: str) -> Document | None:
        return self.services.store["users"].find_one({"_id": user_id, "deletedAt": None})


def remembered_claims(secret: str) -> Callable[[str], Mapping[str, Any]]:
    """What reads tokens of a secret, and knows those again that it found sound of late."""
    return lru_cache(maxsize=_REMEMBERED)(partial(claims_of, secret=secret))


def sent_token(headers: list[str]) -> tuple[str, bool]:
    """The one token in Authorization headers, and whether it came without the word Bearer.

    Raises AuthenticationRequired.
    """
    if not headers:
        raise AuthenticationRequired("There is no Authorization header")
    if len(headers) > 1:
        raise AuthenticationRequired("There is more than one Authorization header")
    match headers[0].split():
        case [scheme, token] if scheme.lower() == "bearer":
            return token, False
        case [token] if token.lower() != "bearer":
            return token, True
    raise AuthenticationRequired("The Authorization header must be `Bearer <token>`")
