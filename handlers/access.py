"""May this user watch this replay, and could they rent it? (RENT-1, RENT-2, RENT-6 to RENT-8)"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.services import Document, Services
from handlers.times import read, written

RENTAL_WINDOW = timedelta(hours=24)


@dataclass(frozen=True)
class ReplayAccess:
    """What one user may do with one stream's replay, as the API shows it (RENT-8)."""

    status: str
    can_rent: bool
    can_view_recording: bool
    price: int
    rented_at: str | None
    expires_at: str | None
    remaining_seconds: int

    def as_data(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "canRent": self.can_rent,
            "canViewRecording": self.can_view_recording,
            "price": self.price,
            "rentedAt": self.rented_at,
            "expiresAt": self.expires_at,
            "remainingSeconds": self.remaining_seconds,
        }


def replay_access(services: Services, stream: Document, user_id: str | None) -> ReplayAccess:
    """The access of a user, or of nobody in particular where there is no user."""
    rental = None
    if user_id is not None:
        rental = services.store["rentals"].find_one({"_id": rental_id(user_id, stream["_id"])})
    return access_by(stream, user_id, rental, services.clock.now())


def access_by(stream: Document, user_id: str | None, rental: Document | None, now: datetime) -> ReplayAccess:
    """The access that a rental row, or the lack of one, gives at a moment."""
    status = _status(stream, user_id, rental, written(now))
    is_active = status == "active"
    expires_at = rental["expiresAt"] if rental else None
    return ReplayAccess(
        status=status,
        can_rent=status in ("available", "expired", "refunded") and is_rentable(stream),
        can_view_recording=status in ("owner", "participant", "active"),
        price=stream["replayCreditPrice"],
        rented_at=rental["rentedAt"] if rental else None,
        expires_at=expires_at,
        remaining_seconds=int((read(expires_at) - now).total_seconds()) if is_active and expires_at else 0,
    )


def visible_recording(stream: Document, access: ReplayAccess) -> str | None:
    """The recording's address for those who may view it, for nobody else (RENT-7)."""
    return stream["recordingUrl"] if access.can_view_recording else None


def is_rentable(stream: Document) -> bool:
    """Whether the stream has a replay to rent at all (RENT-1)."""
    return (
        stream["status"] == "ended"
        and stream["deletedAt"] is None
        and bool(stream["recordingUrl"])
        and stream["isActiveReplayOnCreatorProfile"]
        and stream["replayCreditPrice"] > 0
        and (stream["liveStreamType"] == "solo" or bool(stream["guests"]))
    )


def rental_id(user_id: str, stream_id: str) -> str:
    """The key of a rental: one row per user and stream (RENT-2)."""
    return f"{user_id}:{stream_id}"


def _status(stream: Document, user_id: str | None, rental: Document | None, now: str) -> str:
    if user_id is not None and user_id == stream["host"]:
        return "owner"
    if user_id is not None and user_id in (*stream["broadcasters"], *stream["guests"]):
        return "participant"
    if rental is None:
        return "available" if is_rentable(stream) else "unavailable"
    if rental["status"] == "refunded":
        return "refunded"
    return "active" if rental["expiresAt"] > now else "expired"
