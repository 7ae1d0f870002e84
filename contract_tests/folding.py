"""When two letters count as the same, on the side of the tests (FIND-1, FIND-2)."""

import unicodedata
from collections.abc import Mapping
from typing import Any

_DOT_ABOVE = "\u0307"
_PLAIN: Mapping[str, str] = {
    "ı": "i",
    "ş": "s",
    "ç": "c",
    "ğ": "g",
    "ü": "u",
    "ö": "o",
}

TURKISH = frozenset("İIıŞşÇçĞğÜüÖö")
"""The letters that tell no longer where text is folded."""


def turkish_folded(text: str) -> str:
    """Text in which case, the dots of I, and the Turkish letters no longer tell."""
    composed = unicodedata.normalize("NFC", text).replace("İ", "i").replace("I", "i")
    lowered = unicodedata.normalize("NFC", composed.casefold().replace(f"i{_DOT_ABOVE}", "i"))
    return "".join(_PLAIN.get(letter, letter) for letter in lowered)


def bare(text: str) -> str:
    """Text without any diacritic or case: the coarsest reading that an implementation could search by."""
    decomposed = unicodedata.normalize("NFKD", turkish_folded(text))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def searched_texts(viewer: Mapping[str, Any]) -> tuple[str, ...]:
    """Where a search may look in a viewer: username, name, surname, and "name surname"."""
    name, surname = str(viewer.get("name", "")), str(viewer.get("surname", ""))
    return str(viewer.get("username", "")), name, surname, f"{name} {surname}"
