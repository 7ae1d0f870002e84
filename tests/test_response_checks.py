"""Each response check is silent on sound exchanges, and speaks up on one that was broken by hand."""

import pytest

from contract_tests.checks import page_laws, replay_laws, response_laws, response_schema, responses
from tests.breaches import Breach, broken, named, told_of
from tests.drafts import (
    ACCESS,
    AVAILABLE,
    CONTRACT,
    DETAIL,
    LARGE,
    MISSING,
    ONE,
    PAGE,
    REFUSED,
    RENTALS,
    STATISTICS,
    TYPES,
    VIEWERS,
    answered,
    both,
    drop,
    header,
    put,
    sound,
    whole,
)

MINE = (*responses.RESPONSE_CHECKS, *response_schema.RESPONSE_CHECKS)
CHECKS = (
    *MINE,
    *page_laws.RESPONSE_CHECKS,
    *response_laws.RESPONSE_CHECKS,
    *replay_laws.RESPONSE_CHECKS,
)
SERVER_ERROR = "expected no server error, got status 500, at GET http://127.0.0.1/api/v1/somewhere?"

BREACHES: tuple[Breach, ...] = (
    Breach(responses.a_response_is_json, "ENV-1", DETAIL, header("content-type", "text/html")),
    Breach(responses.a_response_is_json, "ENV-1", DETAIL, header("content-type", None)),
    Breach(responses.a_response_is_json, "ENV-1", MISSING, whole(b"{")),
    Breach(responses.a_response_is_json, "ENV-1", MISSING, whole(b"")),
    Breach(responses.a_json_body_is_an_envelope, "ENV-1", DETAIL, whole(b"[]")),
    Breach(responses.a_json_body_is_an_envelope, "ENV-1", DETAIL, drop("timestamp")),
    Breach(responses.a_json_body_is_an_envelope, "ENV-1", DETAIL, drop("data")),
    Breach(responses.a_json_body_is_an_envelope, "ENV-1", DETAIL, put("path", to="/x")),
    Breach(responses.a_json_body_is_an_envelope, "ENV-1", MISSING, put("statusCode", to="404")),
    Breach(responses.a_json_body_is_an_envelope, "ENV-1", MISSING, put("isSuccess", to=0)),
    Breach(responses.a_json_body_is_an_envelope, "ENV-1", MISSING, put("errors", to="Resource not found")),
    Breach(responses.a_json_body_is_an_envelope, "ENV-1", MISSING, put("errors", 1, to={"field": "id"})),
    Breach(responses.a_json_body_is_an_envelope, "ENV-1", DETAIL, put("timestamp", to=1772366400)),
    Breach(responses.status_code_is_the_status, "ENV-2", DETAIL, put("statusCode", to=201)),
    Breach(responses.success_is_told_without_errors, "ENV-3", DETAIL, put("isSuccess", to=False)),
    Breach(responses.success_is_told_without_errors, "ENV-3", DETAIL, put("errors", to=["odd"])),
    Breach(
        responses.failure_is_told_with_errors_and_without_data, "ENV-4", MISSING, put("isSuccess", to=True)
    ),
    Breach(responses.failure_is_told_with_errors_and_without_data, "ENV-4", MISSING, put("data", to={})),
    Breach(responses.failure_is_told_with_errors_and_without_data, "ENV-4", MISSING, put("errors", to=[])),
    Breach(
        responses.timestamp_is_in_utc_with_milliseconds,
        "ENV-5",
        DETAIL,
        put("timestamp", to="2026-03-01T12:00:00Z"),
    ),
    Breach(
        responses.timestamp_is_in_utc_with_milliseconds,
        "ENV-5",
        DETAIL,
        put("timestamp", to="2026-02-30T12:00:00.000Z"),
    ),
    Breach(
        responses.timestamp_is_in_utc_with_milliseconds,
        "ENV-5",
        DETAIL,
        put("timestamp", to="2026-03-01T12:00:00.000+00:00"),
    ),
    Breach(
        responses.timestamp_is_near_the_date_header,
        "ENV-6",
        DETAIL,
        header("date", "Sun, 01 Mar 2026 12:05:03 GMT"),
    ),
    Breach(
        responses.the_first_error_is_fixed_by_the_status, "ENV-7", MISSING, put("errors", 0, to="Not found")
    ),
    Breach(
        responses.the_first_error_of_405_413_and_415_is_fixed_too,
        "ENV-7",
        LARGE,
        put("errors", 0, to="Too big"),
    ),
    Breach(responses.no_request_makes_the_server_fail, "ENV-8", MISSING, answered(500)),
    Breach(responses.only_listed_statuses_are_answered, "ENV-8", MISSING, answered(422)),
    Breach(responses.only_listed_statuses_are_answered, "ENV-8", DETAIL, answered(203)),
    Breach(responses.an_outcome_beyond_the_reference_has_the_envelope_too, "ENV-8", LARGE, drop("errors")),
    Breach(
        responses.an_outcome_beyond_the_reference_has_the_envelope_too, "ENV-8", LARGE, whole(b"Too large")
    ),
    Breach(responses.no_page_or_stack_trace_is_answered, "ENV-8", MISSING, whole(b"<!DOCTYPE html><p>404")),
    Breach(
        responses.no_page_or_stack_trace_is_answered,
        "ENV-8",
        MISSING,
        put("errors", 1, to='  File "/srv/app/main.py", line 3, in handler'),
    ),
    Breach(
        responses.no_page_or_stack_trace_is_answered,
        "ENV-8",
        MISSING,
        put("errors", 1, to="CastError\n    at Query.exec (/srv/app/query.js:12:3)"),
    ),
    Breach(responses.a_401_asks_for_a_bearer_token, "AUTH-4", REFUSED, header("www-authenticate", None)),
    Breach(
        responses.a_405_names_the_methods_there_are,
        "ENV-8",
        MISSING,
        both(answered(405), header("allow", None)),
    ),
    Breach(
        response_schema.data_is_as_the_reference_shows_it, "VIEW-2", VIEWERS, put(*ONE, "email", to="a@b")
    ),
    Breach(
        response_schema.data_is_as_the_reference_shows_it,
        "VIEW-2",
        VIEWERS,
        put(*ONE, "expertise", to="actor"),
    ),
    Breach(response_schema.data_is_as_the_reference_shows_it, "VIEW-2", VIEWERS, drop(*ONE, "surname")),
    Breach(
        response_schema.data_is_as_the_reference_shows_it,
        "VIEW-2",
        VIEWERS,
        drop(*ONE, "profilePhoto", "variants", "76"),
    ),
    Breach(
        response_schema.data_is_as_the_reference_shows_it,
        "VIEW-2",
        VIEWERS,
        put(*ONE, "followersCount", to="7"),
    ),
    Breach(
        response_schema.data_is_as_the_reference_shows_it,
        "ID-1",
        VIEWERS,
        put(*ONE, "_id", to="64F0A1B2C3D4E5F6A7B8C9D0"),
    ),
    Breach(response_schema.data_is_as_the_reference_shows_it, "PAGE-2", RENTALS, drop(*PAGE, "totalPages")),
    Breach(
        response_schema.data_is_as_the_reference_shows_it,
        "VIEW-6",
        VIEWERS,
        drop("data", "participantAudienceTotal"),
    ),
    Breach(
        response_schema.data_is_as_the_reference_shows_it, "ENV-1", DETAIL, put("data", "status", to="live")
    ),
    Breach(response_schema.data_is_as_the_reference_shows_it, "RENT-8", DETAIL, drop(*ACCESS, "canRent")),
    Breach(response_schema.data_is_as_the_reference_shows_it, "GIFT-4", TYPES, drop("data", 0, "svgUrl")),
    Breach(response_schema.data_is_as_the_reference_shows_it, "GIFT-1", STATISTICS, put("data", to=None)),
    Breach(
        response_schema.data_is_as_the_contract_completes_it,
        "VIEW-2",
        VIEWERS,
        put(*ONE, "joinedAt", to="2026-03-01T11:58:12Z"),
    ),
    Breach(
        response_schema.data_is_as_the_contract_completes_it, "ENV-1", DETAIL, put("data", "price", to="0")
    ),
    Breach(
        response_schema.data_is_as_the_contract_completes_it,
        "RENT-8",
        DETAIL,
        put(*ACCESS, "status", to="none"),
    ),
    Breach(
        response_schema.data_is_as_the_contract_completes_it, "RENT-8", AVAILABLE, put("data", "debug", to=1)
    ),
)


