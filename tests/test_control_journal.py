"""The journal and the faults as the control API tells them."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from handlers.errors import NotFound
from kulis.control import faults, journal
from kulis.har import har
from kulis.refusals import ValidationFailed
from tests.staging import Stage

FEATURED = "/live-stream/featured"


def done(handling: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(handling)


def listed(stage: Stage, **query: Any) -> Any:
    return done(journal.list_journal_entries(stage.mock.backstage, **query))


def numbers(page: dict[str, Any]) -> list[int]:
    return [entry["number"] for entry in page["entries"]]


def test_entries_come_after_a_number_or_last(stage: Stage) -> None:
    for _ in range(4):
        stage.get(FEATURED)

    assert numbers(listed(stage, limit=2)) == [3, 4]
    assert numbers(listed(stage, after=1, limit=2)) == [2, 3]
    assert listed(stage, after=4)["last"] == 4


def test_who_waits_for_what_is_there_is_not_kept_waiting(stage: Stage) -> None:
    stage.get(FEATURED)

    assert numbers(listed(stage, after=0, wait=60)) == [1]


def test_a_number_of_a_run_that_has_ended_begins_anew(stage: Stage) -> None:
    stage.get(FEATURED)

    assert numbers(listed(stage, after=500, wait=60)) == [1]


def test_an_entry_that_is_not_kept_is_told_with_those_that_are(stage: Stage) -> None:
    stage.get(FEATURED)

    assert done(journal.get_journal_entry(stage.mock.backstage, 1))["response"]["isWhole"]
    with pytest.raises(NotFound) as caught:
        done(journal.get_journal_entry(stage.mock.backstage, 2))
    assert caught.value.details == ("The journal has no entry 2; those kept go from 1 to 1",)


def test_the_archive_holds_what_the_journal_holds_until_it_is_cleared(stage: Stage) -> None:
    stage.get(FEATURED)

    assert done(journal.export_journal(stage.mock.backstage)) == har(stage.mock.journal.entries)
    assert done(journal.clear_journal(stage.mock.backstage)) == {"last": 1}
    assert done(journal.export_journal(stage.mock.backstage))["log"]["entries"] == []


@pytest.mark.parametrize(
    "given",
    [{"rule": "*:persona=poor,status=503,first=1"}, {"persona": "poor", "status": 503, "first": 1}],
)
def test_a_fault_is_set_as_text_or_setting_by_setting(stage: Stage, given: dict[str, Any]) -> None:
    added = done(faults.add_fault(stage.mock.backstage, **given)).data

    assert stage.get("/gifts/gift-types", "poor").status_code == 503
    (told,) = done(faults.list_faults(stage.mock.backstage))["faults"]
    assert told == {**added, "matched": 1, "struck": 1}
    assert told["rule"] == "*:persona=poor,status=503,first=1"
    assert told["origin"] == "control"


def test_faults_are_switched_off_one_by_one_or_together(stage: Stage) -> None:
    for _ in range(3):
        done(faults.add_fault(stage.mock.backstage, rule="*:status=503"))

    left = done(faults.remove_fault(stage.mock.backstage, "2"))["faults"]

    assert [fault["id"] for fault in left] == ["1", "3"]
    with pytest.raises(NotFound) as caught:
        done(faults.remove_fault(stage.mock.backstage, "2"))
    assert caught.value.details == ("There is no fault 2; active: 1, 3",)
    assert done(faults.clear_faults(stage.mock.backstage)) == {"removed": 2}
    assert stage.get(FEATURED).status_code == 200


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"rule": "createGif:status=503"}, 'no operation "createGif"; did you mean "createGift"?'),
        ({"persona": "por", "status": 503}, 'no persona "por"; did you mean "poor"?'),
        ({"rule": "*:status=503", "first": 1}, "Give either rule or settings"),
        ({}, "it says nothing to happen"),
    ],
)
def test_a_fault_that_cannot_be_set_is_refused_with_its_cure(
    quiet_stage: Stage, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValidationFailed) as caught:
        done(faults.add_fault(quiet_stage.mock.backstage, **given))

    assert sentence in caught.value.details[0]
