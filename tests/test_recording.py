"""A world recorded from what went through the proxy: the same to look at, and nobody in it is real."""

import copy
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx2
import pytest
import yaml

from fixtures import load_world
from fixtures.people import NamePool, name_pools
from fixtures.times import parse_time, relative
from handlers.folding import folded
from kulis.mock_target import serving_mock
from kulis.proxy.recording.observation import Observation
from tests.commands import run_here
from tests.recordings import Recorded, recorded, world_of
from tests.staging import NOON

PERSONAL = ("username", "name", "surname", "profilePhoto")


@pytest.fixture(scope="module")
def tale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with recorded(tmp_path_factory.mktemp("recording") / "recorded.yaml") as told:
        yield told


@pytest.fixture(scope="module")
def pools() -> tuple[NamePool, ...]:
    return name_pools(1)


def test_a_recorded_stream_has_the_viewers_that_were_seen_but_for_their_names(tale: Recorded) -> None:
    for page in (1, 2, 3, 4):
        path = f"/live-stream/{tale.source.main}/viewers"
        was, comes = tale.both(path, page=page, limit=20)

        assert [_impersonal(viewer) for viewer in comes["list"]] == [
            _impersonal(viewer) for viewer in was["list"]
        ]
        assert comes["pagination"] == was["pagination"]
        assert comes["participantAudienceTotal"] == was["participantAudienceTotal"]


def test_every_recorded_stream_has_its_counts_course_and_gifts(tale: Recorded) -> None:
    was, comes = tale.both("/live-stream/featured")
    assert [stream["id"] for stream in comes] == [stream["id"] for stream in was]

    for before, after in zip(was, comes, strict=True):
        for field in ("status", "liveStreamType", "startedAt", "price", "durationGoal", "replayAccess"):
            assert after[field] == before[field], (field, before["title"])
        assert after["creator"]["_id"] == before["creator"]["_id"]
        for resource in ("viewer-count", "gift-statistics"):
            one, other = tale.both(f"/live-stream/{before['id']}/{resource}")
            assert _without_addresses(other) == _without_addresses(one)


def test_recorded_rentals_are_as_open_expired_or_refunded_as_they_were(tale: Recorded) -> None:
    was, comes = tale.both("/live-stream/my-replay-rentals", caller="renter")

    assert comes["pagination"] == was["pagination"]
    assert [row["replayAccess"] for row in comes["list"]] == [row["replayAccess"] for row in was["list"]]


def test_nothing_of_the_people_who_were_seen_stands_in_the_file(tale: Recorded) -> None:
    text, source = tale.text, tale.source.mock.world
    users = yaml.safe_load(text)["users"]
    words = {
        word for user in users for field in PERSONAL[:3] for word in re.split(r"\W", folded(user[field]))
    }
    seen = [user for user in source.documents["users"] if user["_id"] in tale.recorder.facts.people]
    assert len(seen) > 150
    for user in seen:
        assert user["username"] not in text
        assert f"{user['name']} {user['surname']}" not in text
        assert user["profilePhoto"] is None or user["profilePhoto"]["_id"] not in text
        assert not {folded(user["name"]), folded(user["surname"])} & words, user
    for stream in source.documents["streams"]:
        assert stream["title"] not in text
    assert "eyJ" not in text
    assert not re.search(r"https?://", text)


def test_a_search_finds_the_recorded_people_however_turkish_letters_are_typed(tale: Recorded) -> None:
    world = tale.replayed.mock.world.documents
    streams = {row["user"]: row["stream"] for row in world["audience"] if row["leftAt"] is None}
    lettered = [
        user for user in world["users"] if user["_id"] in streams and re.search("[şğıİö]", user["name"])
    ]
    assert lettered

    for user in lettered[:5]:
        path = f"/live-stream/{streams[user['_id']]}/viewers"
        headers = tale.source.authorization("viewer")
        found = tale.replayed.send(
            "GET", path, None, headers=headers, params={"search": folded(user["name"])}
        )
        assert user["_id"] in [viewer["_id"] for viewer in found.json()["data"]["list"]]


def test_a_person_has_the_same_stand_in_whenever_they_are_seen(
    tale: Recorded, pools: tuple[NamePool, ...], tmp_path: Path
) -> None:
    forth = _usernames(world_of(tale.recorder.observations, pools), tmp_path)
    back = _usernames(world_of(tale.recorder.observations[::-1], pools), tmp_path)
    other_seed = _usernames(world_of(tale.recorder.observations, name_pools(2), seed=2), tmp_path)

    assert forth == back
    assert forth.keys() == other_seed.keys()
    assert forth != other_seed


def test_ids_are_new_where_they_are_not_to_be_kept(tale: Recorded, pools: tuple[NamePool, ...]) -> None:
    text = world_of(tale.recorder.observations, pools, keeps_ids=False)

    kept = re.findall(r"\b[0-9a-f]{24}\b", tale.text)
    assert kept
    assert not set(kept) & set(re.findall(r"\b[0-9a-f]{24}\b", text))


def test_viewers_who_are_gone_have_left_and_those_not_seen_are_generated(
    tale: Recorded, pools: tuple[NamePool, ...], tmp_path: Path
) -> None:
    pages = [one for one in tale.recorder.observations if one.operation_id == "getLiveStreamViewers"]
    full = next(one for one in pages if len(one.data["list"]) == 20)
    pagination = {**full.data["pagination"], "totalItems": 18}
    fewer = {**full.data, "list": full.data["list"][:15], "pagination": pagination}
    later = replace(full, data=fewer, at=full.at + timedelta(minutes=1))

    world = _loaded(world_of((full, later), pools), tmp_path)
    present = {row["user"] for row in world.documents["audience"] if row["leftAt"] is None}
    left = {row["user"] for row in world.documents["audience"] if row["leftAt"] is not None}

    assert {viewer["_id"] for viewer in fewer["list"]} <= present
    assert len(present) == 18
    assert len(present) + len(left) == full.data["participantAudienceTotal"]


