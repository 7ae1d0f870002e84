"""Demo scripts: what they prepare, and what they say where they cannot."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from fixtures import WorldError
from fixtures.demo_scripts import demo_names, load_demo
from handlers.viewers import viewer_count
from kulis.app import Mock
from kulis.demo_command import prepared
from tests.commands import run_here
from tests.small_world import SOUND as SMALL_WORLD
from tests.test_served import serving

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

        for scene in script.scenes:
            play(mock, max(timedelta(), script.start + scene.at + scene.over - mock.clock.now()))
            shown = mock.store["streams"].find_one({"_id": scene.stream_id})
            assert shown is not None
            wanted = "ended" if scene.what == "end" else "active"
            assert shown["status"] == wanted, f"at {scene.at}, once it was to {scene.what}"
        assert mock.simulation.as_data()["happened"]["gift"]


def test_on_launch_night_the_hall_fills_and_the_audience_follows_behind_the_scenes() -> None:
    counts = []
    with opened("launch-night") as mock:
        launch, backstage = (
            next(scene.stream_id for scene in load_demo("launch-night").scenes if scene.what == what)
            for what in ("join", "start")
        )
        for minutes in (0, 2, 7):
            play(mock, timedelta(minutes=minutes))
            counts.append(viewer_count(mock.services, backstage if minutes == 7 else launch))

    assert counts[1] > counts[0] + 30
    assert counts[2] > 30, "few have come along to the stream that began"


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
            'scenes[0].stream: the world default has no stream "kitchn"; did you mean "kitchen"?',
        ),
        ("stream: kitchen", "stream: next-week", 'scenes[0]: "next-week" is scheduled by then; expected'),
        ("what: end", "what: start", 'scenes[0]: "kitchen" is active by then; only what is scheduled'),
        (
            "stream: kitchen}",
            "stream: kitchen}\n  - {at: 20s, what: gift, stream: kitchen}",
            'scenes[1]: "kitchen" is ended by then; expected a stream that is live',
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


def test_a_script_of_ones_own_may_play_on_a_world_beside_it(tmp_path: Path) -> None:
    (tmp_path / "world.yaml").write_text(json.dumps(SMALL_WORLD), encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(SOUND.replace("default", "world.yaml").replace("kitchen", "live"))

    with opened(str(tmp_path / "mine.yaml")) as mock:
        assert mock.world.description == SMALL_WORLD["description"]


def test_it_is_served_with_its_page_and_tells_what_comes_when() -> None:
    with serving("launch-night", "--language", "tr", command="demo") as running:
        page = httpx2.get(f"{running.address}/demo", follow_redirects=True)

    assert page.status_code == 200
    assert "7:00  Yayın biter" in " ".join(running.banner.split(" "))


def test_the_command_lists_every_demo_in_both_languages() -> None:
    code, told, _ = run_here("demo")

    assert code == 0
    assert "launch-night: Lansman gecesi / Launch night" in told
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
