"""Personas and their tokens through the control API."""

from datetime import UTC, datetime
from typing import Any

from kulis.backstage import Backstage
from kulis.durations import duration
from kulis.refusals import ValidationFailed
from kulis.tokens import SPOILERS, mint


def list_personas(backstage: Backstage) -> dict[str, Any]:
    """Who one can be, each with a token."""
    return {
        "personas": [
            {
                "name": persona.name,
                "userId": persona.user_id,
                "username": persona.username,
                "description": persona.description,
                "token": backstage.token(persona.name),
            }
            for persona in backstage.world.personas
        ]
    }


def issue_token(
    backstage: Backstage,
    persona: str | None = None,
    user: str | None = None,
    expires_in: str | None = None,
    spoil: str | None = None,
) -> dict[str, Any]:
    """A token of a persona or of any user's id; spoilt in a way that is refused, or for a while."""
    if (persona is None) == (user is None):
        raise ValidationFailed("Give either persona or user")
    user_id = user or backstage.world.persona(persona or "").user_id
    secret, now = backstage.settings.secret, datetime.now(UTC)
    if spoil is not None:
        if spoil not in SPOILERS:
            raise ValidationFailed(f"spoil: {spoil!r} is not one of {', '.join(SPOILERS)}")
        return {"userId": user_id, "token": SPOILERS[spoil](user_id, secret, now)}
    try:
        expires_at = backstage.clock.now() + duration(expires_in) if expires_in else None
    except ValueError as problem:
        raise ValidationFailed(f"expiresIn: {problem}") from None
    return {"userId": user_id, "token": mint(user_id, secret=secret, expires_at=expires_at)}
