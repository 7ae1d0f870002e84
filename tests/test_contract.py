"""The contract says what it should, and its reader gives that on unchanged."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import validate

from contract_tests.contract import CONTRACT_PATH, Contract, load_contract
from contract_tests.schemas import json_schema
from handlers import errors
from handlers.errors import Refusal
from kulis import refusals
from kulis.rules_command import rules_page

CONTRACT = load_contract()
OPERATIONS = {
    "listFeaturedLiveStreams": "get /live-stream/featured 200 400 500",
    "listMyReplayRentals": "get /live-stream/my-replay-rentals 200 400 401 403",
    "getLiveStream": "get /live-stream/{id} 200 400 401 403 404",
    "getLiveStreamViewers": "get /live-stream/{id}/viewers 200 400 401 403 404",
    "getViewerCount": "get /live-stream/{id}/viewer-count 200 400 401 403 404 500",
    "createReplayRental": "post /live-stream/{id}/replay-rentals 200 201 400 401 403 404 409 413",
    "getReplayStatus": "get /live-stream/{id}/replay-status 200 400 401 403 404",
    "getGiftStatistics": "get /live-stream/{id}/gift-statistics 200 400 401 403 404",
    "followUser": "post /follow/{userId} 200 400 401 403 404 409 413",
    "unfollowUser": "delete /follow/{userId} 200 400 401 403 404 409 413",
    "listGiftTypes": "get /gifts/gift-types 200 400 401 403",
    "createGift": "post /gifts/create 201 400 401 403 404 409 413 415",
}
RESPONSES = [
    pytest.param(operation.id, status, id=f"{operation.id}-{status}")
    for operation in CONTRACT.operations.values()
    for status in operation.responses
]
REFUSALS = [
    pytest.param(operation.id, status, id=f"{operation.id}-{status}")
    for operation in CONTRACT.operations.values()
    for status in operation.responses
    if status >= 400
]


def test_the_document_is_sound_openapi() -> None:
    validate(dict(CONTRACT.document))


def test_every_operation_has_its_route_and_lists_just_the_statuses_that_it_may_answer() -> None:
    listed = {
        operation.id: " ".join([operation.method, operation.path, *map(str, sorted(operation.responses))])
        for operation in CONTRACT.operations.values()
    }

    assert listed == OPERATIONS


def test_literal_paths_stand_before_those_that_take_an_id() -> None:
    paths = list(CONTRACT.document["paths"])

    for literal in ("/live-stream/featured", "/live-stream/my-replay-rentals"):
        assert paths.index(literal) < paths.index("/live-stream/{id}")


def test_only_the_featured_list_needs_no_token() -> None:
    public = [operation.id for operation in CONTRACT.operations.values() if not operation.secured]

    assert public == ["listFeaturedLiveStreams"]


def test_the_mock_is_the_first_server_and_gives_the_base_path() -> None:
    assert [server.environment for server in CONTRACT.servers] == ["local", "development", "production"]
    assert CONTRACT.base_path == "/api/v1"


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


CHOSEN = {"availabilityStatus"}
"""What an implementation may tell of the people of a stream, or leave out."""


@pytest.mark.parametrize(("operation_id", "status"), RESPONSES)
def test_every_object_in_a_response_is_closed(operation_id: str, status: int) -> None:
    schema = CONTRACT.operation(operation_id).responses[status].schema

    for part in parts_of(schema):
        if "properties" in part:
            assert part.get("additionalProperties") is False, f"open: {sorted(part['properties'])}"
            left_out = set(part["properties"]) - set(part.get("required", ()))
            assert left_out <= CHOSEN, "a field may be left out"


@pytest.mark.parametrize(("operation_id", "status"), RESPONSES)
def test_a_leaked_field_is_refused_wherever_it_leaks_and_breaks_a_rule(
    operation_id: str, status: int
) -> None:
    response = CONTRACT.operation(operation_id).responses[status]
    validator = jsonschema_rs.Draft202012Validator(response.schema, validate_formats=True)

    for example in response.examples.values():
        for leaking in with_a_field_more(example):
            breaches = list(validator.iter_errors(leaking))
            assert breaches, leaking
            for breach in breaches:
                assert CONTRACT.rules_at(operation_id, status, breach.instance_path), breach.message


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
    assert CONTRACT.is_assumed_at("getLiveStream", 200, ["data", "endedAt"])
    assert CONTRACT.is_assumed_at("getLiveStreamViewers", 200, ["data", "list", 0, "profilePhoto", "type"])
    assert not CONTRACT.is_assumed_at("getLiveStreamViewers", 200, ["data", "list", 0, "profilePhoto", "url"])
    assert not CONTRACT.is_assumed_at("getLiveStream", 200, ["data", "status"])
    assert CONTRACT.is_open_at("getLiveStream", 200, ["data", "broadcasters", 0, "name"])
    assert CONTRACT.is_open_at("listFeaturedLiveStreams", 200, ["data", 0, "recording"])
    assert not CONTRACT.is_open_at("getLiveStream", 200, ["data", "endedAt"])


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
    kinds = {
        kind.status: kind.message
        for kind in (*vars(refusals).values(), *vars(errors).values())
        if isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Refusal
    }

    # No status of the contract: what the mock itself needs is away.
    assert kinds.pop(503) == "Service unavailable"
    assert sorted(kinds) == [400, 401, 403, 404, 405, 409, 413, 415, 500]
    assert {status: CONTRACT.first_error(status) for status in kinds} == kinds


@pytest.mark.parametrize(("operation_id", "status"), REFUSALS)
def test_a_refusal_has_the_text_of_its_rule_in_the_contract_and_first_in_its_examples(
    operation_id: str, status: int
) -> None:
    response = CONTRACT.operation(operation_id).responses[status]
    rule = CONTRACT.rule("ENV-7")

    assert f'"{response.first_error}"' in f"{rule.sentence} {rule.assumed}"
    for name, example in response.examples.items():
        assert example["errors"][0] == response.first_error, f"example {name}"


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
