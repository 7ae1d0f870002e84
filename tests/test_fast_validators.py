"""The fast validators refuse exactly what jsonschema, the reference implementation, refuses.

But for one thing, in which they are right: Python's `$`, and so jsonschema's, lets a line end stand behind.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import reduce
from random import Random
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from kulis.bodies import body_validators
from kulis.conformance import counting, response_validation
from tests.staging import CONTRACT

RESPONSES = response_validation(lambda *_: None, CONTRACT).validators  # type: ignore[arg-type]
BODIES = body_validators(CONTRACT)
ODD_VALUES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        1.0,
        1.5,
        101,
        2**70,
        "",
        "x",
        "2026-02-30T12:00:00.000Z",
        "2026-03-01T12:00:00Z",
    ),
    *(
        "2026-03-01T12:00:00.000Z",
        "f" * 24,
        "F" * 24,
        "f" * 25,
        "active",
        [],
        {},
        [[]],
    ),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything within a value, itself left out."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*path, key)
        yield from places(part, (*path, key))


def spoilt(sound: Any, random: Random) -> Any:
    """A value of which up to three parts are changed, left out, or joined by another."""
    value = deepcopy(sound)
    for _ in range(random.randint(1, 3)):
        *way, last = random.choice(list(places(value)) or [("more",)])
        holder = reduce(lambda part, key: part[key], way, value)
        act = random.choice(("change", "leave out", "join"))
        if act == "change":
            holder[last] = random.choice(ODD_VALUES)
        elif act == "leave out":
            holder.pop(last) if last in holder or isinstance(last, int) else None
        elif isinstance(holder, dict):
            holder[random.choice(("more", "_id", "status"))] = random.choice(ODD_VALUES)
        else:
            holder.append(random.choice(ODD_VALUES))
    return value


def renamed(sound: Any) -> Iterator[Any]:
    """The value with each of its fields, however deep, under another name: as many, but one is missing."""
    for *way, last in places(sound):
        value = deepcopy(sound)
        holder = reduce(lambda part, key: part[key], way, value)
        if isinstance(holder, dict):
            holder[f"{last}2"] = holder.pop(last)
            yield value


def disagreements(fast: jsonschema_rs.Draft202012Validator, schema: Any, values: Iterable[Any]) -> list[Any]:
    """The values that one of the two refuses and the other takes."""
    slow = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    return [value for value in values if fast.is_valid(value) != slow.is_valid(value)]


@pytest.mark.parametrize(
    ("operation_id", "status"),
    [cell for cell in RESPONSES if CONTRACT.operation(cell[0]).responses[cell[1]].examples],
)
def test_an_answer_is_refused_as_the_reference_refuses_it(operation_id: str, status: int) -> None:
    response, random = CONTRACT.operation(operation_id).responses[status], Random(f"{operation_id} {status}")
    tried = [spoilt(example, random) for example in response.examples.values() for _ in range(20)]
    misnamed = [value for example in response.examples.values() for value in renamed(example)]
    fast = RESPONSES[operation_id, status]

    assert disagreements(fast, response.schema, [*response.examples.values(), *tried, *misnamed]) == []
    assert not all(fast.is_valid(value) for value in tried), "nothing that was tried is refused"


def test_a_body_is_refused_as_the_reference_refuses_it() -> None:
    sound, random = {"giftTypeId": "f" * 24, "liveStreamId": "0" * 24}, Random(1)
    tried = [spoilt(sound, random) for _ in range(300)]

    assert disagreements(BODIES["createGift"], CONTRACT.operation("createGift").body_schema, tried) == []


def test_the_end_of_a_pattern_is_the_very_end() -> None:
    body = {"giftTypeId": "f" * 24, "liveStreamId": "0" * 24 + "\n"}

    assert not BODIES["createGift"].is_valid(body)


@pytest.mark.parametrize(
    ("further", "is_counted"),
    [
        ({"additionalProperties": False}, True),
        ({}, False),
        ({"additionalProperties": False, "required": ["a"]}, False),
        ({"additionalProperties": False, "minProperties": 1}, False),
        ({"additionalProperties": False, "patternProperties": {"^c": {}}}, False),
    ],
)
def test_fields_are_counted_only_where_their_number_tells_all(
    further: dict[str, Any], is_counted: bool
) -> None:
    schema = {"properties": {"a": {}, "b": {"enum": [{"required": []}]}}, "required": ["a", "b"], **further}

    counted = counting(schema)

    assert ("required" not in counted, counted.get("minProperties") == 2) == (is_counted, is_counted)
    assert counted["properties"] == schema["properties"]
