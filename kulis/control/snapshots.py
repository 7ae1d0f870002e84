"""Snapshots: the whole state of a mock, kept on disk under a name.

Between two events of the simulation one is kept, and one is restored: what has happened and what is still
to come belong together.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread

from fixtures import Persona
from handlers.errors import Conflict, NotFound
from handlers.times import written
from kulis.backstage import Backstage
from kulis.garbage import put_in_place
from kulis.refusals import ValidationFailed
from kulis.simulation.keeping import run_as_data, run_of_data
from kulis.store import INDEXES

_FORM = 2
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def list_snapshots(backstage: Backstage) -> dict[str, Any]:
    """Every snapshot, by name."""
    folder = backstage.snapshots
    return {"snapshots": [_summary(name, _read(folder, name)) for name in snapshot_names(folder)]}


async def save_snapshot(backstage: Backstage, name: str) -> dict[str, Any]:
    """Keep the state as it is now, in place of what the name may have kept before."""
    async with backstage.simulation.stepping:
        return await to_thread.run_sync(partial(_save, backstage, name))


async def restore_snapshot(backstage: Backstage, name: str) -> dict[str, Any]:
    """Bring back a state: data, world, ids, the simulation, and the clock, which goes on from its moment."""
    async with backstage.simulation.stepping:
        return await to_thread.run_sync(partial(_restore, backstage, name))


def delete_snapshot(backstage: Backstage, name: str) -> dict[str, Any]:
    """Remove a snapshot."""
    path = _path(backstage.snapshots, name)
    try:
        path.unlink()
    except FileNotFoundError:
        raise _unknown(backstage.snapshots, name) from None
    return {"removed": name}


def snapshot_names(folder: Path) -> list[str]:
    """The names of the snapshots in a folder, in alphabetical order."""
    return sorted(path.stem for path in folder.glob("*.json") if _NAME.fullmatch(path.stem))


def _save(backstage: Backstage, name: str) -> dict[str, Any]:
    path = _path(backstage.snapshots, name)
    run = backstage.simulation.run
    with backstage.store.transaction():
        kept = {
            "form": _FORM,
            "world": {
                "name": backstage.world.name,
                "loadedBy": backstage.world_name,
                "seed": backstage.seed,
                "personas": [asdict(persona) for persona in backstage.world.personas],
            },
            "clock": {
                "now": written(backstage.clock.now()),
                "isFrozen": backstage.clock.frozen_at is not None,
            },
            "idsDrawn": backstage.ids.drawn,
            "simulation": run_as_data(run) if run else None,
            "documents": dict(backstage.store.documents()),
        }
    draft = path.with_suffix(".draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)
    except OSError as problem:
        raise Conflict(f"The snapshot cannot be written to {path} ({problem.strerror})") from None
    return _summary(name, kept)


def _restore(backstage: Backstage, name: str) -> dict[str, Any]:
    kept = _read(backstage.snapshots, name)
    world, clock = kept["world"], kept["clock"]
    with _readable(backstage.snapshots, name):
        run = run_of_data(kept["simulation"]) if kept["simulation"] else None
        personas = tuple(Persona(**persona) for persona in world["personas"])
    backstage.refuse_another(world["loadedBy"], world["seed"])
    with put_in_place():
        backstage.store.replace(kept["documents"])
    backstage.clock.freeze(datetime.fromisoformat(clock["now"]))
    if not clock["isFrozen"]:
        backstage.clock.resume()
    played = replace(backstage.world, name=world["name"], personas=personas)
    backstage.play(played, world["loadedBy"], world["seed"], drawn=kept["idsDrawn"])
    backstage.simulation.go_on_from(run)
    return _summary(name, kept)


def _read(folder: Path, name: str) -> Mapping[str, Any]:
    path = _path(folder, name)
    with _readable(folder, name):
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if kept["form"] != _FORM or set(kept["documents"]) != set(INDEXES):
            raise ValueError("it was written by another version of Kulis")
        return kept


@contextmanager
def _readable(folder: Path, name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise _unknown(folder, name) from None
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Conflict(f"The snapshot {folder / name}.json cannot be read: {problem}") from None


def _summary(name: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    documents = sum(len(rows) for rows in kept["documents"].values())
    world = kept["world"]
    return {
        "name": name,
        "world": world["name"],
        "seed": world["seed"],
        "at": kept["clock"]["now"],
        "documents": documents,
    }


def _path(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ValidationFailed(
            f"{name!r} is no name of a snapshot: letters, digits, - and _, at most 64, no path"
        )
    return folder / f"{name}.json"


def _unknown(folder: Path, name: str) -> NotFound:
    names = ", ".join(snapshot_names(folder)) or "none"
    return NotFound(f"There is no snapshot {name}; those in {folder}: {names}")
