"""FIND-1 and FIND-2 in the small: which texts are the same to a search."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.folding import folded, search_pattern, search_texts

turkish = st.text("abcçdeéfgğhıiİIjklmnoöprsşŞtuüvyzÇĞÖÜ '.-")


@pytest.mark.rule("FIND-2")
@pytest.mark.parametrize(
    "same", ["iıİI", "sSşŞ", "cCçÇ", "gGğĞ", "uUüÜ", "oOöÖ", "aA", "éÉ", "åÅ", "ßẞ", "σςΣ"]
)
def test_these_letters_are_one(same: str) -> None:
    assert len({folded(letter) for letter in same}) == 1, {letter: folded(letter) for letter in same}


@pytest.mark.rule("FIND-2")
@pytest.mark.parametrize("different", ["aâá", "eéê", "nñ", "oô", "uûú", "aå", "cć", "sś", "gǵ", "iîí"])
def test_these_letters_stay_apart(different: str) -> None:
    assert len({folded(letter) for letter in different}) == len(different)


@pytest.mark.rule("FIND-2")
@pytest.mark.parametrize("text", ["I\u0307stanbul", "i\u0307stanbul", "İstanbul", "ıstanbul", "ISTANBUL"])
def test_istanbul_is_one_city_however_it_is_composed(text: str) -> None:
    assert folded(text) == "istanbul"


@given(text=st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(text=turkish)
def test_case_makes_no_difference(text: str) -> None:
    assert folded(text.upper()) == folded(text.lower()) == folded(text)


@given(before=turkish, part=turkish, after=turkish)
def test_a_part_of_a_text_is_a_part_of_its_folding(before: str, part: str, after: str) -> None:
    assert folded(part) in folded(before + part + after)


@pytest.mark.rule("FIND-1")
@given(search=st.text(min_size=1).filter(str.strip))
def test_a_search_is_a_pattern_of_itself_alone(search: str) -> None:
    pattern = search_pattern(search)

    assert pattern is not None
    assert re.fullmatch(pattern, folded(search.strip())), f"{pattern!r} does not match its own text"
    assert not re.search(pattern, "")


@pytest.mark.rule("FIND-1")
@pytest.mark.parametrize("search", ["", " ", "\t\n", "\u00a0\u2003"], ids=repr)
def test_a_blank_search_has_no_pattern(search: str) -> None:
    assert search_pattern(search) is None


@pytest.mark.rule("FIND-1")
def test_username_and_full_name_are_searched_apart() -> None:
    assert search_texts("isik_demirci", "IŞIK", "DEMİRCİ") == ["isik_demirci", "isik demirci"]
