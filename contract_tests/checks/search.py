"""FIND-1 to FIND-3: what a search finds, and what it must not."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.lists import Whole, expect_same, item_id, one_page, whole_list
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken, NotExercised
from contract_tests.folding import TURKISH, bare, has_plain_case, searched_texts, turkish_folded
from contract_tests.scene import Scene, expect

VIEWERS = "getLiveStreamViewers"
_PATTERNS = (
    ".*",
    ".",
    "^",
    "$",
    "a|e",
    "[a-z]",
    "(a+)+$",
    "\\w",
    "\\",
    "%",
    "_",
    "*",
    "?",
    "$where",
    "a.e",
    "{$ne:1}",
)


def a_whole_name_surname_or_username_is_found(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    for text in samples(scene, whole, of=lambda viewer: list(searched_texts(viewer)[:3])):
        yield from caught(_finds_equals, scene, whole, text)


def every_exact_hit_is_found(scene: Scene) -> Iterator[Broken]:
    whole, missed = everyone(scene), list[tuple[str, Broken]]()
    for text in dict.fromkeys((*samples(scene, whole), *names_with_every_letter(scene, whole))):
        missed += [(text, problem) for problem in caught(_finds, scene, whole, text, lambda field: field)]
    # Where nothing but Turkish letters is missed, it is they that are taken for others.
    rule = "FIND-2" if all(TURKISH & set(text) for text, _ in missed) else None
    for _, problem in missed:
        problem.rule = rule
        yield problem


def a_search_is_a_substring_whatever_the_case(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    for text in (*samples(scene, whole), *samples(scene, whole, of=_without_i)[:6]):
        for changed in (text.upper(), text.lower(), text.swapcase()):
            # The letters of I are Turkish folding's affair.
            if has_plain_case(text) and not set("iıİI") & set(text):
                yield from caught(_finds, scene, whole, changed, str.casefold)


def nothing_is_found_that_matches_under_no_folding(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    for text in samples(scene, whole):
        for searched in (text, turkish_folded(text)):
            yield from caught(finds_only_matches, scene, searched)
    for text in samples(scene, whole, of=_misplaced)[: 4 + 4 * scene.effort]:
        yield from caught(finds_only_matches, scene, text)


def a_search_is_literal_text(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    for pattern in _PATTERNS:
        yield from caught(finds_only_matches, scene, pattern)
        yield from caught(_finds, scene, whole, pattern, lambda field: field)
    for text in samples(scene, whole):
        if len(text) > 2:
            yield from caught(finds_only_matches, scene, f"{text[0]}.{text[2:]}")


def a_search_is_trimmed_and_a_blank_one_filters_nothing(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    for blank in ("", " ", "   ", "\t"):
        found = whole_list(scene, VIEWERS, search=blank)
        yield from caught(expect_ids, scene, whole.ids(), found, f"everyone for the search {blank!r}")
    for text in samples(scene, whole)[:4]:
        plain, padded = (whole_list(scene, VIEWERS, search=search) for search in (text, f"  {text} "))
        yield from caught(expect_ids, scene, plain.ids(), padded, f"what {text!r} finds without blanks")


def total_items_counts_the_matches(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    for text in (*frequent_letters(whole), *samples(scene, whole)[:6], "no such name in the world"):
        yield from caught(_counts_matches, scene, text)


def a_search_leaves_the_audience_total_alone(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    total = whole.data.get("participantAudienceTotal")
    for query in (
        {"search": "a"},
        {"search": "zzzz"},
        {"limit": 1},
        {"page": 2, "limit": 5},
        {"page": 10**6},
    ):
        yield from caught(_total_stays, scene, total, query)


def _total_stays(scene: Scene, total: Any, query: Mapping[str, Any]) -> None:
    got = one_page(scene, VIEWERS, **query).get("participantAudienceTotal")
    expect_same(total, got, what="participantAudienceTotal", where=scene.client.trail[-1].where)


def everyone(scene: Scene) -> Whole:
    """All viewers of the active stream; NotExercised where there are none."""
    whole = whole_list(scene, VIEWERS)
    if not whole.items:
        raise NotExercised("the active stream has no viewers to search for")
    return whole


def _finds(scene: Scene, whole: Whole, text: str, fold: Callable[[str], str]) -> None:
    wanted = fold(text.strip())
    hits = {
        item_id(viewer)
        for viewer in whole.items
        if any(wanted in fold(field) for field in searched_texts(viewer))
    }
    found = whole_list(scene, VIEWERS, search=text)
    missing = sorted(str(id) for id in hits - set(found.ids()))
    names = [named(viewer) for viewer in whole.items if str(item_id(viewer)) in missing]
    expect(
        not missing,
        expected=f"{text!r} to find {', '.join(names[:3])}",
        got=f"{len(found.items)} others",
        where=scene.client.trail[-1],
    )


def _finds_equals(scene: Scene, whole: Whole, text: str) -> None:
    found = set(whole_list(scene, VIEWERS, search=text).ids())
    for viewer in whole.items:
        if text in searched_texts(viewer)[:3]:
            expect(
                item_id(viewer) in found,
                expected=f"{text!r} to find {named(viewer)}",
                got=f"{len(found)} others",
                where=scene.client.trail[-1],
            )


def finds_only_matches(scene: Scene, text: str) -> None:
    """Raise Broken where a search finds somebody in whom its text occurs under no folding."""
    wanted = bare(text.strip())
    for viewer in whole_list(scene, VIEWERS, search=text).items:
        matches = any(wanted in bare(field) for field in searched_texts(viewer))
        expect(
            matches or not wanted,
            expected=f"only viewers in whom {text!r} occurs",
            got=named(viewer),
            where=scene.client.trail[-1],
        )


def _counts_matches(scene: Scene, text: str) -> None:
    found = whole_list(scene, VIEWERS, search=text)
    got = f"{found.total}, with {len(found.items)} listed"
    expect(
        found.total == len(found.items),
        expected="totalItems to count the matches",
        got=got,
        where=scene.client.trail[-1],
    )
    in_pages = whole_list(scene, VIEWERS, limit=max(3, found.total // 7), search=text)
    what = f"the same matches for {text!r} on smaller pages"
    expect_ids(scene, found.ids(), in_pages, what, rule="PAGE-6")


def expect_ids(scene: Scene, ids: list[Any], found: Whole, what: str, rule: str | None = None) -> None:
    expect_same(ids, found.ids(), what=what, where=scene.client.trail[-1].where, rule=rule)


def samples(
    scene: Scene, whole: Whole, of: Callable[[Mapping[str, Any]], list[str]] | None = None
) -> list[str]:
    """Pieces of real viewers' names: whole, from the start, the middle and the end, and across the blank."""
    pieces: list[str] = []
    viewers = list(whole.items)
    scene.random.shuffle(viewers)
    for viewer in viewers:
        pieces += (of or _pieces)(viewer)
    few = 4 + 7 * scene.effort
    return searchable(scene, (piece for piece in pieces if piece and piece == piece.strip()))[:few]


