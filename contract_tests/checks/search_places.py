"""Where a search looks: among the viewers of its own stream, and nowhere else (VIEW-1, FIND-1)."""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.checking import Check
from contract_tests.checks.lists import Whole, item_id, path_of, whole_list
from contract_tests.checks.reading import mapping, mappings
from contract_tests.checks.search import (
    VIEWERS,
    everyone,
    finds_only_matches,
    frequent_letters,
    named,
    searchable,
)
from contract_tests.checks.telling import caught
from contract_tests.findings import Broken
from contract_tests.folding import searched_texts
from contract_tests.scene import Scene, expect, need

FEATURED = "listFeaturedLiveStreams"


def a_search_finds_nobody_but_viewers(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    for text in (*frequent_letters(whole), *searchable(scene, _first_names(whole))[: 6 * scene.effort]):
        found = whole_list(scene, VIEWERS, search=text)
        yield from caught(_expect_within, scene, text, found, whole)


def a_search_is_of_its_own_stream(scene: Scene) -> Iterator[Broken]:
    """The same text is searched on one stream, and then on another."""
    own = path_of(scene, VIEWERS)["id"]
    texts = frequent_letters(everyone(scene))
    others = [str(stream.get("id")) for stream in mappings(scene.data(FEATURED, None))]
    for other in need([id for id in others if id != own][: 1 + scene.effort], "no second stream is known"):
        if scene.call(VIEWERS, path={"id": other}).status != 200:
            continue
        whole = whole_list(scene, VIEWERS, stream=other)
        for text in texts:
            whole_list(scene, VIEWERS, search=text)
            found = whole_list(scene, VIEWERS, stream=other, search=text)
            yield from caught(_expect_within, scene, text, found, whole)
            yield from caught(_expect_hits, scene, text, found, whole)


def nothing_but_names_is_searched(scene: Scene) -> Iterator[Broken]:
    """Whatever else is shown of a viewer, or known of them, finds nobody."""
    whole = everyone(scene)
    viewers = scene.random.sample(whole.items, len(whole.items))
    shown = [text for viewer in viewers for text in _beside(viewer)]
    for text in searchable(scene, shown)[: 9 + 6 * scene.effort]:
        yield from caught(finds_only_matches, scene, text)


def a_search_shows_viewers_as_the_list_does(scene: Scene) -> Iterator[Broken]:
    whole = everyone(scene)
    listed = {item_id(viewer): viewer for viewer in whole.items}
    for text in frequent_letters(whole):
        for viewer in whole_list(scene, VIEWERS, search=text).items:
            yield from caught(_expect_as_listed, scene, viewer, listed.get(item_id(viewer), viewer))


def _expect_as_listed(scene: Scene, viewer: Mapping[str, Any], listed: Mapping[str, Any]) -> None:
    # Of what differs by who is listed, and by whom they are listed for, other checks tell.
    for name in sorted(listed.keys() - {"isFollowing", "joinedAt"}):
        expect(
            viewer.get(name) == listed[name],
            expected=f"{name} of {named(listed)} as without a search, {listed[name]}",
            got=viewer.get(name),
            where=scene.client.trail[-1],
        )


def _beside(viewer: Mapping[str, Any]) -> Iterator[str]:
    """What stands beside a viewer's names, as a text."""
    yield str(item_id(viewer))
    yield str(item_id(viewer))[:8]
    for text in (viewer.get("expertise"), str(viewer.get("joinedAt"))[:10]):
        if isinstance(text, str):
            yield text
    address = str(mapping(viewer.get("profilePhoto")).get("url") or "")
    yield from [part for part in address.rpartition("/")[2:] if part]


def _expect_within(scene: Scene, text: str, found: Whole, whole: Whole) -> None:
    known = set(whole.ids())
    others = [named(viewer) for viewer in found.items if item_id(viewer) not in known]
    expect(
        not others,
        expected=f"{text!r} to find viewers alone, of those that are listed without a search",
        got=f"{', '.join(others[:3])} among them",
        where=scene.client.trail[-1],
    )


def _expect_hits(scene: Scene, text: str, found: Whole, whole: Whole) -> None:
    listed: set[Any] = set(found.ids())
    missing = [
        named(viewer)
        for viewer in whole.items
        if item_id(viewer) not in listed and any(text in field for field in searched_texts(viewer))
    ]
    expect(
        not missing,
        expected=f"{text!r} to find {', '.join(missing[:3])}",
        got=f"{len(listed)} others",
        where=scene.client.trail[-1],
    )


def _first_names(whole: Whole) -> list[str]:
    """Names that several viewers share first: somebody who has left is likely to have had one of them too."""
    names = [searched_texts(viewer)[1] for viewer in whole.items]
    shared = sorted((name for name in dict.fromkeys(names) if name), key=names.count, reverse=True)
    return [name for name in shared if name.strip() == name]


CHECKS: tuple[Check, ...] = (
    Check("VIEW-2", "assumed", a_search_shows_viewers_as_the_list_does, (VIEWERS,), needs_still_data=True),
    Check("FIND-1", "documented", nothing_but_names_is_searched, (VIEWERS,), needs_still_data=True),
    Check("VIEW-1", "documented", a_search_finds_nobody_but_viewers, (VIEWERS,), needs_still_data=True),
    Check("FIND-1", "documented", a_search_is_of_its_own_stream, (VIEWERS, FEATURED), needs_still_data=True),
)
