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

_NO_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
)

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
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
    return letters.translate(_NO_DECOMPOSITION)


def has_plain_case(text: str) -> bool:
    """Whether each letter has one small and one capital form, so that all foldings of case agree.

    The Turkish letters count as such, since the contract says how they fold; ß and ligatures do not.
    """
    return all(letter in TURKISH or _is_plain(letter) for letter in unicodedata.normalize("NFC", text))


def _is_plain(letter: str) -> bool:
    small, capital = letter.lower(), letter.upper()
    return letter.casefold() == small and capital.lower() == small and small.upper() == capital


def searched_texts(viewer: Mapping[str, Any]) -> tuple[str, ...]:
    """Where a search may look in a viewer: username, name, surname, and "name surname", composed (NFC)."""
    username, name, surname = (
        unicodedata.normalize("NFC", str(viewer.get(field, ""))) for field in ("username", "name", "surname")
    )
    return username, name, surname, f"{name} {surname}"
