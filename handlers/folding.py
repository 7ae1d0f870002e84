"""Search text: what counts as the same letter (FIND-1, FIND-2)."""

import re
import unicodedata

_TURKISH = str.maketrans("İIıŞşÇçĞğÜüÖö", "iiissccgguuoo")

# JavaScript and Python both lower-case "İ" to "i" and a combining dot, which no normal form joins again.
_DOTTED_I = "i\u0307"


def folded(text: str) -> str:
    """The text with case and the Turkish letters folded away; other diacritics stay (FIND-2)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text).translate(_TURKISH).casefold()
    return unicodedata.normalize("NFC", plain.replace(_DOTTED_I, "i"))


def search_texts(username: str, name: str, surname: str) -> list[str]:
    """The folded texts in which a search looks; name and surname stand side by side in the second."""
    return [folded(username), f"{folded(name)} {folded(surname)}"]


def search_pattern(search: str) -> str | None:
    """The regular expression that finds the search as literal text, or None where it filters nothing."""
    wanted = folded(search.strip())
    return re.escape(wanted) if wanted else None
