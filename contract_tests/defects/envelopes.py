"""Defects of the envelope (ENV)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked
from contract_tests.defects.defect import Defect
from contract_tests.defects.wrapping import answering, changing_answers, changing_envelopes, restating


def _with_status(*statuses: int) -> Callable[[Answer], bool]:
    return lambda answer: answer.status in statuses


def _has_empty_list(answer: Answer) -> bool:
    page = answer.page
    return page is not None and page["list"] == []


def _putting(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda envelope: envelope.update(fields)


def _cut_milliseconds(envelope: dict[str, Any]) -> None:
    envelope["timestamp"] = envelope["timestamp"][:19] + "Z"


def _write_offset(envelope: dict[str, Any]) -> None:
    envelope["timestamp"] = envelope["timestamp"].removesuffix("Z") + "+00:00"


def _lag(envelope: dict[str, Any]) -> None:
    moment = datetime.fromisoformat(envelope["timestamp"]) - timedelta(minutes=6)
    envelope["timestamp"] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _precise_first(envelope: dict[str, Any]) -> None:
    first, *precise = envelope["errors"]
    envelope["errors"] = [*(precise or ["The request is not valid"]), first]


def _full_stop(envelope: dict[str, Any]) -> None:
    envelope["errors"][0] += "."


async def _answer_head(asked: Asked, ask: Ask) -> Answer:
    if asked.method != "HEAD":
        return await ask(asked)
    found = await ask(asked.by_method("GET"))
    return found if found.status >= 400 else found.with_body(b"")


async def _forgive_slash(asked: Asked, ask: Ask) -> Answer:
    shortened = asked.to(asked.path.rstrip("/"))
    return await ask(shortened if shortened.operation_id else asked)


_HTML = b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body>Not Found</body></html>\n"


async def _page_for_unknown_route(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    if answer.status != 404 or asked.operation_id:
        return answer
    return answer.with_body(_HTML).with_header(b"content-type", b"text/html; charset=utf-8")


async def _wrong_method_hides_route(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    return answer.restated(404) if answer.status == 405 and asked.method != "HEAD" else answer


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "timestamp-without-milliseconds-in-refusals",
        ("ENV-5",),
        "The timestamp of 4xx answers ends in whole seconds.",
        False,
        changing_envelopes(when=lambda answer: answer.status >= 400, by=_cut_milliseconds),
    ),
    Defect(
        "timestamp-with-an-offset",
        ("ENV-5",),
        "The viewer count's timestamp ends in +00:00 in place of Z.",
        False,
        changing_envelopes("getViewerCount", when=_with_status(200), by=_write_offset),
    ),
    Defect(
        "timestamp-of-six-minutes-ago",
        ("ENV-6",),
        "The timestamp of gift types lies six minutes before the Date header.",
        False,
        changing_envelopes("listGiftTypes", when=_with_status(200), by=_lag),
    ),
    Defect(
        "status-code-200-with-201",
        ("ENV-2",),
        "A gift is answered with HTTP 201, its envelope says 200.",
        False,
        changing_envelopes("createGift", when=_with_status(201), by=_putting(statusCode=200)),
    ),
    Defect(
        "status-code-as-text",
        ("ENV-1", "ENV-2"),
        "statusCode is a text in 404 answers.",
        False,
        changing_envelopes(when=_with_status(404), by=_putting(statusCode="404")),
    ),
    Defect(
        "refusal-called-success",
        ("ENV-4",),
        "isSuccess is true in 409 answers.",
        False,
        changing_envelopes(when=_with_status(409), by=_putting(isSuccess=True)),
    ),
    Defect(
        "success-called-failure",
        ("ENV-3",),
        "isSuccess is false where nobody was unfollowed.",
        False,
        changing_envelopes(
            "unfollowUser",
            when=lambda answer: answer.status == 200 and not answer.data["previouslyFollowing"],
            by=_putting(isSuccess=False),
        ),
    ),
    Defect(
        "data-empty-in-refusals",
        ("ENV-4",),
        "data is an empty object, not null, in 404 answers.",
        False,
        changing_envelopes(when=_with_status(404), by=_putting(data={})),
    ),
    Defect(
        "data-left-out-of-refusals",
        ("ENV-1", "ENV-4"),
        "401 answers have no data at all.",
        False,
        changing_envelopes(when=_with_status(401), by=lambda envelope: envelope.__delitem__("data")),
    ),
    Defect(
        "errors-null-on-success",
        ("ENV-1", "ENV-3"),
        "errors is null where a user was followed.",
        False,
        changing_envelopes("followUser", when=_with_status(200), by=_putting(errors=None)),
    ),
    Defect(
        "warning-among-the-errors-of-an-empty-page",
        ("ENV-3",),
        "An empty page of viewers comes with a warning in errors.",
        False,
        changing_envelopes("getLiveStreamViewers", when=_has_empty_list, by=_putting(errors=["No viewers"])),
    ),
    Defect(
        "precise-error-first",
        ("ENV-7",),
        "400 answers name the parameter first, and `Validation failed` after it.",
        False,
        changing_envelopes(when=_with_status(400), by=_precise_first),
    ),
    Defect(
        "conflict-with-a-full-stop",
        ("ENV-7",),
        "The first error of 409 answers ends in a full stop.",
        False,
        changing_envelopes(when=_with_status(409), by=_full_stop),
    ),
    Defect(
        "path-in-the-envelope",
        ("ENV-1",),
        "The envelope of 403 and 404 answers has a sixth field, path.",
        False,
        changing_envelopes(when=_with_status(403, 404), by=_putting(path="/")),
    ),
    Defect(
        "html-for-an-unknown-route",
        ("ENV-8", "ENV-1"),
        "A route that does not exist is answered with a page of HTML.",
        False,
        answering(by=_page_for_unknown_route),
    ),
    Defect(
        "allow-missing",
        ("ENV-8",),
        "405 answers have no Allow header.",
        False,
        changing_answers(when=_with_status(405), by=lambda answer: answer.with_header(b"allow", None)),
    ),
    Defect(
        "wrong-method-is-404",
        ("ENV-8",),
        "A wrong method is answered as an unknown route.",
        False,
        answering(by=_wrong_method_hides_route),
    ),
    Defect(
        "head-answered",
        ("ENV-8",),
        "HEAD is answered as GET without the body.",
        False,
        answering(by=_answer_head),
    ),
    Defect(
        "trailing-slash-answered",
        ("ENV-8",),
        "A slash at the end of a route makes no difference.",
        False,
        answering(by=_forgive_slash),
    ),
    Defect(
        "wrong-media-type-is-400",
        ("ENV-8",),
        "A body that is not JSON by its media type is answered with 400.",
        False,
        restating("createGift", instead_of=415, status=400),
    ),
)
