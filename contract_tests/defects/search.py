"""Defects of the search: where it looks, what it takes for a pattern, how long it may be (FIND-1, FIND-3)."""

import re
import unicodedata
from collections.abc import Callable

from contract_tests.defects.asking import Answer, Ask, Asked
from contract_tests.defects.defect import Defect
from contract_tests.defects.listing import repaged, whole_list
from contract_tests.defects.searching import (
    VIEWERS,
    Finds,
    Viewer,
    folded_by,
    is_search,
    kept_to,
    normal,
    search_of,
    widened_to,
)
from contract_tests.defects.wrapping import answering, asking_otherwise, refusing
from contract_tests.folding import searched_texts, turkish_folded

_LONGEST = 100


def _in(*fields: str) -> Finds:
    return lambda search, viewer: any(
        turkish_folded(normal(search)) in turkish_folded(str(viewer[field])) for field in fields
    )


def _in_names(search: str, viewer: Viewer) -> bool:
    full_name = f"{viewer['name']} {viewer['surname']}"
    return turkish_folded(normal(search)) in turkish_folded(full_name)


def _begins(search: str, viewer: Viewer) -> bool:
    wanted = turkish_folded(normal(search))
    return any(turkish_folded(text).startswith(wanted) for text in searched_texts(viewer))


def _with_wildcard(letter: str, stands_for: str) -> Finds:
    def finds(search: str, viewer: Viewer) -> bool:
        parts = turkish_folded(normal(search)).split(letter)
        wanted = re.compile(stands_for.join(re.escape(part) for part in parts), re.DOTALL)
        return any(wanted.search(turkish_folded(text)) for text in searched_texts(viewer))

    return finds


def _any_word(search: str, viewer: Viewer) -> bool:
    words = turkish_folded(normal(search)).split()
    return any(word in turkish_folded(text) for word in words for text in searched_texts(viewer))


def _also_by_expertise(search: str, viewer: Viewer) -> bool:
    return folded_by(turkish_folded)(search, viewer) or normal(search) in viewer["expertise"]


def _nothing(search: str, viewer: Viewer) -> bool:
    return False


def _untrimmed(search: str, viewer: Viewer) -> bool:
    return any(turkish_folded(search) in turkish_folded(text) for text in searched_texts(viewer))


def _has_length(length: int) -> Callable[[Asked], bool]:
    return lambda asked: len(unicodedata.normalize("NFC", search_of(asked))) == length


def _cut(asked: Asked) -> Asked:
    is_meant = _has_length(_LONGEST + 1)(asked)
    return asked.with_parameters(search=search_of(asked)[:_LONGEST]) if is_meant else asked


def _has_many_bytes(asked: Asked) -> bool:
    text = unicodedata.normalize("NFC", search_of(asked))
    return len(text) <= _LONGEST < len(text.encode())


async def _within_the_page(asked: Asked, ask: Ask) -> Answer:
    """Look through one page of all viewers, as if it were all there is."""
    answer = await ask(asked)
    plain = (await ask(asked.with_parameters(search=None))).page
    if answer.page is None or plain is None or not is_search(asked):
        return answer
    found = {viewer["_id"] for viewer in await whole_list(asked, ask)}
    page = repaged(answer, []).page
    page["list"] = [viewer for viewer in plain["list"] if viewer["_id"] in found]
    page["pagination"] |= {"totalItems": len(page["list"]), "totalPages": int(bool(page["list"]))}
    return answer.with_data(page)


