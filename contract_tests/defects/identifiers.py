"""Defects of ids (ID): what is no id, what nothing has, and what was deleted."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect
from contract_tests.defects.looking import stream_seen
from contract_tests.defects.wrapping import answering, asking_otherwise, changing_data, restating

_TOO_LONG = re.compile(r"([0-9a-f]{24})[0-9a-f]+")


def _cut(asked: Asked) -> Asked:
    """The request for the first 24 digits of an id that has more."""
    found = _TOO_LONG.fullmatch(asked.arguments.get("id", ""))
    if not found or not asked.operation_id:
        return asked
    return asked.to(asked.path.replace(found[0], found[1]))


def _of_length(length: int) -> Callable[[Asked], bool]:
    return lambda asked: len(asked.arguments.get("id", "")) == length


def _names_a_stream(asked: Asked) -> bool:
    return isinstance(asked.json, Mapping) and isinstance(asked.json.get("liveStreamId"), str)


def _empty_statistics(asked: Asked, types: list[dict[str, Any]]) -> dict[str, Any]:
    shown = ("id", "creditAmount", "svgUrl", "isActive")
    counts = [{"giftType": {name: kind[name] for name in shown}, "count": 0} for kind in types]
    return {"liveStreamId": asked.arguments["id"], "totalCount": 0, "giftTypeCounts": counts}


async def _count_gifts_of_nothing(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    if answer.status != 404:
        return answer
    types = await ask(asked.calling("listGiftTypes"))
    return answer.restated(200, _empty_statistics(asked, types.data))


async def _count_viewers_of_nothing(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    if answer.status != 404 or await stream_seen(asked, ask):
        return answer
    return answer.restated(200, {"streamId": asked.arguments["id"], "viewerCount": 0})


async def _nothing_is_unavailable(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    nothing = {"canRent": False, "canViewRecording": False, "price": 0, "rentedAt": None, "expiresAt": None}
    data = {"status": "unavailable", **nothing, "remainingSeconds": 0, "recordingUrl": None}
    return answer.restated(200, data) if answer.status == 404 else answer


def _upper_case_last(data: Any, asked: Asked) -> None:
    for viewer in data["list"][-1:]:
        viewer["_id"] = viewer["_id"].upper()


def _only_for(statuses: frozenset[str]) -> Respond:
    """Find streams of some statuses only."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        stream = await stream_seen(asked, ask)
        return answer.restated(404) if stream and stream["status"] not in statuses else answer

    return respond


_STARTED = frozenset(("active", "ended"))

DEFECTS: tuple[Defect, ...] = (
    Defect(
        "last-viewer-with-an-id-in-capitals",
        ("ID-1", "VIEW-2"),
        "The _id of a page's last viewer is written in capitals.",
        False,
        changing_data("getLiveStreamViewers", by=_upper_case_last),
    ),
    Defect(
        "malformed-id-is-404",
        ("ID-2",),
        "The viewer count answers 404 to what is no id.",
        False,
        restating("getViewerCount", instead_of=400, status=404),
    ),
    Defect(
        "id-of-23-digits-is-404",
        ("ID-2",),
        "A stream's id that is one digit short is answered as if nothing had it.",
        False,
        restating("getLiveStream", "getReplayStatus", instead_of=400, status=404, when=_of_length(23)),
    ),
    Defect(
        "id-with-digits-too-many-accepted",
        ("ID-2",),
        "Of a stream's id only the first 24 digits are read.",
        False,
        asking_otherwise("getLiveStream", "getGiftStatistics", "getViewerCount", by=_cut),
    ),
    Defect(
        "id-in-a-body-is-404",
        ("ID-2",),
        "A gift for what is no id answers 404.",
        False,
        restating("createGift", instead_of=400, status=404, when=_names_a_stream),
    ),
    Defect(
        "malformed-user-id-is-a-conflict",
        ("ID-2",),
        "Unfollowing what is no id answers 409.",
        False,
        restating("unfollowUser", instead_of=400, status=409),
    ),
    Defect(
        "gifts-of-a-stream-that-is-not-there",
        ("ID-3",),
        "The gift statistics of an unknown or deleted stream are shown, all at 0.",
        False,
        answering("getGiftStatistics", by=_count_gifts_of_nothing),
    ),
    Defect(
        "viewers-counted-of-a-stream-that-is-not-there",
        ("ID-3",),
        "The viewer count of an unknown or deleted stream is 0.",
        False,
        answering("getViewerCount", by=_count_viewers_of_nothing),
    ),
    Defect(
        "replay-of-a-stream-that-is-not-there",
        ("ID-3",),
        "The replay status of an unknown or deleted stream is unavailable.",
        False,
        answering("getReplayStatus", by=_nothing_is_unavailable),
    ),
    Defect(
        "unknown-user-followed",
        ("ID-3",),
        "Following a user whom nobody knows succeeds.",
        False,
        restating(
            "followUser",
            instead_of=404,
            status=200,
            data={"isFollowing": True, "previouslyFollowing": False},
        ),
    ),
    Defect(
        "unknown-user-unfollowed",
        ("ID-3",),
        "Unfollowing a user whom nobody knows succeeds.",
        False,
        restating(
            "unfollowUser",
            instead_of=404,
            status=200,
            data={"isFollowing": False, "previouslyFollowing": False},
        ),
    ),
    Defect(
        "scheduled-stream-not-found",
        ("ID-3", "VIEW-1"),
        "The detail of a stream that has not started is 404.",
        False,
        answering("getLiveStream", by=_only_for(_STARTED)),
    ),
    Defect(
        "gifts-of-an-ended-stream-not-found",
        ("ID-3", "GIFT-1", "GIFT-2"),
        "The gift statistics of a stream that is not active are 404.",
        False,
        answering("getGiftStatistics", by=_only_for(frozenset(("active",)))),
    ),
)
