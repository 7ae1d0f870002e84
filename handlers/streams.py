"""Live streams as they are shown."""

from collections.abc import Sequence
from typing import Any

from handlers.access import replay_access, visible_recording
from handlers.lookups import stream_named, users_by_id
from handlers.services import Caller, Document, Services
from handlers.viewers import viewer_count

FEATURED = 10
"""How many streams the featured list shows at most."""

_SHOWN_AS_KEPT = (
    "title",
    "liveStreamType",
    "channelName",
    "thumbnailUrl",
    "recording",
    "status",
    "accessType",
    "price",
    "interest",
    "durationGoal",
    "motivation",
    "isActiveReplayOnCreatorProfile",
    "replayCreditPrice",
    "startedAt",
    "plannedStartDate",
    "endedAt",
    "plannedEndDate",
    "createdAt",
    "updatedAt",
)
_SUMMARY = ("_id", "username", "name", "surname", "profilePhoto")


def get_live_stream(services: Services, caller: Caller, *, id: str) -> dict[str, Any]:
    """The detail of a stream in any status, deleted ones excepted."""
    return stream_details(services, [stream_named(services, id)], caller.id)[0]


def list_featured_live_streams(services: Services, caller: Caller | None) -> list[dict[str, Any]]:
    """The most watched active streams, most watched first, ties by _id; nobody's own view of them."""
    active = services.store["streams"].find({"status": "active", "deletedAt": None})
    watched = sorted(active, key=lambda stream: (-viewer_count(services, stream["_id"]), stream["_id"]))
    return stream_details(services, watched[:FEATURED], None)


def stream_details(
    services: Services, streams: Sequence[Document], user_id: str | None
) -> list[dict[str, Any]]:
    """The streams as a user sees them, in the order given."""
    ids = (person for stream in streams for person in _people_of(stream))
    people = users_by_id(services, ids, (*_SUMMARY, "availabilityStatus"))
    return [_detail(services, stream, people, user_id) for stream in streams]


def _people_of(stream: Document) -> list[str]:
    return [stream["host"], *stream["broadcasters"], *stream["guests"]]


def _detail(
    services: Services, stream: Document, people: dict[str, Document], user_id: str | None
) -> dict[str, Any]:
    access = replay_access(services, stream, user_id)
    creator = people[stream["host"]]
    return {
        "id": stream["_id"],
        **{field: stream[field] for field in _SHOWN_AS_KEPT},
        "broadcasters": [_summary(people[person]) for person in stream["broadcasters"]],
        "guests": [_summary(people[person]) for person in stream["guests"]],
        "creator": {**_summary(creator), "availabilityStatus": creator["availabilityStatus"]},
        "recordingUrl": visible_recording(stream, access),
        "replayAccess": access.as_data(),
    }


def _summary(user: Document) -> dict[str, Any]:
    return {field: user[field] for field in _SUMMARY}
