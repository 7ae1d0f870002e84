"""What a token says of itself, whether or not it is sound."""

from dataclasses import dataclass
from typing import Any

import jwt

from contract_tests.defects.asking import Asked


@dataclass(frozen=True)
class Token:
    """A JWT, read without verifying it."""

    text: str
    algorithm: str
    claims: dict[str, Any]

    @property
    def subject(self) -> str:
        return str(self.claims.get("sub", ""))


def token_of(asked: Asked) -> Token | None:
    """The token of a request, or None where there is none or it cannot be read."""
    text = (asked.header(b"authorization") or "").removeprefix("Bearer ")
    try:
        header = jwt.get_unverified_header(text)
        claims = jwt.decode(text, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return None
    return Token(text, str(header.get("alg")), claims)


def caller_of(asked: Asked) -> str:
    """The id of the user who asks, as the token tells; empty where it tells none."""
    token = token_of(asked)
    return token.subject if token else ""
