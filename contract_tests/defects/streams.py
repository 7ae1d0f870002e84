"""Defects of streams as they are shown: details and the featured list.

The catalogue has no rules of their own for these; what their schemas fix is told as ENV-1.
"""

from copy import deepcopy
from typing import Any

from contract_tests.defects.asking import Asked
from contract_tests.defects.defect import Defect
from contract_tests.defects.wrapping import changing_data

_DETAIL = "getLiveStream"
_FEATURED = "listFeaturedLiveStreams"


def _turn(data: Any, asked: Asked) -> None:
    data.reverse()


def _swap_first_and_last(data: Any, asked: Asked) -> None:
    if len(data) > 1:
        data[0], data[-1] = data[-1], data[0]


def _leave_out_most_watched(data: Any, asked: Asked) -> None:
    del data[:1]


def _first_again(data: Any, asked: Asked) -> None:
    if len(data) > 1:
        data[-1] = deepcopy(data[0])


def _last_has_ended(data: Any, asked: Asked) -> None:
    for stream in data[-1:]:
        stream["status"] = "ended"


def _leak_credits(data: Any, asked: Asked) -> None:
    data["creator"]["credits"] = 320


def _leak_email_of_one(data: Any, asked: Asked) -> None:
    for stream in data[2:3]:
        stream["creator"]["email"] = f"{stream['creator']['username']}@example.invalid"


def _finished(data: Any, asked: Asked) -> None:
    data["status"] = data["status"].replace("ended", "finished")


def _leave_out_no_guests(data: Any, asked: Asked) -> None:
    if not data["guests"]:
        del data["guests"]


def _nobody_is_null(data: Any, asked: Asked) -> None:
    data["guests"] = data["guests"] or None


def _hosts_left_out(data: Any, asked: Asked) -> None:
    for stream in data:
        host = stream["creator"]["_id"]
        stream["broadcasters"] = [person for person in stream["broadcasters"] if person["_id"] != host]


def _price_as_text(data: Any, asked: Asked) -> None:
    data["replayCreditPrice"] = str(data["replayCreditPrice"])


def _seconds_only(data: Any, asked: Asked) -> None:
    for name in ("createdAt", "updatedAt"):
        data[name] = data[name][:19] + "Z"


def _underscored(data: Any, asked: Asked) -> None:
    data["_id"] = data.pop("id")


def _cancelled(data: Any, asked: Asked) -> None:
    data["status"] = data["status"].removesuffix("_by_host").removesuffix("_by_guest")


def _without_end(data: Any, asked: Asked) -> None:
    if data["endedAt"] is None:
        del data["endedAt"]


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "featured-least-watched-first",
        ("ENV-1", "VIEW-1"),
        "The featured streams come least watched first.",
        True,
        changing_data(_FEATURED, by=_turn),
    ),
    Defect(
        "featured-first-and-last-swapped",
        ("ENV-1", "VIEW-1"),
        "The least watched of the featured streams has changed places with the most watched.",
        True,
        changing_data(_FEATURED, by=_swap_first_and_last),
    ),
    Defect(
        "most-watched-not-featured",
        ("ENV-1", "VIEW-1"),
        "The most watched stream is not featured.",
        True,
        changing_data(_FEATURED, by=_leave_out_most_watched),
    ),
    Defect(
        "featured-twice",
        ("ENV-1",),
        "The most watched stream is featured in the last place too.",
        False,
        changing_data(_FEATURED, by=_first_again),
    ),
    Defect(
        "ended-stream-featured",
        ("ENV-1",),
        "The last of the featured streams has ended.",
        False,
        changing_data(_FEATURED, by=_last_has_ended),
    ),
    Defect(
        "email-of-one-featured-creator",
        ("ENV-1",),
        "The creator of the third featured stream is shown with an e-mail address.",
        False,
        changing_data(_FEATURED, by=_leak_email_of_one),
    ),
    Defect(
        "credits-of-a-creator",
        ("ENV-1",),
        "A stream's detail shows the credits of its creator.",
        False,
        changing_data(_DETAIL, by=_leak_credits),
    ),
    Defect(
        "no-guests-are-null",
        ("ENV-1",),
        "The guests of a stream that has none are null.",
        False,
        changing_data(_DETAIL, by=_nobody_is_null),
    ),
    Defect(
        "featured-without-its-host",
        ("VIEW-1", "ENV-1"),
        "The host of a featured stream is left out of its broadcasters, in the list of the featured alone.",
        True,
        changing_data(_FEATURED, by=_hosts_left_out),
    ),
    Defect(
        "ended-called-finished",
        ("ENV-1",),
        "The status of a stream that has ended is called finished.",
        False,
        changing_data(_DETAIL, by=_finished),
    ),
    Defect(
        "cancelled-by-nobody",
        ("ENV-1",),
        "The status of a cancelled stream does not tell by whom.",
        False,
        changing_data(_DETAIL, by=_cancelled),
    ),
    Defect(
        "no-guests-left-out",
        ("ENV-1",),
        "A stream's detail has no guests where there are none, in place of an empty list.",
        False,
        changing_data(_DETAIL, by=_leave_out_no_guests),
    ),
    Defect(
        "no-end-left-out",
        ("ENV-1",),
        "A stream's detail has no endedAt while it has not ended, in place of null.",
        False,
        changing_data(_DETAIL, by=_without_end),
    ),
    Defect(
        "replay-price-as-text",
        ("ENV-1",),
        "A stream's detail writes replayCreditPrice as a text.",
        False,
        changing_data(_DETAIL, by=_price_as_text),
    ),
    Defect(
        "stream-dates-without-milliseconds",
        ("ENV-1", "ENV-5"),
        "createdAt and updatedAt of a stream's detail end in whole seconds.",
        False,
        changing_data(_DETAIL, by=_seconds_only),
    ),
    Defect(
        "detail-under-an-underscored-id",
        ("ENV-1", "ID-1"),
        "A stream's detail has an _id in place of an id.",
        False,
        changing_data(_DETAIL, by=_underscored),
    ),
)
