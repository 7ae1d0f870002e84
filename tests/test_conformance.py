"""The mock holds its own answers against the contract, and says what it finds to its owner alone."""

import logging

import pytest

from tests.staging import Stage, staged


def spoil(stage: Stage) -> str:
    """Give a viewer of the main stream an expertise that the contract does not know."""
    first = stage.get(f"/live-stream/{stage.main}/viewers").json()["data"]["list"][0]
    stage.mock.services.store["users"].update_one({"_id": first["_id"]}, {"$set": {"expertise": "pilot"}})
    return f"/live-stream/{stage.main}/viewers"


def test_an_answer_that_breaks_the_contract_becomes_a_500(stage: Stage) -> None:
    answer = stage.get(spoil(stage))

    assert answer.status_code == 500
    assert answer.json()["errors"] == ["Internal server error"]
    assert answer.json()["data"] is None


def test_the_log_names_operation_field_and_rule(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.get(spoil(stage))

    (line,) = [record.getMessage() for record in caplog.records if record.name == "kulis.conformance"]
    assert line.startswith("getLiveStreamViewers 200 broke its contract at data.list.0.expertise (VIEW-2): ")
    assert "pilot" in line


def test_without_validation_the_answer_passes() -> None:
    with staged(validate_responses=False) as stage:
        answer = stage.get(spoil(stage))

    assert answer.status_code == 200
    assert "pilot" in answer.text


def test_a_fault_in_a_handler_is_traced_in_the_log_and_not_told_to_the_client(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.mock.services.store["users"].find_one_and_delete({"_id": stage.user_id("creator")})

    answer = stage.get(f"/live-stream/{stage.main}")

    assert answer.status_code == 500
    assert answer.json()["errors"] == ["Internal server error"]
    faults = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert any(record.exc_info for record in faults), "the log has no traceback"
