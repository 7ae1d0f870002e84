"""Defects in which one stream, rental or person is taken for another."""

from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.counting import CREATE, STATISTICS, gift_in
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.listing import repaged, whole_list
from contract_tests.defects.looking import stream_seen
from contract_tests.defects.renting import DETAIL, RENT, RENTALS
from contract_tests.defects.searching import VIEWERS, is_search
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import answering, changing_data, remembering, with_changed_data

_FEATURED = "listFeaturedLiveStreams"


async def _with_viewers_of_another(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    if answer.page is None or not is_search(asked):
        return answer
    featured = (await ask(asked.calling(_FEATURED))).data or []
    items = await whole_list(asked, ask)
    for stream in featured:
        if stream["id"] != asked.arguments["id"]:
            path = asked.path.replace(asked.arguments["id"], stream["id"])
            known = {viewer["_id"] for viewer in items}
            others = await whole_list(asked.to(path), ask)
            items += [viewer for viewer in others if viewer["_id"] not in known]
    return repaged(answer, items)


def _keeping_follows_in_searches(tokens: Tokens) -> Respond:
    kept: dict[tuple[str, str, str], dict[str, bool]] = {}

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.page is None or not is_search(asked):
            return answer
        own = kept.setdefault((caller_of(asked), asked.path, asked.parameter("search") or ""), {})

        def keep(data: Any) -> None:
            for viewer in data["list"]:
                viewer["isFollowing"] = own.setdefault(viewer["_id"], viewer["isFollowing"])

        return with_changed_data(answer, keep)

    return respond


def _counted_elsewhere(tokens: Tokens) -> Respond:
    sent: list[tuple[str, str]] = []

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, gift = await ask(asked), gift_in(asked)
        if asked.operation_id == CREATE:
            sent.extend([gift] if gift and answer.status == 201 else [])
            return answer
        return with_changed_data(answer, count)

    def count(data: Any) -> None:
        for stream, kind in sent:
            for row in data["giftTypeCounts"]:
                if stream != data["liveStreamId"] and row["giftType"]["id"] == kind:
                    row["count"] += 1
                    data["totalCount"] += 1

    return respond


def _longer_with_each_gift(tokens: Tokens) -> Respond:
    sent: list[str] = []

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, gift = await ask(asked), gift_in(asked)
        if asked.operation_id == CREATE:
            sent.extend([gift[0]] if gift and answer.status == 201 else [])
            return answer
        return with_changed_data(answer, lambda data: data.update(title=data["title"] + "!" * number(data)))

    def number(data: Any) -> int:
        return sent.count(data["id"])

    return respond


async def _refuse_who_takes_part(asked: Asked, ask: Ask) -> Answer:
    answer, gift = await ask(asked), gift_in(asked)
    stream = await stream_seen(asked, ask, gift[0]) if gift and answer.status == 201 else None
    taking_part = [*stream["guests"], *stream["broadcasters"]] if stream else []
    return answer.restated(409) if caller_of(asked) in [person["_id"] for person in taking_part] else answer


def _ending_the_others(tokens: Tokens) -> Respond:
    rented: set[str] = set()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if asked.operation_id == RENT:
            rented.update([caller_of(asked)] if answer.status == 201 else [])
            return answer
        return with_changed_data(answer, end) if caller_of(asked) in rented else answer

    def end(data: Any) -> None:
        # The newest comes first.
        for item in data["list"][1:]:
            if item["replayAccess"]["status"] == "active":
                _end(item)

    return respond


def _end(item: dict[str, Any]) -> None:
    item["liveStream"]["recordingUrl"] = None
    item["replayAccess"] |= {
        "status": "expired",
        "canRent": True,
        "canViewRecording": False,
        "remainingSeconds": 0,
    }


def _follow_oneself(data: Any, asked: Asked) -> None:
    for viewer in data["list"]:
        viewer["isFollowing"] = viewer["isFollowing"] or viewer["_id"] == caller_of(asked)


def _host_left_out(data: Any, asked: Asked) -> None:
    host = data["creator"]["_id"]
    data["broadcasters"] = [person for person in data["broadcasters"] if person["_id"] != host]


def _titled_like_the_next(data: Any, asked: Asked) -> None:
    titles = [stream["title"] for stream in data]
    for stream, title in zip(data, [*titles[1:], *titles[:1]], strict=True):
        stream["title"] = title


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "follows-kept-in-searches",
        ("VIEW-3", "FOLLOW-3"),
        "A search that was made before shows isFollowing as it was then.",
        True,
        remembering(VIEWERS, by=_keeping_follows_in_searches),
    ),
    Defect(
        "search-finds-viewers-of-other-streams",
        ("VIEW-1", "VIEW-4", "VIEW-6", "FIND-1", "FIND-3", "PAGE-6"),
        "A search also finds who watches another stream.",
        True,
        answering(VIEWERS, by=_with_viewers_of_another),
    ),
    Defect(
        "gift-counts-on-other-streams",
        ("GIFT-3", "GIFT-5"),
        "A gift counts on every stream but the one that it was sent to as well.",
        True,
        remembering(CREATE, STATISTICS, by=_counted_elsewhere),
    ),
    Defect(
        "gift-changes-the-title",
        ("GIFT-5",),
        "A stream's title grows by a mark with each gift.",
        True,
        remembering(CREATE, DETAIL, by=_longer_with_each_gift),
    ),
    Defect(
        "participants-send-no-gifts",
        ("GIFT-5",),
        "Who takes part in a stream is told that their gifts to it are refused, as its host is.",
        True,
        answering(CREATE, by=_refuse_who_takes_part),
    ),
    Defect(
        "new-rental-ends-the-others",
        ("RENT-2", "RENT-7", "RENT-8"),
        "Once somebody has rented another replay, earlier rentals are listed as expired.",
        True,
        remembering(RENT, RENTALS, by=_ending_the_others),
    ),
    Defect(
        "one-follows-oneself",
        ("VIEW-3", "FOLLOW-3"),
        "Viewers are told that they follow themselves.",
        True,
        changing_data(VIEWERS, by=_follow_oneself),
    ),
    Defect(
        "host-not-among-the-broadcasters",
        ("VIEW-1",),
        "The host of a stream is left out of its broadcasters.",
        True,
        changing_data(DETAIL, by=_host_left_out),
    ),
    Defect(
        "featured-under-another-title",
        ("ID-1", "ENV-1"),
        "Each featured stream bears the title of the next.",
        True,
        changing_data(_FEATURED, by=_titled_like_the_next),
    ),
)
