"""Defects that show to some callers alone."""

from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.counting import gift_in
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import answering, changing_data, remembering

_FEATURED, _TYPES, _DETAIL = "listFeaturedLiveStreams", "listGiftTypes", "getLiveStream"
_FOLLOW, _VIEWERS = "followUser", "getLiveStreamViewers"


def _is_one_of_some(asked: Asked) -> bool:
    """Whether who asks is among the half of the users for whom something is otherwise."""
    return caller_of(asked)[-1:] in tuple("13579bdf")


def _own_left_out(data: Any, asked: Asked) -> None:
    data[:] = [stream for stream in data if stream["creator"]["_id"] != caller_of(asked)]


def _own_told(data: Any, asked: Asked) -> None:
    for stream in data:
        if stream["creator"]["_id"] == caller_of(asked):
            stream["replayAccess"] |= {"status": "owner", "canRent": False, "canViewRecording": True}


def _dearest_hidden_from_some(data: Any, asked: Asked) -> None:
    if _is_one_of_some(asked):
        del data[-1:]


def _nothing_counted_for_some(data: Any, asked: Asked) -> None:
    if _is_one_of_some(asked):
        data["totalCount"] = 0
        for row in data["giftTypeCounts"]:
            row["count"] = 0


def _one_more_counted_for_some(data: Any, asked: Asked) -> None:
    data["viewerCount"] += _is_one_of_some(asked)


def _those_present_in_all_for_some(data: Any, asked: Asked) -> None:
    if _is_one_of_some(asked):
        data["participantAudienceTotal"] = data["pagination"]["totalItems"]


async def _no_gifts_from_hosts(asked: Asked, ask: Ask) -> Answer:
    featured = await ask(asked.calling(_FEATURED))
    if any(stream["creator"]["_id"] == caller_of(asked) for stream in featured.data):
        seen, gift = await ask(asked.calling(_TYPES)), gift_in(asked)
        return featured.restated(409) if seen.status == 200 and gift else await ask(asked)
    return await ask(asked)


def _owner_as_participant(data: Any, asked: Asked) -> None:
    if data["replayAccess"]["status"] == "owner":
        data["replayAccess"]["status"] = "participant"


async def _hidden_from_the_blocked(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    viewers = await ask(asked.calling(_VIEWERS, asked.arguments))
    return answer.restated(404) if (answer.status, viewers.status) == (200, 403) else answer


async def _no_follow_of_a_host_who_blocks(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    for stream in (await ask(asked.calling(_FEATURED))).data:
        if stream["creator"]["_id"] == asked.arguments["userId"] and answer.status == 200:
            viewers = await ask(asked.calling(_VIEWERS, {"id": stream["id"]}))
            if viewers.status == 403:
                return answer.restated(409)
    return answer


def _following_back(tokens: Tokens) -> Respond:
    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.status == 200:
            other = asked.with_token(tokens(asked.arguments["userId"]))
            await ask(other.calling(_FOLLOW, {"userId": caller_of(asked)}))
        return answer

    return respond


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "audience-total-of-those-present-for-some",
        ("VIEW-6",),
        "For half of the users participantAudienceTotal counts those alone who are watching.",
        True,
        changing_data(_VIEWERS, by=_those_present_in_all_for_some),
    ),
    Defect(
        "no-gifts-from-who-is-on-air",
        ("GIFT-5",),
        "Who hosts a stream that is on air can send gifts to nobody.",
        True,
        answering("createGift", by=_no_gifts_from_hosts),
    ),
    Defect(
        "own-stream-not-featured",
        ("AUTH-4", "VIEW-1"),
        "Who asks for the featured streams with a token is not shown their own.",
        True,
        changing_data(_FEATURED, by=_own_left_out),
    ),
    Defect(
        "featured-with-the-callers-access",
        ("AUTH-4", "RENT-8"),
        "Among the featured streams a host is told to be the owner, though a token is ignored there.",
        True,
        changing_data(_FEATURED, by=_own_told),
    ),
    Defect(
        "dearest-gift-type-hidden-from-some",
        ("GIFT-4", "GIFT-3"),
        "Half of the users are not shown the dearest gift type.",
        True,
        changing_data(_TYPES, by=_dearest_hidden_from_some),
    ),
    Defect(
        "no-gifts-counted-for-some",
        ("GIFT-2",),
        "Half of the users are told that a stream was sent no gifts.",
        True,
        changing_data("getGiftStatistics", by=_nothing_counted_for_some),
    ),
    Defect(
        "one-viewer-more-for-some",
        ("VIEW-1",),
        "Half of the users are told of a viewer more than there are.",
        True,
        changing_data("getViewerCount", by=_one_more_counted_for_some),
    ),
    Defect(
        "owner-is-participant-in-the-detail",
        ("RENT-8",),
        "A stream's detail calls its owner a participant; replay-status knows better.",
        True,
        changing_data(_DETAIL, by=_owner_as_participant),
    ),
    Defect(
        "detail-hidden-from-the-blocked",
        ("VIEW-7", "ID-3"),
        "Whom the host has blocked is told that there is no such stream.",
        True,
        answering(_DETAIL, by=_hidden_from_the_blocked),
    ),
    Defect(
        "blocked-may-not-follow",
        ("FOLLOW-2",),
        "Following a host by whom one is blocked is 409.",
        True,
        answering(_FOLLOW, by=_no_follow_of_a_host_who_blocks),
    ),
    Defect(
        "follow-goes-both-ways",
        ("FOLLOW-3", "FOLLOW-1", "VIEW-3"),
        "Who is followed follows back at once.",
        True,
        remembering(_FOLLOW, by=_following_back),
    ),
)
