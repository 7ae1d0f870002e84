"""Searching the viewers, and the rules of searching read plainly."""

import unicodedata
from typing import Any

from tests.answers import data_of
from tests.staging import Stage

ONE_LETTER = ("iıİI", "sSşŞ", "cCçÇ", "gGğĞ", "uUüÜ", "oOöÖ")


def plain(text: str) -> str:
    """The text with every letter replaced by one that stands for all that count as the same."""
    letters = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).replace("i\u0307", "i"))
    return "".join(_stand_in(letter) for letter in letters)


def _stand_in(letter: str) -> str:
    return next((same[0] for same in ONE_LETTER if letter in same), letter.casefold())


def is_found(search: str, viewer: dict[str, Any]) -> bool:
    """The rules, read plainly: is the search part of one of the names, or of both together?"""
    wanted = plain(search.strip())
    full_name = f"{viewer['name']} {viewer['surname']}"
    return any(
        wanted in plain(text) for text in (viewer["username"], viewer["name"], viewer["surname"], full_name)
    )


def find(stage: Stage, search: str, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = data_of(
        stage.get(f"/live-stream/{stage.main}/viewers", search=search, **{"limit": 100, **query})
    )
    return found


def usernames(stage: Stage, search: str) -> set[str]:
    return {viewer["username"] for viewer in find(stage, search)["list"]}


def everyone(stage: Stage) -> list[dict[str, Any]]:
    viewers: list[dict[str, Any]] = find(stage, "")["list"]
    return viewers
