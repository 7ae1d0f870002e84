"""Defects of the letters that a search takes for the same (FIND-2)."""

import unicodedata

from contract_tests.defects.asking import Asked
from contract_tests.defects.defect import Defect
from contract_tests.defects.searching import Finds, Viewer, folded_by, kept_to, normal, search_of
from contract_tests.folding import searched_texts, turkish_folded

_PRIVATE_USE = 0xE000


def _without(letters: str) -> Finds:
    """Folding that keeps some letters apart from all others."""
    apart = {ord(letter): chr(_PRIVATE_USE + number) for number, letter in enumerate(letters)}
    return folded_by(lambda text: turkish_folded(text.translate(apart)))


def _one_way(search: str, viewer: Viewer) -> bool:
    """ASCII letters find Turkish ones, Turkish letters find only themselves."""
    wanted = normal(search).casefold()
    return wanted.isascii() or any(wanted in text.casefold() for text in searched_texts(viewer))


def _nothing(search: str, viewer: Viewer) -> bool:
    return False


def _has_capital_i_with_a_dot(asked: Asked) -> bool:
    return "İ" in search_of(asked)


def _is_decomposed(asked: Asked) -> bool:
    return not unicodedata.is_normalized("NFC", search_of(asked))


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "search-heeds-case",
        ("FIND-1", "FIND-2"),
        "A search in capitals does not find small letters.",
        True,
        kept_to(folded_by(str)),
    ),
    Defect(
        "g-with-breve-not-folded",
        ("FIND-2",),
        "Of the Turkish letters Ğ is not folded.",
        True,
        kept_to(_without("ğĞ")),
    ),
    Defect(
        "dotless-i-not-folded",
        ("FIND-2",),
        "ı and I are not i: isik does not find IŞIK.",
        True,
        kept_to(_without("ıI")),
    ),
    Defect(
        "capital-o-with-dots-not-folded",
        ("FIND-2",),
        "The capital Ö is not folded, the small one is.",
        True,
        kept_to(_without("Ö")),
    ),
    Defect(
        "capital-i-with-a-dot-finds-nobody",
        ("FIND-2", "FIND-1"),
        "A search with İ finds nobody, not even those who are written so.",
        True,
        kept_to(_nothing, when=_has_capital_i_with_a_dot),
    ),
    Defect(
        "folding-one-way-only",
        ("FIND-2",),
        "isik finds Işık, and ışık does not find isik.",
        True,
        kept_to(_one_way),
    ),
    Defect(
        "search-in-decomposed-letters-finds-nobody",
        ("FIND-1", "FIND-2"),
        "A search is not brought to NFC: letters with combining marks find nobody.",
        True,
        kept_to(_nothing, when=_is_decomposed),
    ),
)