async def _total_of_all(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    plain = (await ask(asked.with_parameters(search=None))).page
    if answer.page is None or plain is None or not is_search(asked):
        return answer
    return answer.with_data({**answer.page, "pagination": plain["pagination"]})


async def _always_the_first_page(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    page, first = answer.page, (await ask(asked.with_parameters(page="1"))).page
    if page is None or first is None or not is_search(asked):
        return answer
    return answer.with_data({**page, "list": first["list"][: len(page["list"])]})


def _has_bracket(asked: Asked) -> bool:
    return search_of(asked).count("(") != search_of(asked).count(")")


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "search-not-in-surnames",
        ("FIND-1",),
        "Surnames are not searched.",
        True,
        kept_to(_in("name", "username")),
    ),
    Defect(
        "search-not-in-usernames",
        ("FIND-1",),
        "Usernames are not searched.",
        True,
        kept_to(_in_names),
    ),
    Defect(
        "search-in-expertise",
        ("FIND-1",),
        "Who is of the expertise that is searched for is found too.",
        True,
        widened_to(_also_by_expertise),
    ),
    Defect(
        "search-not-across-name-and-surname",
        ("FIND-1",),
        "A search for a name and a surname finds nobody.",
        True,
        kept_to(_in("name", "surname", "username")),
    ),
    Defect(
        "search-finds-beginnings-only",
        ("FIND-1",),
        "A search finds what begins with it, not what contains it.",
        True,
        kept_to(_begins),
    ),
    Defect(
        "search-not-trimmed",
        ("FIND-1",),
        "Spaces round a search are searched for.",
        True,
        kept_to(_untrimmed, when=lambda asked: search_of(asked) != search_of(asked).strip()),
    ),
    Defect(
        "empty-search-finds-nobody",
        ("FIND-1",),
        "An empty search finds nobody, where it should be no search at all.",
        True,
        kept_to(_nothing, when=lambda asked: asked.parameters("search") == [""]),
    ),
    Defect(
        "dot-finds-any-letter",
        ("FIND-1",),
        "A dot in a search stands for any letter.",
        True,
        widened_to(_with_wildcard(".", ".")),
    ),
    Defect(
        "underscore-finds-any-letter",
        ("FIND-1",),
        "An underscore in a search stands for any letter, as in SQL.",
        True,
        widened_to(_with_wildcard("_", ".")),
    ),
    Defect(
        "percent-finds-anything",
        ("FIND-1",),
        "A percent sign in a search stands for anything, as in SQL.",
        True,
        widened_to(_with_wildcard("%", ".*")),
    ),
    Defect(
        "search-finds-any-of-its-words",
        ("FIND-1",),
        "Of a search in two words one word suffices.",
        True,
        widened_to(_any_word),
    ),
    Defect(
        "search-of-101-letters-accepted",
        ("FIND-1",),
        "A search that is one letter too long is taken.",
        False,
        asking_otherwise(VIEWERS, by=_cut),
    ),
    Defect(
        "search-of-100-letters-refused",
        ("FIND-1",),
        "The longest search that there may be is refused.",
        False,
        refusing(VIEWERS, status=400, when=_has_length(_LONGEST)),
    ),
    Defect(
        "search-measured-in-bytes",
        ("FIND-1",),
        "The length of a search is counted in bytes, so that Turkish letters count twice.",
        False,
        refusing(VIEWERS, status=400, when=_has_many_bytes),
    ),
    Defect(
        "open-bracket-in-a-search-is-500",
        ("FIND-1", "ENV-8"),
        "A search is read as a pattern: an open bracket makes the server fail.",
        False,
        refusing(VIEWERS, status=500, when=_has_bracket),
    ),
    Defect(
        "search-within-the-page",
        ("FIND-1", "FIND-3", "PAGE-6"),
        "A search looks through one page of viewers, not through all.",
        True,
        answering(VIEWERS, by=_within_the_page),
    ),
    Defect(
        "search-total-of-all-viewers",
        ("FIND-3", "PAGE-3", "PAGE-4"),
        "In a search totalItems still counts all viewers.",
        False,
        answering(VIEWERS, by=_total_of_all),
    ),
    Defect(
        "search-has-one-page",
        ("PAGE-6", "FIND-1", "VIEW-5"),
        "Every page of a search holds the viewers of its first page.",
        True,
        answering(VIEWERS, by=_always_the_first_page),
    ),
)
