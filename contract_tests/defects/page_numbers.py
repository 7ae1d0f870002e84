"""Defects of the parameters page and limit (PAGE-1, PAGE-5, PAGE-7)."""

import re
from collections.abc import Callable

from contract_tests.defects.asking import Answer, Ask, Asked
from contract_tests.defects.defect import Defect, Wrap
from contract_tests.defects.routes import largest_limit
from contract_tests.defects.searching import is_search
from contract_tests.defects.wrapping import answering, asking_otherwise, refusing

_VIEWERS = "getLiveStreamViewers"
_RENTALS = "listMyReplayRentals"
_BOTH = (_VIEWERS, _RENTALS)


def _reading(
    *operation_ids: str, name: str, when: str, as_: Callable[[str], str | None] = lambda value: None
) -> Wrap:
    """Read values of a parameter that match a pattern as something else; as None, they are left out."""
    pattern = re.compile(when)

    def read(asked: Asked) -> Asked:
        value = asked.parameter(name)
        if value is None or not pattern.fullmatch(value):
            return asked
        return asked.with_parameters(**{name: as_(value)})

    return asking_otherwise(*operation_ids, by=read)


def _take_last(asked: Asked) -> Asked:
    repeated = {name: values[-1] for name in ("page", "limit") if len(values := asked.parameters(name)) > 1}
    return asked.with_parameters(**repeated) if repeated else asked


async def _one_above_the_maximum(asked: Asked, ask: Ask) -> Answer:
    maximum = largest_limit(_RENTALS)
    if asked.parameter("limit") != str(maximum + 1):
        return await ask(asked)
    answer = await ask(asked.with_parameters(limit=str(maximum)))
    page = answer.page
    if page is None:
        return answer
    page["pagination"]["itemsPerPage"] = maximum + 1
    return answer.with_data(page)


def _cut_to_the_maximum(asked: Asked) -> Asked:
    limit, maximum = asked.parameter("limit") or "", largest_limit(_VIEWERS)
    is_above = limit.isdecimal() and limit.isascii() and len(limit) < 20 and int(limit) > maximum
    return asked.with_parameters(limit=str(maximum)) if is_above else asked


def _defaulting(limit: Callable[[str], int], *, when: Callable[[Asked], bool] = lambda asked: True) -> Wrap:
    def otherwise(asked: Asked) -> Asked:
        if asked.parameters("limit") or not when(asked):
            return asked
        return asked.with_parameters(limit=str(limit(asked.operation_id or "")))

    return asking_otherwise(*_BOTH, by=otherwise)


def _has_unknown_parameter(asked: Asked) -> bool:
    return bool({name for name, _ in asked.query} - {"page", "limit", "search"})


def _has_page(pattern: str) -> Callable[[Asked], bool]:
    return lambda asked: bool(re.fullmatch(pattern, asked.parameter("page") or ""))


