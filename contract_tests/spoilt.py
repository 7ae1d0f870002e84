"""Tokens that every implementation must refuse, made with the target's own secret where it is known."""

import json
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from jwt.algorithms import HMACAlgorithm

from contract_tests.exchange import Credential
from contract_tests.profile import Profile

_ALGORITHM = "HS256"
_MADE_UP = "XS256"
# Far enough off for a target whose clock is not today's.
_LONG_AGO = int(datetime(2001, 1, 1, tzinfo=UTC).timestamp())
_FAR_OFF = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
_UNKNOWN = "f" * 24


def spoilt_credentials(profile: Profile, user_id: str) -> Mapping[str, Credential]:
    """Spoilt tokens by the name of what is wrong; without a secret, those that need none (AUTH-4)."""
    return {**_without_secret(user_id), **(_with_secret(profile.secret, user_id) if profile.secret else {})}


def sound_credential(secret: Credential, user_id: str) -> Credential:
    """A sound token with nothing in it but the user's id (AUTH-6)."""
    token = jwt.encode({"sub": user_id}, secret.token, algorithm=_ALGORITHM)
    return Credential(token, _shown(secret, user_id, ""))


def signed_under_another_name(claims: Mapping[str, Any], secret: str) -> str:
    """A token signed as it should be, whose header names an algorithm that there is not."""
    signing = jwt.PyJWS()
    signing.register_algorithm(_MADE_UP, HMACAlgorithm(HMACAlgorithm.SHA256))
    return signing.encode(json.dumps(claims).encode(), secret, algorithm=_MADE_UP)


def _without_secret(user_id: str) -> dict[str, Credential]:
    foreign = "a secret that no server should trust, of any length"
    made = {
        "malformed": "not-a-token",
        "two-parts": "e30.e30",
        "empty-parts": "..",
        "none-algorithm": jwt.encode({"sub": user_id}, "", algorithm="none"),
        "wrong-signature": jwt.encode({"sub": user_id}, foreign, algorithm=_ALGORITHM),
    }
    return {name: Credential(token, token) for name, token in made.items()}


def _with_secret(secret: Credential, user_id: str) -> dict[str, Credential]:
    claims: dict[str, dict[str, object]] = {
        "expired": {"sub": user_id, "exp": _LONG_AGO},
        "not-yet-valid": {"sub": user_id, "nbf": _FAR_OFF},
        "unknown-subject": {"sub": _UNKNOWN},
        "no-subject": {"user": user_id},
        "expiry-no-number": {"sub": user_id, "exp": "soon"},
    }
    made = {
        name: Credential(jwt.encode(body, secret.token, algorithm=_ALGORITHM), _shown(secret, user_id, name))
        for name, body in claims.items()
    }
    for name, algorithm in (("wrong-algorithm", "HS512"), ("weaker-algorithm", "HS384")):
        with warnings.catch_warnings():
            # A secret may be shorter than such an algorithm should have.
            warnings.simplefilter("ignore")
            wrong = jwt.encode({"sub": user_id}, secret.token, algorithm=algorithm)
        made[name] = Credential(wrong, _shown(secret, user_id, name))
    renamed = signed_under_another_name({"sub": user_id}, secret.token)
    made["made-up-algorithm"] = Credential(renamed, _shown(secret, user_id, "made-up-algorithm"))
    return made


def lately_expired(secret: Credential, user_id: str, now: datetime) -> Credential:
    """A token that has expired twenty minutes before a moment, which is longer than any clock is wrong."""
    claims = {"sub": user_id, "exp": int((now - timedelta(minutes=20)).timestamp())}
    token = jwt.encode(claims, secret.token, algorithm=_ALGORITHM)
    return Credential(token, _shown(secret, user_id, "lately-expired"))


def _shown(secret: Credential, user_id: str, spoiler: str) -> str:
    option = f" --spoil {spoiler}" if spoiler else ""
    return f"$(KULIS_SECRET={secret.shown} kulis token --user {user_id}{option})"
