"""FIND-1 to FIND-3: a search finds exactly what a plain reading of the rules says."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.answers import assert_refused
from tests.searching import ONE_LETTER, everyone, find, is_found, usernames
from tests.staging import Stage


@st.composite
def parts_of_names(draw: st.DrawFn) -> str:
    """A part of somebody's name, some of its letters exchanged for such as count as the same."""
    text = draw(st.sampled_from(NAMES))
    start = draw(st.integers(0, len(text) - 1))
    part = text[start : draw(st.integers(start + 1, len(text)))]
    return "".join(draw(st.sampled_from(_same(letter))) for letter in part)


def _same(letter: str) -> str:
    both = {letter, *(case for case in (letter.lower(), letter.upper()) if len(case) == 1)}
    return next((same for same in ONE_LETTER if letter in same), "".join(sorted(both)))


NAMES = (
    "Işık Yılmaz",
    "IŞIK DEMİRCİ",
    "isik.aydin",
    "İlker Işıklı",
    "Şule Şimşek",
    "Çağla Çınar",
    "Doğan Ağaoğlu",
    "Ümit Ünlü",
    "Özge Özdemir",
    "Siobhán O'Neill",
    "Anne-Marie Dubois-Laurent",
    "José Álvarez",
    "dj.star",
    "美咲 田中",
    "ليلى حداد",
    "Fatma Nur Aslan",
    "lars.nygard",
)
some_letters = st.text("aeıiİIşŞçğüöOS .'-*\u0301", max_size=4)
blanks = st.sampled_from(["", " ", "  ", "\t", "\n"])
searches = st.builds("".join, st.tuples(blanks, st.one_of(parts_of_names(), some_letters), blanks))


@pytest.mark.rule("FIND-1", "FIND-2", "FIND-3")
@settings(max_examples=60)
@given(search=searches)
@example("ışık")
@example("IŞIK D")
@example("e\u0301")
def test_a_search_finds_exactly_whom_the_rules_say(quiet_stage: Stage, search: str) -> None:
    expected = [viewer for viewer in everyone(quiet_stage) if is_found(search, viewer)]

    data = find(quiet_stage, search)

    assert data["list"] == expected
    assert data["pagination"]["totalItems"] == len(expected)


@pytest.mark.rule("FIND-1")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("Tuğçe", {"tugce.yigit"}),
        ("Dubois", {"anne-marie"}),
        ("lars.nyg", {"lars.nygard"}),
        ("arie dub", {"anne-marie"}),
        ("Fatma Nur Aslan", {"fatma.nur"}),
        ("ayşe kara", {"ayse.kara", "ayse.karaca"}),
        ("ANNE-MARIE", {"anne-marie"}),
        ("siobhÁn", {"siobhan.oneill"}),
        ("dj.star", {"dj.star"}),
        ("田中", {"misaki"}),
        ("  Tuğçe\t", {"tugce.yigit"}),
        ("no such name", set()),
    ],
)
def test_a_search_looks_into_name_surname_and_username(
    quiet_stage: Stage, search: str, found: set[str]
) -> None:
    assert usernames(quiet_stage, search) == found


@pytest.mark.rule("FIND-1")
@pytest.mark.parametrize("search", ["Yiğit Tuğçe", "tugce.yigit Tuğçe", "Yiğit tugce", "Tuğçe  Yiğit"])
def test_a_search_joins_name_and_surname_in_this_order_alone(quiet_stage: Stage, search: str) -> None:
    assert usernames(quiet_stage, search) == set()


@pytest.mark.rule("FIND-1")
@pytest.mark.parametrize("search", ["", " ", "\t\n  "])
def test_a_blank_search_filters_nothing(quiet_stage: Stage, search: str) -> None:
    assert find(quiet_stage, search)["pagination"]["totalItems"] == 45


@pytest.mark.rule("FIND-1")
@pytest.mark.parametrize(
    "search",
    ["x" * 100, "🎤" * 100, "e\u0301" * 100, " " * 100, " " * 50 + "x" * 50],
    ids=["letters", "beyond the first plane", "decomposed", "blanks", "with blanks"],
)
def test_a_search_of_100_characters_is_taken(quiet_stage: Stage, search: str) -> None:
    find(quiet_stage, search)


@pytest.mark.rule("FIND-1")
@pytest.mark.parametrize(
    "search",
    ["x" * 101, "🎤" * 101, "e\u0301" * 101, " " * 101, "x" + " " * 100],
    ids=["letters", "beyond the first plane", "decomposed", "blanks", "counted before trimming"],
)
def test_a_longer_search_is_refused(quiet_stage: Stage, search: str) -> None:
    answer = quiet_stage.get(f"/live-stream/{quiet_stage.main}/viewers", search=search)

    assert_refused(answer, 400)


@pytest.mark.rule("FIND-2")
@pytest.mark.parametrize(
    "search", ["isik", "ISIK", "ışık", "IŞIK", "Işık", "İŞİK", "işik", "i\u0307s\u0327ik"]
)
def test_isik_is_found_however_it_is_typed(quiet_stage: Stage, search: str) -> None:
    found = {"isik.yilmaz", "isik_demirci", "isik.aydin", "ilker.isikli"}

    assert usernames(quiet_stage, search) == found


@pytest.mark.rule("FIND-2")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("sule simsek", "sule.simsek"),
        ("ŞULE ŞİMŞEK", "sule.simsek"),
        ("cagla cinar", "cagla.cinar"),
        ("ÇAĞLA ÇINAR", "cagla.cinar"),
        ("DOGAN AGAOGLU", "dogan.agaoglu"),
        ("umit unlu", "umit.unlu"),
        ("OZGE OZDEMIR", "ozge.ozdemir"),
        ("özge.özdemır", "ozge.ozdemir"),
        ("şülé", None),
        ("kaan bülüt", "kaan.bulut"),
    ],
)
def test_turkish_letters_fold_either_way_round(quiet_stage: Stage, search: str, found: str | None) -> None:
    assert usernames(quiet_stage, search) == ({found} if found else set())


@pytest.mark.rule("FIND-2")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("José Á", {"jose.alvarez"}),
        ("JOSÉ ÁLVAREZ", {"jose.alvarez"}),
        ("Jose\u0301 A\u0301lvarez", {"jose.alvarez"}),
        ("Jose Alvarez", set()),
        ("Lars Nygård", {"lars.nygard"}),
        ("Lars Nygard", set()),
        ("Siobhan O", set()),
    ],
)
def test_other_diacritics_stay_as_they_are(quiet_stage: Stage, search: str, found: set[str]) -> None:
    assert usernames(quiet_stage, search) == found


@pytest.mark.rule("FIND-3")
def test_total_items_counts_the_matches_and_not_the_page(quiet_stage: Stage) -> None:
    data = find(quiet_stage, "isik", limit=1, page=2)

    assert len(data["list"]) == 1
    assert data["pagination"] == {
        "currentPage": 2,
        "totalPages": 4,
        "totalItems": 4,
        "itemsPerPage": 1,
        "hasNextPage": True,
        "hasPrevPage": True,
    }


@pytest.mark.rule("FIND-3")
def test_a_search_without_a_hit_has_no_pages(quiet_stage: Stage) -> None:
    pagination = find(quiet_stage, "nobody is called this")["pagination"]

    assert (pagination["totalItems"], pagination["totalPages"]) == (0, 0)