async def _empty_page_not_found(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    page = answer.page
    is_past_the_end = page is not None and page["list"] == [] and page["pagination"]["hasPrevPage"]
    return answer.restated(404) if is_past_the_end else answer


async def _last_page_for_ever(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    page = answer.page
    last = max(page["pagination"]["totalPages"], 1) if page else 0
    if page is None or page["pagination"]["currentPage"] <= last:
        return answer
    return await ask(asked.with_parameters(page=str(last)))


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "limit-of-101-accepted",
        ("PAGE-1", "PAGE-2"),
        "A limit of one more than the maximum is taken, for rentals.",
        False,
        answering(_RENTALS, by=_one_above_the_maximum),
    ),
    Defect(
        "limit-cut-to-the-maximum",
        ("PAGE-1",),
        "A limit above the maximum is not refused but cut, for viewers.",
        False,
        asking_otherwise(_VIEWERS, by=_cut_to_the_maximum),
    ),
    Defect(
        "limit-of-0-accepted",
        ("PAGE-1",),
        "A limit of 0 means the default, for viewers.",
        False,
        _reading(_VIEWERS, name="limit", when="0"),
    ),
    Defect(
        "limit-of-1-refused",
        ("PAGE-1",),
        "The least limit that there is is refused, for rentals.",
        False,
        refusing(_RENTALS, status=400, when=lambda asked: asked.parameter("limit") == "1"),
    ),
    Defect(
        "page-0-accepted",
        ("PAGE-1",),
        "Page 0 means page 1, for viewers.",
        False,
        _reading(_VIEWERS, name="page", when="0"),
    ),
    Defect(
        "negative-page-accepted",
        ("PAGE-1",),
        "A negative page means page 1, for rentals.",
        False,
        _reading(_RENTALS, name="page", when=r"-\d+"),
    ),
    Defect(
        "text-for-a-page-accepted",
        ("PAGE-1",),
        "A page that is no number means page 1.",
        False,
        _reading(*_BOTH, name="page", when=r"[A-Za-z]+"),
    ),
    Defect(
        "leading-zero-accepted",
        ("PAGE-1",),
        "01 is taken for 1.",
        False,
        _reading(*_BOTH, name="page", when=r"0+[1-9]\d*", as_=lambda value: value.lstrip("0")),
    ),
    Defect(
        "fraction-accepted",
        ("PAGE-1",),
        "A limit of 1.0 or 2.5 is taken, and cut to a whole number.",
        False,
        _reading(*_BOTH, name="limit", when=r"[1-9]\d?\.\d+", as_=lambda value: value.partition(".")[0]),
    ),
    Defect(
        "exponent-accepted",
        ("PAGE-1",),
        "1e1 is taken for 10.",
        False,
        _reading(
            *_BOTH, name="limit", when=r"[1-9]\d?[eE][01]", as_=lambda value: str(min(int(float(value)), 100))
        ),
    ),
    Defect(
        "plus-sign-accepted",
        ("PAGE-1",),
        "+1 is taken for 1.",
        False,
        _reading(*_BOTH, name="page", when=r"[+ ]\d+", as_=lambda value: value[1:]),
    ),
    Defect(
        "empty-number-accepted",
        ("PAGE-1",),
        "A limit without a value means the default.",
        False,
        _reading(*_BOTH, name="limit", when=""),
    ),
    Defect(
        "digits-of-another-script-accepted",
        ("PAGE-1",),
        "Digits that are not 0 to 9 are taken, such as ١ for 1.",
        False,
        _reading(*_BOTH, name="page", when=r"(?!.*[0-9])\d{1,9}", as_=lambda value: str(int(value))),
    ),
    Defect(
        "repeated-parameter-takes-the-last",
        ("PAGE-1",),
        "Of a page or limit that is given twice, the last counts.",
        False,
        asking_otherwise(*_BOTH, by=_take_last),
    ),
    Defect(
        "unknown-parameter-refused",
        ("PAGE-1",),
        "A query parameter that the contract does not know is refused.",
        False,
        refusing(*_BOTH, status=400, when=_has_unknown_parameter),
    ),
    Defect(
        "default-limit-of-25",
        ("PAGE-1", "PAGE-3", "PAGE-7"),
        "Without a limit a page holds 25 items.",
        False,
        _defaulting(lambda operation_id: 25),
    ),
    Defect(
        "default-limit-forgotten-in-a-search",
        ("PAGE-1", "PAGE-3", "PAGE-7"),
        "Without a limit a search gives the largest page.",
        False,
        _defaulting(largest_limit, when=is_search),
    ),
    Defect(
        "huge-page-is-400",
        ("PAGE-5", "PAGE-1"),
        "A page beyond 32 bits is refused.",
        False,
        refusing(*_BOTH, status=400, when=_has_page(r"[1-9]\d{10,}")),
    ),
    Defect(
        "huge-page-is-500",
        ("PAGE-5", "ENV-8"),
        "A page beyond 64 bits makes the server fail.",
        False,
        refusing(_VIEWERS, status=500, when=_has_page(r"[1-9]\d{19,}")),
    ),
    Defect(
        "page-past-the-end-is-404",
        ("PAGE-5", "ENV-8"),
        "A page past the end is not found.",
        False,
        answering(*_BOTH, by=_empty_page_not_found),
    ),
    Defect(
        "page-past-the-end-is-the-last",
        ("PAGE-5", "PAGE-3"),
        "A page past the end is answered with the last page.",
        False,
        answering(*_BOTH, by=_last_page_for_ever),
    ),
)
