"""Targets whose data moves by itself: they stand still for the checks that compare answers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from contract_tests.checking import Check
from contract_tests.checks.reading import mapping, mappings
from contract_tests.findings import NotExercised
from contract_tests.hooks import call_hook
from contract_tests.scene import Scene

_STATUS_OF: Mapping[str, str] = {
    "active": "active",
    "empty": "active",
    "blocked": "active",
    "scheduled": "scheduled",
}
"""The status that a stream of a role has, where time alone can change it."""


@contextmanager
def as_it_stands(check: Check, scene: Scene) -> Iterator[Scene]:
    """The scene of a check; where the target moves, with the roles that hold now.

    Raises NotExercised where the check needs still data and the profile names no hooks that pause the target.
    """
    profile = scene.profile
    if not profile.is_moving:
        yield scene
    elif not check.needs_still_data:
        yield _settled(scene)
    elif profile.pause is None or profile.resume is None or profile.is_read_only:
        raise NotExercised("the target's data moves, and the profile names no hooks to pause and resume it")
    else:
        call_hook(profile.pause, scene.client)
        try:
            yield _settled(scene)
        finally:
            call_hook(profile.resume, scene.client)


def has_moved(scene: Scene) -> bool:
    """Whether a role of the scene holds no more, so that what a check found may be due to that."""
    return scene.profile.is_moving and _roles_that_hold(scene) != dict(scene.profile.streams)


def _settled(scene: Scene) -> Scene:
    """The scene with the streams that still play their roles, and nothing of how they were looked for."""
    streams = _roles_that_hold(scene)
    if scene.profile.streams.get("active") and not streams["active"]:
        streams["active"] = _featured(scene)[:1]
    scene.client.trail.clear()
    return replace(scene, profile=replace(scene.profile, streams=streams))


def _roles_that_hold(scene: Scene) -> dict[str, tuple[str, ...]]:
    if "viewer" not in scene.profile.credentials:
        return dict(scene.profile.streams)
    return {
        role: tuple(id for id in ids if _plays(scene, role, id))
        for role, ids in scene.profile.streams.items()
    }


def _plays(scene: Scene, role: str, stream: str) -> bool:
    if role not in _STATUS_OF:
        return True
    detail = mapping(scene.call("getLiveStream", path={"id": stream}).data)
    # What tells no status is no evidence that the role is lost; other checks will tell of it.
    if detail.get("status", _STATUS_OF[role]) != _STATUS_OF[role]:
        return False
    count = mapping(scene.call("getViewerCount", path={"id": stream}).data) if role == "empty" else {}
    return not count.get("viewerCount")


def _featured(scene: Scene) -> tuple[str, ...]:
    listed = mappings(scene.call("listFeaturedLiveStreams", None).data)
    return tuple(str(stream["id"]) for stream in listed if isinstance(stream.get("id"), str))
