"""The kept names that people are made up from."""

import json

from fixtures.drawing_names import NAMES, names_of_faker


def test_the_kept_names_are_fakers() -> None:
    kept, known = json.loads(NAMES.read_text(encoding="utf-8")), names_of_faker()
    unknown = {
        name
        for locale, lists in kept.items()
        for kind, names in lists.items()
        for name in set(names) - set(known[locale][kind])
    }
    assert not unknown, "these are no names of Faker's; run python -m fixtures.drawing_names"
