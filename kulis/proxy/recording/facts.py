"""What the answers of a backend have told so far of its people, streams, gifts, follows and rentals."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MOST = 1_000_000_000
"""The highest count that a world file takes."""


@dataclass
class Person:
    """What is known of a user; None is what no answer has told."""

    username: str | None = None
    name: str | None = None
    surname: str | None = None
    has_photo: bool | None = None
    followers: int | None = None
    following: int | None = None
    expertise: str | None = None
    availability: str | None = None


@dataclass
class Sighting:
    """When a viewer joined, and when an answer last showed them as present."""

    joined: datetime | None
    seen: datetime


@dataclass
class Stream:
    """What is known of a stream. `detail` is the last LiveStream that was answered for it.

    `present` is who was seen in the audience, `present_total` and `joined_total` how many there are.
    """

    detail: dict[str, Any] = field(default_factory=dict)
    creator: str | None = None
    broadcasters: list[str] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    present: dict[str, Sighting] = field(default_factory=dict)
    present_total: int | None = None
    joined_total: int | None = None
    gift_counts: dict[str, int] = field(default_factory=dict)
    gift_total: int | None = None
    status: str | None = None
    replay_price: int | None = None
    has_recording: bool | None = None
    access: str | None = None


@dataclass
class GiftType:
    """What is known of a gift type."""

    credits: int
    svg_url: str | None = None
    is_active: bool = True
    created: datetime | None = None
    updated: datetime | None = None


@dataclass
class Rental:
    """A caller's rental of a stream's replay."""

    rented: datetime
    is_refunded: bool


@dataclass
class Facts:
    """Everything by id, in the order in which it was first seen. `latest` is the backend's own time."""

    people: dict[str, Person] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)
    gift_types: dict[str, GiftType] = field(default_factory=dict)
    follows: dict[tuple[str, str], bool] = field(default_factory=dict)
    rentals: dict[tuple[str, str], Rental] = field(default_factory=dict)
    callers: dict[str, int] = field(default_factory=dict)
    answers: int = 0
    latest: datetime | None = None

    def person(self, id: str) -> Person:
        return self.people.setdefault(id, Person())

    def stream(self, id: str) -> Stream:
        return self.streams.setdefault(id, Stream())
