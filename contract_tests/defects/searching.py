"""Mechanisms for searches: finding fewer viewers than the app does, or others."""

import unicodedata
from collections.abc import Callable
from typing import Any

from contract_tests.defects.asking import Asked
from contract_tests.defects.defect import Wrap
from contract_tests.defects.listing import Items, relisting
from contract_tests.folding import searched_texts

VIEWERS = "getLiveStreamViewers"
"""The operation that searches."""

Viewer = dict[str, Any]
Finds = Callable[[str, Viewer], bool]
"""Whether a search, as it was sent, finds a viewer."""


def search_of(asked: Asked) -> str:
    """The text that is searched for, as it was sent."""
    return asked.parameter("search") or ""


def is_search(asked: Asked) -> bool:
    """Whether the list is narrowed by a search at all."""
    return bool(search_of(asked).strip())


def normal(text: str) -> str:
    """A text as it ought to be compared: in NFC, without space round it."""
    return unicodedata.normalize("NFC", text).strip()


def kept_to(finds: Finds, *, when: Callable[[Asked], bool] = is_search) -> Wrap:
    """Of what the app finds, keep some only."""
    return relisting(VIEWERS, by=_finding(finds), when=when)


def widened_to(finds: Finds) -> Wrap:
    """Find among all viewers, by another law than the app's."""
    return relisting(VIEWERS, by=_finding(finds), when=is_search, whole=_without_search)


def folded_by(fold: Callable[[str], str]) -> Finds:
    """Find what contains the search, once both are folded."""
    return lambda search, viewer: any(
        fold(normal(search)) in fold(normal(text)) for text in searched_texts(viewer)
    )


def _finding(finds: Finds) -> Callable[[Items, Asked], Items]:
    return lambda items, asked: [viewer for viewer in items if finds(search_of(asked), viewer)]


def _without_search(asked: Asked) -> Asked:
    return asked.with_parameters(search=None)
