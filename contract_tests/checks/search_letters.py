"""The letters that a search takes for the same (FIND-2)."""

from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import normalize

from contract_tests.checking import Check
from contract_tests.checks.lists import whole_list
from contract_tests.checks.search import (
    VIEWERS,
    everyone,
    expect_ids,
    names_with_every_letter,
    samples,
    searchable,
)
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken
from contract_tests.folding import TURKISH, has_plain_case, searched_texts, turkish_folded
from contract_tests.scene import Scene


def turkish_letters_fold_either_way_round(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    every = names_with_every_letter(scene, whole, TURKISH.__contains__)
    for text in dict.fromkeys((*every, *samples(scene, whole, of=_turkish_words))):
        plain = whole_list(scene, VIEWERS, search=text).ids() if has_plain_case(text) else []
        if not plain:
            continue
        for changed in dict.fromkeys(
            (*_dressings(text), *(normalize("NFD", dressed) for dressed in _dressings(text)))
        ):
            if turkish_folded(changed) == turkish_folded(text) and searchable(scene, [changed]):
                found = whole_list(scene, VIEWERS, search=changed)
                what = f"for {changed!r} what {text!r} finds"
                yield from caught(expect_ids, scene, plain, found, what)


def _turkish_words(viewer: Mapping[str, Any]) -> list[str]:
    return [field for field in searched_texts(viewer)[1:] if set(field.lower()) & set("ıişçğüö")]


def _dressings(text: str) -> tuple[str, ...]:
    """The text with its letters folded, as Turkish as may be, and in capitals."""
    return turkish_folded(text), _dressed(text), _dressed(text).upper(), text.upper()


def _dressed(text: str) -> str:
    plain, dressed = "iscguo", "ışçğüö"
    return turkish_folded(text).translate(str.maketrans(plain, dressed))


_ONE = (VIEWERS,)
CHECKS: tuple[Check, ...] = (
    Check("FIND-2", "assumed", turkish_letters_fold_either_way_round, _ONE, needs_still_data=True),
)