def test_a_host_whom_the_backend_lists_as_a_viewer_is_none_in_the_recorded_world(
    tale: Recorded, pools: tuple[NamePool, ...], tmp_path: Path
) -> None:
    seen = tale.recorder.observations
    page = next(one for one in seen if one.operation_id == "getLiveStreamViewers" and one.data["list"])
    detail = next(
        one
        for one in seen
        if one.operation_id == "getLiveStream" and one.arguments["id"] == page.arguments["id"]
    )
    host = detail.data["creator"]["_id"]
    viewers = [{**page.data["list"][0], "_id": host}, *page.data["list"][1:]]

    world = _loaded(world_of((detail, replace(page, data={**page.data, "list": viewers})), pools), tmp_path)

    assert host in {user["_id"] for user in world.documents["users"]}
    assert host not in {row["user"] for row in world.documents["audience"]}


@pytest.mark.parametrize("seed", range(8))
def test_whatever_a_backend_answers_the_world_is_sound(
    tale: Recorded, pools: tuple[NamePool, ...], tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    spoilt = tuple(_spoilt(one, random) for one in tale.recorder.observations)

    for count in (1, 5, len(spoilt)):
        _loaded(world_of(tuple(random.sample(spoilt, count)), pools), tmp_path)


def test_counts_beyond_all_measure_are_cut_to_what_a_world_can_hold(
    tale: Recorded, pools: tuple[NamePool, ...], tmp_path: Path
) -> None:
    huge = tuple(
        replace(one, data=_with_counts(one.data, 10**12))
        for one in tale.recorder.observations
        if one.operation_id in ("getLiveStream", "getGiftStatistics", "listGiftTypes")
    )
    world = _loaded(world_of(huge, pools), tmp_path)
    assert max(stream["giftTotal"] for stream in world.documents["streams"]) >= 10**9

    crowded = replace(
        tale.recorder.observations[0], operation_id="getViewerCount", data={"viewerCount": 10**9}
    )
    assert "{generate: 100000}" in world_of((crowded,), pools)


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("description: mine\n")

    code, _, complaint = run_here("proxy", "http://127.0.0.1:9", "--port", "0", "--record", str(path))

    assert code == 1
    assert "the file exists, and is not overwritten" in " ".join(complaint.split())
    assert path.read_text() == "description: mine\n"


def test_what_went_through_before_ctrl_c_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "recorded.yaml"
    with serving_mock() as target:
        url = target.profile.base_url
        command = [sys.executable, "-W", "ignore", "-m", "kulis", "proxy", url, "--port", "0"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            [*command, "--record", str(path)], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert process.stdout is not None
        address = next(line.split()[-1] for line in process.stdout if line.startswith("  API"))
        assert httpx2.get(f"{address}/live-stream/featured", timeout=20).status_code == 200
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=20)

    assert process.returncode == 0
    assert "answers 1, streams 10" in " ".join(output.split())
    assert run_here("worlds", "check", str(path))[0] == 0
    assert [file.name for file in tmp_path.iterdir()] == ["recorded.yaml"]


@pytest.mark.parametrize("milliseconds", [0, 1, -1, 61_001, -90_061_001, 3_600_000, 10**13])
def test_a_moment_told_from_now_is_read_as_the_same_moment(milliseconds: int) -> None:
    moment = NOON + timedelta(milliseconds=milliseconds)

    assert parse_time(relative(moment, NOON), NOON) == moment


def _impersonal(viewer: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in viewer.items() if field not in PERSONAL}


def _without_addresses(data: Any) -> Any:
    if isinstance(data, dict):
        return {field: _without_addresses(part) for field, part in data.items() if field != "svgUrl"}
    return [_without_addresses(part) for part in data] if isinstance(data, list) else data


def _loaded(text: str, folder: Path) -> Any:
    path = folder / "recorded.yaml"
    path.write_text(text, encoding="utf-8")
    return load_world(path, now=NOON + timedelta(days=3), seed=1)


def _usernames(text: str, folder: Path) -> dict[str, str]:
    return {user["_id"]: user["username"] for user in _loaded(text, folder).documents["users"][:190]}


def _with_counts(data: Any, count: int) -> Any:
    if isinstance(data, dict):
        return {field: _with_counts(part, count) for field, part in data.items()}
    if isinstance(data, list):
        return [_with_counts(part, count) for part in data]
    return count if isinstance(data, int) and not isinstance(data, bool) else data


def _spoilt(seen: Observation, random: Random) -> Observation:
    """An observation with some of its values exchanged for others that nobody would expect."""
    data = copy.deepcopy(seen.data)
    _spoil(data, random)
    return replace(seen, data=data, at=seen.at + timedelta(hours=random.choice((0, 0, 30, -30))))


def _spoil(part: Any, random: Random) -> None:
    places = list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for place in places:
        if random.random() < 0.1:
            part[place] = random.choice(_ODD)
        else:
            _spoil(part[place], random)


_ODD: tuple[Any, ...] = (
    None,
    -1,
    0,
    7.5,
    2000,
    "",
    " ",
    "null",
    "no: [x",
    "İ" * 300,
    "\x00\n# {",
    [],
    {},
    ["x"],
    True,
    "ended",
    "active",
    "scheduled",
    "solo",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-03-01T11:00:00.000Z",
    "2026-02-01T11:00:00+09:00",
    "64f0a1b2c3d4e5f6a7b80001",
)
