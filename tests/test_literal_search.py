"""FIND-1 and FIND-2 among names that a careless search would take for patterns."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.searching import everyone, find, is_found, usernames
from tests.small_world import AYSE, BORA, CEM, LIVE, world_file
from tests.staging import Stage, staged

ODD_NAMES = (
    ("regex", "Nokta.*Yıldız", "$where"),
    ("group", "(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaa!"),
    ("brackets", "[a-z]{2}", "^başı|sonu$"),
    ("slash", "C:\\dosya", "a/b?c#d%20"),
    ("wild", "100%", "_alt_"),
    ("quotes", '"Çift"', "'Tek'"),
    ("strasse", "Straße", "Ωμέγα"),
    ("decomposed", "Zoe\u0308", "I\u0307pek"),
    ("two.names", "Ali  Veli", "Can"),
    ("emoji", "🎤 Sahne", "🎧"),
)


@pytest.fixture(scope="module")
def odd_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A stream whose viewers have names that a careless search would take for patterns."""
    people = [
        {"username": username, "name": name, "surname": surname, "expertise": "coach"}
        for username, name, surname in ODD_NAMES
    ]
    live = {**LIVE, "creator": "ayşe", "audience": {"present": [person["username"] for person in people]}}
    personas = [
        {"name": "creator", "user": "ayşe", "description": "Hosts"},
        {"name": "viewer", "user": "bora", "description": "Searches"},
    ]
    sections = {
        "users": [{**AYSE}, {**BORA}, CEM, *people],
        "streams": [live],
        "personas": personas,
        "rentals": [],
    }
    path = world_file(tmp_path_factory.mktemp("world"), sections)
    with staged(world=str(path)) as stage:
        yield stage


@pytest.mark.rule("FIND-1")
@settings(max_examples=60)
@given(
    search=st.one_of(
        st.text("ab.*+?^$()[]{}|\\/%_'\"! ", max_size=6),
        st.sampled_from([part[at:] for odd in ODD_NAMES for part in odd for at in (0, 1)]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    )
)
def test_a_search_is_literal_text(odd_stage: Stage, search: str) -> None:
    expected = [viewer for viewer in everyone(odd_stage) if is_found(search, viewer)]

    assert find(odd_stage, search)["list"] == expected


@pytest.mark.rule("FIND-1")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        (".*", {"regex"}),
        ("$where", {"regex"}),
        ("(a+)+$", {"group"}),
        ("^", {"brackets"}),
        ("\\", {"slash"}),
        ("%", {"slash", "wild"}),
        ("_", {"wild"}),
        ("'", {"quotes"}),
        ("\0", set()),
    ],
)
def test_what_looks_like_a_pattern_finds_itself(odd_stage: Stage, search: str, found: set[str]) -> None:
    assert usernames(odd_stage, search) == found


@pytest.mark.rule("FIND-2")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("zoë", "decomposed"),
        ("İPEK", "decomposed"),
        ("ipek", "decomposed"),
        ("STRASSE", "strasse"),
        ("ΩΜΈΓΑ", "strasse"),
    ],
)
def test_names_are_folded_however_they_are_stored(odd_stage: Stage, search: str, found: str) -> None:
    assert usernames(odd_stage, search) == {found}
