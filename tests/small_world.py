"""A small sound world file, and the same with something wrong in it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fixtures import World, WorldError, load_world

NOW = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
AYSE = {"username": "ayşe", "name": "Ayşe", "surname": "Kaya", "expertise": "chef", "followers": 1}
BORA = {"username": "bora", "name": "Bora", "surname": "Tan", "expertise": "coach", "following": 1}
CEM = {"username": "cem", "name": "Cem", "surname": "Ak", "expertise": "gamer"}
LIVE: dict[str, Any] = {
    "key": "live",
    "title": "Canlı",
    "creator": "ayşe",
    "status": "active",
    "interest": "Music",
    "started": "40m ago",
}
REPLAY = {**LIVE, "key": "replay", "status": "ended", "started": "3d ago", "ended": "2d ago"}
RENTAL = {"user": "bora", "stream": "replay", "rented": "3h ago"}
SOUND: dict[str, Any] = {
    "description": "Three users, two streams",
    "personas": [{"name": "viewer", "user": "bora", "description": "Watches"}],
    "users": [AYSE, BORA, CEM],
    "gift_types": [{"key": "rose", "credits": 1}, {"key": "cake", "credits": 9, "active": False}],
    "streams": [
        {
            **LIVE,
            "gifts": {"rose": 3, "cake": 2},
            "audience": {"present": ["bora"], "left": [{"generate": 2}]},
        },
        REPLAY,
    ],
    "follows": [{"user": "bora", "follows": ["ayşe"]}],
    "blocks": [{"host": "ayşe", "blocks": ["cem"]}],
    "rentals": [RENTAL],
}


def load(path: Path) -> World:
    return load_world(path, now=NOW, seed=1)


def world_file(folder: Path, sections: dict[str, Any]) -> Path:
    """A sound world but for the given sections; JSON is YAML, too."""
    path = folder / "world.yaml"
    path.write_text(json.dumps({**SOUND, **sections}, ensure_ascii=False), encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(WorldError) as caught:
        load(path)
    return [problem.removeprefix(f"{path}: ") for problem in caught.value.problems]


def live(**fields: Any) -> dict[str, Any]:
    return {"streams": [{**LIVE, **fields}, REPLAY]}


def replay(**fields: Any) -> dict[str, Any]:
    return {"streams": [{**REPLAY, **fields}]}


def present(*viewers: Any) -> dict[str, Any]:
    return live(audience={"present": list(viewers)})
