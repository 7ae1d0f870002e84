"""People of a recorded world: made up, and nothing of them taken from the people they stand for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from fixtures.people import NamePool, made_up_people
from handlers.folding import folded
from kulis.proxy.recording.facts import Person

_TURKISH = frozenset("çğıöşüÇĞİÖŞÜ")
_TRIES = 400
_TRIES_FOR_LETTERS = 40
_FEWEST_LEFT = 10
"""One in so many of the made-up names has to be left, or else the real ones are not avoided word by word."""


@dataclass(frozen=True)
class Avoided:
    """What must not come up again: usernames, full names, and `words` of them, where others are left."""

    usernames: frozenset[str]
    full_names: frozenset[str]
    words: frozenset[str]


def pseudonyms(
    people: Mapping[str, Person], pools: tuple[NamePool, ...], seed: int
) -> dict[str, dict[str, Any]]:
    """A made-up user for each id, as a world file tells one; the same people and seed give the same."""
    avoided = _avoided(people, pools)
    taken: set[str] = set()
    return {id: _stand_in(id, people[id], pools, seed, avoided, taken) for id in sorted(people)}


def _stand_in(
    id: str, person: Person, pools: tuple[NamePool, ...], seed: int, avoided: Avoided, taken: set[str]
) -> dict[str, Any]:
    # By their own id, so that people keep their stand-ins when others are seen later.
    random = Random(f"{seed}:{id}")
    is_turkish = _has_turkish_letter(person.name, person.surname)
    found: dict[str, Any] = {}
    for number in range(_TRIES):
        (found,) = made_up_people(1, pools, random, taken)
        is_alike = not is_turkish or _has_turkish_letter(found["name"], found["surname"])
        if not _reveals(found, person, avoided) and (is_alike or number >= _TRIES_FOR_LETTERS):
            break
    return found


def _reveals(found: Mapping[str, Any], person: Person, avoided: Avoided) -> bool:
    name, surname, username = found["name"], found["surname"], found["username"]
    words = set(_words(name, surname, username))
    return (
        folded(username) in avoided.usernames
        or folded(f"{name} {surname}") in avoided.full_names
        or bool(words & set(_words(person.name, person.surname, person.username)))
        or bool(words & avoided.words)
    )


def _avoided(people: Mapping[str, Person], pools: tuple[NamePool, ...]) -> Avoided:
    known = people.values()
    words = {word for person in known for word in _words(person.name, person.surname, person.username)}
    return Avoided(
        usernames=frozenset(folded(person.username) for person in known if person.username),
        full_names=frozenset(folded(f"{person.name} {person.surname}") for person in known),
        words=frozenset(words if all(_leaves_enough(pool, words) for pool in pools) else ()),
    )


def _leaves_enough(pool: NamePool, words: set[str]) -> bool:
    given = [name for name, _ in pool.given_names if not words & set(_words(name))]
    surnames = [name for name, _ in pool.surnames if not words & set(_words(name))]
    choices = len(pool.given_names) * len(pool.surnames)
    return len(given) * len(surnames) * _FEWEST_LEFT > choices


def _has_turkish_letter(*texts: str | None) -> bool:
    return any(_TURKISH & set(text or "") for text in texts)


def _words(*texts: str | None) -> Iterator[str]:
    for text in texts:
        yield from (word for word in re.split(r"[\W_\d]+", folded(text or "")) if len(word) > 1)
