"""Tokens of the mock: HS256 JWTs whose `sub` is a user's id (AUTH-1, AUTH-4, AUTH-6)."""

import math
import re
import warnings
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import jwt

from kulis.refusals import AuthenticationRequired

DEVELOPMENT_SECRET = "kulis development secret, never for production"
ALGORITHM = "HS256"
_UNKNOWN_SUBJECT = "f" * 24
_LONG = timedelta(days=365)


def mint(
    user_id: str, *, secret: str, expires_at: datetime | None = None, not_before: datetime | None = None
) -> str:
    """A sound token for a user; the same one each time while it has no dates."""
    claims: dict[str, Any] = {"sub": user_id}
    if expires_at is not None:
        claims["exp"] = int(expires_at.timestamp())
    if not_before is not None:
        claims["nbf"] = int(not_before.timestamp())
    return _signed(claims, secret)


def subject_of(token: str, *, secret: str, now: datetime) -> str:
    """The user's id in a sound token; AuthenticationRequired, with what is wrong, for any other (AUTH-4)."""
    return subject_at(claims_of(token, secret), now)


def claims_of(token: str, secret: str) -> Mapping[str, Any]:
    """What a token says that was signed with the secret; AuthenticationRequired for any other."""
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token, secret, algorithms=[ALGORITHM], options=_SIGNATURE_AND_SUBJECT
        )
    except jwt.InvalidSignatureError:
        raise AuthenticationRequired("The token's signature is wrong") from None
    except jwt.InvalidAlgorithmError:
        raise AuthenticationRequired(f"The token's algorithm is not {ALGORITHM}") from None
    except jwt.MissingRequiredClaimError:
        raise AuthenticationRequired("The token has no sub, the id of its user") from None
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise AuthenticationRequired("The token is not a well-formed JWT") from None
    return claims


def subject_at(claims: Mapping[str, Any], now: datetime) -> str:
    """The user's id in claims that hold at a moment; AuthenticationRequired where they do not.

    The moment is given, since the mock's clock need not be the machine's.
    """
    _refuse_outside(claims, now.timestamp())
    return str(claims["sub"])


def claimed_subject(token: str) -> str | None:
    """Whose a token says that it is, unverified: for telling people apart, never for letting them in."""
    try:
        subject = jwt.decode(token, options={"verify_signature": False}).get("sub")
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return None
    return subject if isinstance(subject, str) and re.fullmatch(r"[\w.@-]{1,64}", subject) else None


_SIGNATURE_AND_SUBJECT: Any = {
    "require": ["sub"],
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
}


def _refuse_outside(claims: Mapping[str, Any], now: float) -> None:
    for name in ("exp", "nbf"):
        value = claims.get(name)
        if value is not None and not _is_moment(value):
            raise AuthenticationRequired(f"The token's {name} is not a number of seconds")
    if claims.get("exp") is not None and claims["exp"] <= now:
        raise AuthenticationRequired("The token has expired")
    if claims.get("nbf") is not None and claims["nbf"] > now:
        raise AuthenticationRequired("The token is not valid yet")


def _is_moment(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _signed(claims: Mapping[str, Any], secret: str, algorithm: str = ALGORITHM) -> str:
    with warnings.catch_warnings():
        # A secret may be shorter than an algorithm that is not ours should have.
        warnings.simplefilter("ignore")
        return jwt.encode(dict(claims), secret, algorithm=algorithm)


def _renamed(claims: Mapping[str, Any], secret: str) -> str:
    # A token that is to be sound needs none of the contract tests.
    from contract_tests.spoilt import signed_under_another_name

    return signed_under_another_name(claims, secret)


Spoiler = Callable[[str, str, datetime], str]
"""`spoiler(user_id, secret, now)`: a token that must be refused with 401."""

SPOILERS: Mapping[str, Spoiler] = MappingProxyType(
    {
        "expired": lambda user_id, secret, now: mint(user_id, secret=secret, expires_at=now - _LONG),
        "not-yet-valid": lambda user_id, secret, now: mint(user_id, secret=secret, not_before=now + _LONG),
        "wrong-signature": lambda user_id, secret, now: mint(user_id, secret=f"not the secret: {secret}"),
        "lately-expired": lambda user_id, secret, now: mint(
            user_id, secret=secret, expires_at=now - timedelta(minutes=20)
        ),
        "wrong-algorithm": lambda user_id, secret, now: _signed({"sub": user_id}, secret, "HS512"),
        "weaker-algorithm": lambda user_id, secret, now: _signed({"sub": user_id}, secret, "HS384"),
        "made-up-algorithm": lambda user_id, secret, now: _renamed({"sub": user_id}, secret),
        "none-algorithm": lambda user_id, secret, now: jwt.encode({"sub": user_id}, "", algorithm="none"),
        "unknown-subject": lambda user_id, secret, now: mint(_UNKNOWN_SUBJECT, secret=secret),
        "no-subject": lambda user_id, secret, now: _signed({"user": user_id}, secret),
        "expiry-no-number": lambda user_id, secret, now: _signed({"sub": user_id, "exp": "soon"}, secret),
        "malformed": lambda user_id, secret, now: mint(user_id, secret=secret).replace(".", "!"),
    }
)
"""Ways to spoil a token, so that a front end's handling of 401 can be tried."""
