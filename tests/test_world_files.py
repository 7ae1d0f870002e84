"""The language that worlds are written in: what a file becomes, and how it tells times."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import WorldError
from fixtures.times import in_milliseconds, parse_time, written
from tests.small_world import AYSE, BORA, CEM, NOW, SOUND, load, world_file


def test_a_file_of_ones_own_becomes_documents(tmp_path: Path) -> None:
    documents = load(world_file(tmp_path, {})).documents
    (stream, _) = documents["streams"]
    assert (stream["startedAt"], stream["giftTotal"]) == ("2026-01-01T09:20:00.000Z", 5)
    first, *left = documents["audience"]
    assert (first["joinedAt"], first["leftAt"]) == ("2026-01-01T09:40:00.000Z", None)
    assert [(row["joinedAt"][11:19], row["leftAt"][11:19]) for row in left] == [
        ("09:33:20", "09:46:40"),
        ("09:46:40", "09:53:20"),
    ]
    (rental,) = documents["rentals"]
    assert (rental["expiresAt"], rental["settledAt"]) == ("2026-01-02T07:00:00.000Z", None)


def test_an_id_is_the_one_given_or_follows_from_the_name(tmp_path: Path) -> None:
    given_id = "0123456789abcdef01234567"
    users = load(world_file(tmp_path, {"users": [{**AYSE, "id": given_id}, BORA, CEM]})).documents["users"]
    assert [user["_id"] for user in users[:2]] == [given_id, "ec85037c20cc6cf37609713f"]


def test_words_and_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    user = "{username: on, name: No, surname: '12', expertise: chef, availability: 12:30}"
    path.write_text(f"description: 2026-01-01\nusers: [{user}]\n", encoding="utf-8")
    (found,) = load(path).documents["users"]
    assert [found[field] for field in ("username", "name", "surname", "availabilityStatus")] == [
        "on",
        "No",
        "12",
        "12:30",
    ]


# Times


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_written_moment_is_read_as_itself(moment: datetime) -> None:
    assert parse_time(written(moment), NOW) == in_milliseconds(moment)


@given(st.integers(0, 9999), st.sampled_from(["seconds", "minutes", "hours", "days", "weeks"]))
def test_a_relative_time_is_as_far_from_now_as_it_says(amount: int, unit: str) -> None:
    distance = timedelta(**{unit: amount})
    assert parse_time(f"in {amount}{unit[0]}", NOW) - NOW == distance
    assert NOW - parse_time(f"{amount}{unit[0]} ago", NOW) == distance


def test_times_have_several_spellings() -> None:
    assert parse_time("now", NOW) == NOW
    assert parse_time("1h 30m ago", NOW) == NOW - timedelta(minutes=90)
    assert parse_time("2026-01-01T13:00:00.1239+03:00", NOW) == NOW + timedelta(milliseconds=123)


@given(st.text() | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|in \d+w", fullmatch=True))
def test_a_text_tells_a_time_or_is_refused_by_name(text: str) -> None:
    try:
        parse_time(text, NOW)
    except ValueError as error:
        assert str(error).startswith(f'"{text}"'), error


def _places(tree: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    children = tree.items() if isinstance(tree, dict) else enumerate(tree if isinstance(tree, list) else ())
    return [path, *(place for step, child in children for place in _places(child, (*path, step)))]


def _has(tree: Any, step: str | int) -> bool:
    return step in (tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ())


_JUNK: list[Any] = [None, True, -1, 10**30, 1.5, "", "x", "in 3h", [], [[]], {}, {"user": "ayşe"}]


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(_places(SOUND)[1:]), st.sampled_from(_JUNK)), max_size=4))
def test_no_wreck_of_a_world_ends_in_anything_but_a_report(
    tmp_path_factory: pytest.TempPathFactory, wreckage: list[tuple[tuple[str | int, ...], Any]]
) -> None:
    tree: Any = deepcopy(SOUND)
    for path, junk in wreckage:
        holder = tree
        for step in path[:-1]:
            holder = holder[step] if _has(holder, step) else None
        if _has(holder, path[-1]):
            holder[path[-1]] = deepcopy(junk)
    path_of_file = world_file(tmp_path_factory.getbasetemp(), tree)
    try:
        load(path_of_file)
    except WorldError as report:
        assert all(problem.startswith(f"{path_of_file}: ") for problem in report.problems)
