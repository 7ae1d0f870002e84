"""Defects of who counts as a viewer, and of who may see them (VIEW-1, VIEW-5, VIEW-7)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.looking import stream_seen
from contract_tests.defects.routes import contract
from contract_tests.defects.wrapping import (
    answering,
    remembering,
    restating,
)

_VIEWERS = "getLiveStreamViewers"
_SUMMARY = ("_id", "username", "name", "surname", "profilePhoto")
"""What the detail of a stream tells of its people."""


def _among_the_viewers(people: Callable[[dict[str, Any]], list[dict[str, Any]]], *, at: int) -> Respond:
    """Put one of a stream's own people in the place of a viewer of each page."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        stream = await stream_seen(asked, ask)
        page = answer.page
        if not page or not stream or not page["list"] or not people(stream):
            return answer
        page["list"][at] |= {name: people(stream)[0][name] for name in _SUMMARY}
        return answer.with_data(page)

    return respond


def _showing_inactive(data_of: Callable[[Asked], Any]) -> Respond:
    """Answer for streams that are there and not active."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        is_shown = answer.status == 404 and await stream_seen(asked, ask)
        return answer.restated(200, data_of(asked)) if is_shown else answer

    return respond


def _nobody(asked: Asked) -> dict[str, Any]:
    page, limit = (
        # int() reads no more than some thousands of digits.
        int((asked.parameter(name) or str(contract().bounds(_VIEWERS, name).default))[:1000])
        for name in ("page", "limit")
    )
    pagination = {"currentPage": page, "totalPages": 0, "totalItems": 0, "itemsPerPage": limit}
    pagination |= {"hasNextPage": False, "hasPrevPage": page > 1}
    return {"list": [], "pagination": pagination, "participantAudienceTotal": 0}


def _no_count(asked: Asked) -> dict[str, Any]:
    return {"streamId": asked.arguments["id"], "viewerCount": 0}


async def _join_early(asked: Asked, ask: Ask) -> Answer:
    """The viewer who came first has come an hour before the stream began."""
    answer = await ask(asked)
    page, stream = answer.page, await stream_seen(asked, ask)
    if not page or not stream or page["pagination"]["hasNextPage"] or not page["list"]:
        return answer
    page["list"][-1]["joinedAt"] = _moved(stream["startedAt"], hours=-1)
    return answer.with_data(page)


async def _join_late(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    page = answer.page
    if not page or page["pagination"]["hasPrevPage"] or not page["list"]:
        return answer
    page["list"][0]["joinedAt"] = _moved(answer.timestamp, hours=3)
    return answer.with_data(page)


async def _newest_on_every_page(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    page, first = answer.page, (await ask(asked.with_parameters(page="1"))).page
    if not page or not first or not page["pagination"]["hasPrevPage"] or not page["list"]:
        return answer
    # With the moment of the one who stood here, the page's order does not give it away.
    page["list"][0] = {**first["list"][0], "joinedAt": page["list"][0]["joinedAt"]}
    return answer.with_data(page)


def _shown_to_the_blocked(tokens: Tokens) -> Respond:
    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.status != 403:
            return answer
        stream = await stream_seen(asked, ask)
        return await ask(asked.with_token(tokens(stream["creator"]["_id"]))) if stream else answer

    return respond


def _moved(moment: str, **by: float) -> str:
    moved = datetime.fromisoformat(moment) + timedelta(**by)
    return moved.isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def _blocked_as_from_viewers(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    watched = (
        await ask(asked.calling("getLiveStreamViewers", asked.arguments)) if answer.status == 200 else answer
    )
    return watched if watched.status == 403 else answer


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "host-among-the-viewers",
        ("VIEW-1", "VIEW-2", "VIEW-5", "PAGE-6", "FIND-1"),
        "The stream's host stands in the viewers list, in the place and with the counts of another.",
        True,
        answering(_VIEWERS, by=_among_the_viewers(lambda stream: [stream["creator"]], at=0)),
    ),
    Defect(
        "guest-among-the-viewers",
        ("VIEW-1", "VIEW-5", "PAGE-6", "FIND-1"),
        "A stream's guest, where it has one, stands in the viewers list.",
        True,
        answering(_VIEWERS, by=_among_the_viewers(lambda stream: list(stream["guests"]), at=-1)),
    ),
    Defect(
        "viewers-of-a-stream-that-is-not-active",
        ("VIEW-1",),
        "The viewers of a stream that is not active are an empty list.",
        False,
        answering(_VIEWERS, by=_showing_inactive(_nobody)),
    ),
    Defect(
        "viewer-count-of-a-stream-that-is-not-active",
        ("VIEW-1",),
        "The viewer count of a stream that is not active is 0.",
        False,
        answering("getViewerCount", by=_showing_inactive(_no_count)),
    ),
    Defect(
        "joined-before-the-start",
        ("VIEW-5",),
        "Who came first has joined an hour before the stream began.",
        True,
        answering(_VIEWERS, by=_join_early),
    ),
    Defect(
        "joined-in-the-future",
        ("VIEW-5",),
        "The newest viewer joins three hours after the answer: the time of another zone, called UTC.",
        False,
        answering(_VIEWERS, by=_join_late),
    ),
    Defect(
        "newest-viewer-on-every-page",
        ("VIEW-5", "PAGE-6"),
        "Every page begins with the newest viewer.",
        True,
        answering(_VIEWERS, by=_newest_on_every_page),
    ),
    Defect(
        "blocked-may-watch",
        ("VIEW-7",),
        "Whoever the host has blocked sees the viewers.",
        False,
        remembering(_VIEWERS, by=_shown_to_the_blocked),
    ),
    Defect(
        "blocked-may-send-gifts",
        ("VIEW-7",),
        "A gift of somebody whom the host has blocked is answered as sent.",
        False,
        restating("createGift", instead_of=403, status=201, data={"message": "Success"}),
    ),
    Defect(
        "blocked-is-told-conflict",
        ("VIEW-7", "AUTH-5"),
        "Whoever is blocked and wants to rent is answered 409.",
        False,
        restating("createReplayRental", instead_of=403, status=409),
    ),
    Defect(
        "blocked-from-counts",
        ("VIEW-7",),
        "Whom a host has blocked is told so when they ask for the viewer count, too.",
        True,
        answering("getViewerCount", by=_blocked_as_from_viewers),
    ),
)
