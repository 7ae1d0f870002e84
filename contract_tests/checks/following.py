"""Whom the checks follow: viewers of the active stream, as they are listed."""

from collections.abc import Mapping
from typing import Any

from contract_tests.checks.asking import viewer_id
from contract_tests.checks.lists import item_id, path_of, whole_list
from contract_tests.checks.reading import mapping
from contract_tests.scene import Scene, need

VIEWERS = "getLiveStreamViewers"


def viewers_by_id(scene: Scene, role: str = "viewer") -> dict[str, Mapping[str, Any]]:
    """The viewers as they are listed for a role."""
    rows = whole_list(scene, VIEWERS, role).items
    return {item_id(row): row for row in rows if isinstance(item_id(row), str)}


def stranger(scene: Scene) -> Mapping[str, Any]:
    """A viewer of the active stream who is none of the profile's own."""
    path_of(scene, VIEWERS)
    known = {viewer_id(scene), *scene.profile.users.values()}
    strangers = [row for id, row in viewers_by_id(scene).items() if id not in known]
    return mapping(need(scene.random.choice(strangers) if strangers else None, "nobody else is watching"))


def stranger_now(scene: Scene, target: str) -> Mapping[str, Any]:
    """How a viewer is listed now."""
    return mapping(need(viewers_by_id(scene).get(target), "the viewer to follow has left"))