EXAMPLES = [
    (operation.id, response.status, example)
    for operation in CONTRACT.operations.values()
    for response in operation.responses.values()
    for example in response.examples
]


@pytest.mark.parametrize(("operation_id", "status", "example"), EXAMPLES)
def test_the_examples_of_the_contract_break_nothing(operation_id: str, status: int, example: str) -> None:
    told = [str(problem) for _, problem in broken(CHECKS, sound(operation_id, status, example).exchange)]
    assert told == ([] if status < 500 else [SERVER_ERROR])


def test_a_wrong_method_told_soundly_breaks_nothing() -> None:
    draft = sound(*MISSING)
    answered(405)(draft)
    draft.operation_id, draft.body["errors"] = None, ["Method not allowed"]
    assert not list(broken(CHECKS, draft.exchange))


def test_an_answer_to_head_has_no_body_to_break_anything() -> None:
    draft = sound(*MISSING)
    draft.method, draft.operation_id, draft.status, draft.body = "HEAD", None, 405, b""
    assert not list(broken(CHECKS, draft.exchange))


@pytest.mark.parametrize("breach", BREACHES, ids=named)
def test_a_breach_is_told_with_its_rule(breach: Breach) -> None:
    assert breach.told in told_of(CHECKS, breach)


def test_every_check_is_seen_to_bite() -> None:
    assert {check.run for check in MINE} == {breach.check for breach in BREACHES}


def test_a_leaked_field_is_told_by_its_name() -> None:
    draft = sound(*VIEWERS)
    draft.data["list"][0]["passwordHash"] = "x"

    told = [problem.got for _, problem in broken(CHECKS, draft.exchange)]

    assert told == ["passwordHash beside them"]


@pytest.mark.parametrize(("operation_id", "status", "example"), EXAMPLES)
def test_data_of_any_odd_shape_is_judged_without_a_crash(
    operation_id: str, status: int, example: str
) -> None:
    draft = sound(operation_id, status, example)
    for odd in (None, 7, "text", [], {}, [None], {"list": [1], "pagination": {"currentPage": "x"}}):
        draft.body["data"] = odd
        list(broken(CHECKS, draft.exchange))