def searchable(scene: Scene, texts: Iterable[str]) -> list[str]:
    """Each text once, but for those that are longer than a search may be."""
    longest = scene.contract.bounds(VIEWERS, "search").longest
    return [text for text in dict.fromkeys(texts) if longest is None or len(text) <= longest]


def names_with_every_letter(scene: Scene, whole: Whole, of: Callable[[str], bool] = str.isalpha) -> list[str]:
    """Few names in which every letter stands, of those that `of` takes, that any viewer's name has."""
    told = (name for viewer in whole.items for name in searched_texts(viewer)[:3])
    names = searchable(scene, (name for name in told if name == name.strip()))
    sought = {letter for name in names for letter in name if of(letter)}
    chosen: list[str] = []
    while sought:
        chosen.append(max(names, key=lambda name: len(sought & set(name))))
        sought -= set(chosen[-1])
    return chosen


def frequent_letters(whole: Whole) -> list[str]:
    """The two letters that most viewers have in their names, so that a search has several pages."""
    letters = Counter(letter for viewer in whole.items for letter in set(named(viewer).lower()))
    return [letter for letter, _ in letters.most_common() if letter.isalpha() and letter.isascii()][:2]


def _pieces(viewer: Mapping[str, Any]) -> list[str]:
    username, name, surname, both = searched_texts(viewer)
    across = both[max(0, len(name) - 2) : len(name) + 3]
    return [username[:4], name, surname[-3:], across, username[1:-1], both]


def _misplaced(viewer: Mapping[str, Any]) -> list[str]:
    """A viewer's names as they stand nowhere: with no blank, with two, the other way round, and further."""
    username, name, surname, _ = searched_texts(viewer)
    turned = [_turned(field) for field in (username, name, surname) if _turned(field) != field]
    further = [f"{name}  {surname}", f"@{username}", f"{surname} {name}", f"{username} {name}"]
    return [*turned, f"{name}{surname}", *further]


def _turned(text: str) -> str:
    """The parts of a text between dots and the like, the last of them first."""
    return "".join(reversed(re.split(r"([-._])", text)))


def _without_i(viewer: Mapping[str, Any]) -> list[str]:
    """The longest piece of username, name and surname whose case is no matter of language."""
    longest = [max(re.split("[iıİI]", field), key=len) for field in searched_texts(viewer)[:3]]
    return [piece for piece in longest if len(piece) > 2]


def named(viewer: Mapping[str, Any]) -> str:
    """A viewer as failures name them."""
    username, _, _, both = searched_texts(viewer)
    return f"{both} ({username})"


_ONE = (VIEWERS,)
CHECKS: tuple[Check, ...] = (
    Check("FIND-1", "documented", a_whole_name_surname_or_username_is_found, _ONE, needs_still_data=True),
    Check("FIND-1", "assumed", every_exact_hit_is_found, _ONE, needs_still_data=True),
    Check("FIND-1", "assumed", a_search_is_a_substring_whatever_the_case, _ONE, needs_still_data=True),
    Check("FIND-1", "assumed", a_search_is_literal_text, _ONE, needs_still_data=True),
    Check(
        "FIND-1", "assumed", a_search_is_trimmed_and_a_blank_one_filters_nothing, _ONE, needs_still_data=True
    ),
    Check("FIND-1", "assumed", nothing_is_found_that_matches_under_no_folding, _ONE, needs_still_data=True),
    Check("FIND-3", "assumed", total_items_counts_the_matches, _ONE, needs_still_data=True),
    Check("VIEW-6", "assumed", a_search_leaves_the_audience_total_alone, _ONE, needs_still_data=True),
)
