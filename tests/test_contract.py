"""The contract says what it should, and its reader says what is wrong with one that does not."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import validate

from contract_tests.contract import CONTRACT_PATH, Contract, ContractError, load_contract
from contract_tests.schemas import json_schema
from handlers.errors import Refusal
from kulis import refusals
from kulis.rules_command import rules_page

CONTRACT = load_contract()
RESPONSES = [
    pytest.param(operation.id, status, id=f"{operation.id}-{status}")
    for operation in CONTRACT.operations.values()
    for status in operation.responses
]


def test_the_document_is_sound_openapi() -> None:
    validate(dict(CONTRACT.document))


def test_the_twelve_operations_are_there() -> None:
    assert len(CONTRACT.operations) == 12


@pytest.mark.parametrize(("operation_id", "status"), RESPONSES)
def test_every_response_has_named_examples_that_keep_its_schema(operation_id: str, status: int) -> None:
    response = CONTRACT.operation(operation_id).responses[status]
    validator = jsonschema_rs.Draft202012Validator(response.schema, validate_formats=True)

    assert response.examples, "an example is what a front-end developer looks for first"
    for name, example in response.examples.items():
        problems = [
            f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(example)
        ]
        assert not problems, f"example {name}"


@pytest.mark.parametrize(("operation_id", "status"), RESPONSES)
def test_every_object_in_a_response_is_closed(operation_id: str, status: int) -> None:
    schema = CONTRACT.operation(operation_id).responses[status].schema

    for part in parts_of(schema):
        if "properties" in part:
            assert part.get("additionalProperties") is False, f"open: {sorted(part['properties'])}"
            assert set(part.get("required", ())) == set(part["properties"]), "a field may be left out"


@pytest.mark.parametrize(("operation_id", "status"), RESPONSES)
def test_a_leaked_field_is_refused_wherever_it_leaks(operation_id: str, status: int) -> None:
    response = CONTRACT.operation(operation_id).responses[status]
    validator = jsonschema_rs.Draft202012Validator(response.schema, validate_formats=True)

    for example in response.examples.values():
        for leaking in with_a_field_more(example):
            assert not validator.is_valid(leaking), leaking


def test_every_operation_names_rules_of_the_catalogue_and_every_rule_binds_an_operation() -> None:
    bound = {rule_id for operation in CONTRACT.operations.values() for rule_id in operation.rules}

    assert bound == set(CONTRACT.rules)


def test_what_breaks_in_a_response_is_a_breach_of_the_nearest_rule() -> None:
    assert CONTRACT.rules_at("getLiveStreamViewers", 200, ["data", "list", 0, "surname"]) == ("VIEW-2",)
    assert CONTRACT.rules_at("getLiveStreamViewers", 200, ["data", "pagination"]) == ("PAGE-2",)
    assert CONTRACT.rules_at("getLiveStreamViewers", 200, ["timestamp"]) == ("ENV-5",)
    assert CONTRACT.rules_at("createGift", 409, []) == ("ENV-1",)


def test_what_the_reference_leaves_open_is_marked_as_assumed() -> None:
    assert CONTRACT.is_assumed_at("getLiveStream", 200, ["data", "broadcasters", 0, "name"])
    assert not CONTRACT.is_assumed_at("getLiveStream", 200, ["data", "status"])


def test_only_sending_a_gift_reads_a_body() -> None:
    reading = {id: op.body_media_types for id, op in CONTRACT.operations.items() if op.body_media_types}

    assert reading == {"createGift": ("application/json",)}
    assert set((CONTRACT.operation("createGift").body_schema or {})["required"]) == {
        "giftTypeId",
        "liveStreamId",
    }


def test_bounds_are_those_of_the_document() -> None:
    bounds = CONTRACT.bounds("listMyReplayRentals", "limit")

    schema = CONTRACT.document["components"]["parameters"]["Limit"]["schema"]
    assert (bounds.minimum, bounds.maximum, bounds.default) == (
        schema["minimum"],
        schema["maximum"],
        schema["default"],
    )


def test_every_refusal_of_the_mock_has_the_text_that_the_contract_gives_its_status() -> None:
    kinds = [
        kind
        for kind in vars(refusals).values()
        if isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Refusal
    ]

    assert len(kinds) >= 7
    for kind in kinds:
        assert CONTRACT.first_error(kind.status) == kind.message


def test_the_page_of_rules_is_up_to_date() -> None:
    page = CONTRACT_PATH.parent / "docs" / "RULES.md"

    assert page.read_text(encoding="utf-8") == rules_page(CONTRACT), (
        "run `kulis rules --markdown > docs/RULES.md`"
    )


@given(
    st.sampled_from(["string", "integer", "object", "array", "boolean"]),
    st.one_of(st.none(), st.text(), st.integers(), st.booleans(), st.lists(st.none()), st.just({})),
)
def test_nullable_lets_null_in_and_nothing_else(kind: str, value: Any) -> None:
    plain = jsonschema_rs.Draft202012Validator(json_schema({"type": kind}, {}))
    nullable = jsonschema_rs.Draft202012Validator(json_schema({"type": kind, "nullable": True}, {}))

    assert nullable.is_valid(value) == (value is None or plain.is_valid(value))


def test_null_is_one_of_the_values_of_a_nullable_enumeration() -> None:
    schema = json_schema({"type": "string", "enum": ["a"], "nullable": True}, {})

    assert jsonschema_rs.Draft202012Validator(schema).is_valid(None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d["x-rules"].append(dict(d["x-rules"][0])), "a second rule ENV-1"),
        (
            lambda d: d["x-rules"][0].update(basis="guessed"),
            "x-rules[0].basis: expected one of documented, assumed",
        ),
        (lambda d: operation_in(d)["x-rules"].append("ENV-99"), "no rule ENV-99 in the catalogue"),
        (lambda d: operation_in(d).pop("operationId"), "operationId: missing"),
        (lambda d: d["servers"][0].pop("x-environment"), "servers[0].x-environment: missing"),
        (lambda d: d["components"]["responses"]["NotFound"].pop("x-first-error"), "has no x-first-error"),
    ],
)
def test_a_broken_contract_is_refused_with_file_place_and_cure(
    tmp_path: Path, change: Any, sentence: str
) -> None:
    document = copy.deepcopy(dict(CONTRACT.document))
    change(document)
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")

    with pytest.raises(ContractError) as refused:
        load_contract(path)

    assert str(refused.value).startswith("mine.yaml: ")
    assert sentence in str(refused.value)


@pytest.mark.parametrize("text", ["a: [", "just text", "- 1"])
def test_what_is_no_openapi_document_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ContractError, match=r"mine\.yaml: is not"):
        load_contract(path)


def test_a_contract_that_is_not_there_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="cannot be read"):
        load_contract(tmp_path / "none.yaml")


def operation_in(document: dict[str, Any]) -> Any:
    return document["paths"]["/gifts/create"]["post"]


def parts_of(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts_of(part)


def with_a_field_more(value: Any) -> Iterator[Any]:
    """The value with one field leaked, once for each object in it."""
    if isinstance(value, dict):
        yield {**value, "leaked": 1}
        for name, part in value.items():
            for leaking in with_a_field_more(part):
                yield {**value, name: leaking}
    elif isinstance(value, list):
        for at, part in enumerate(value):
            for leaking in with_a_field_more(part):
                yield [*value[:at], leaking, *value[at + 1 :]]


def test_the_reader_is_given_to_both_halves_as_one_value() -> None:
    assert isinstance(CONTRACT, Contract)
    with pytest.raises(TypeError):
        CONTRACT.operations["x"] = CONTRACT.operation("createGift")  # type: ignore[index]
