"""Demo scripts: what they prepare, and what they say where they cannot."""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from fixtures import WorldError
from fixtures.demo_scripts import demo_names, load_demo
from kulis.app import Mock
from kulis.demo_command import prepared
from tests.commands import run_here

SOUND = """
title: {tr: Kısa, en: Short}
description: {tr: Biter, en: Ends}
world: default
start: 2026-03-06T18:30:00Z
scenes:
  - {at: 10s, what: end, stream: kitchen}
"""


@pytest.mark.parametrize("name", demo_names())
def test_every_demo_begins_at_its_moment_and_all_its_scenes_happen(name: str) -> None:
    script = load_demo(name)
    with opened(name) as mock:
        assert mock.clock.now() - script.start < timedelta(minutes=1)
        status = {stream["_id"]: stream["status"] for stream in mock.store["streams"].find({})}

        play(mock, max(scene.at + scene.over for scene in script.scenes))

        ended = {scene.stream_id for scene in script.scenes if scene.what == "end"}
        for stream in ended:
            assert status[stream] == "active"
            shown = mock.store["streams"].find_one({"_id": stream})
            assert shown is not None and shown["status"] == "ended"
        assert mock.simulation.as_data()["happened"]["gift"]


def test_a_scene_happens_at_its_time_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(SOUND, encoding="utf-8")
    ended: list[str | None] = []
    with opened(str(path)) as mock:
        stream = load_demo(str(path)).scenes[0].stream_id
        for _ in range(2):
            play(mock, timedelta(seconds=5 if not ended else 6))
            document = mock.store["streams"].find_one({"_id": stream})
            assert document is not None
            ended.append(document["endedAt"])

    assert ended == [None, "2026-03-06T18:30:10.000Z"]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "stream: kitchen",
            "stream: kitchn",
            'scenes[0].stream: the world default has no active stream "kitchn"',
        ),
        ("what: end", "what: finish", 'scenes[0].what: found "finish"; expected one of: join, leave'),
        ("world: default", "world: defalt", 'world: no world "defalt"; did you mean "default"?'),
        ("en: Short", "de: Kurz", "title.en: missing; expected text"),
        ("start: 2026-03-06T18:30:00Z", "start: soon", 'start: found "soon"; expected a moment such as'),
    ],
)
def test_what_is_wrong_with_a_script_is_told_with_file_place_and_cure(
    right: str, wrong: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(SOUND.replace(right, wrong), encoding="utf-8")

    with pytest.raises(WorldError) as caught:
        load_demo(str(path))

    assert f"{path}: {told}" in str(caught.value)


def test_the_command_lists_every_demo_in_both_languages() -> None:
    code, told, _ = run_here("demo")

    assert code == 0
    assert "launch-night: Açılış gecesi / Launch night" in told
    assert [name for name in demo_names() if name not in told] == []


def test_an_unknown_demo_is_refused_with_the_one_that_was_meant() -> None:
    code, _, complaint = run_here("demo", "lunch-night")

    assert code == 1
    assert 'no demo "lunch-night"; did you mean "launch-night"?' in complaint


@contextmanager
def opened(name: str) -> Iterator[Mock]:
    """A demo whose clock stands still at its start until the test moves it."""
    script = load_demo(name)
    mock = prepared(script)
    with closing(mock.store):
        mock.clock.freeze(script.start)
        yield mock


def play(mock: Mock, time: timedelta) -> None:
    mock.clock.advance(time)
    while asyncio.run(mock.simulation.step()):
        pass
