"""ENV-1 to ENV-7: one envelope, whatever became of the request."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import httpx2
import pytest

from tests.answers import FIRST_ERRORS, data_of, told
from tests.sound_requests import SNACK, gift, stream_titled
from tests.staging import NOON, Stage, staged

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
MEBIBYTE = 1024 * 1024

Request = Callable[[Stage], httpx2.Response]


def fault(stage: Stage) -> httpx2.Response:
    """A request that fails inside the mock, since the store has lost the stream's host."""
    stream = stage.stream(title="Sınav Öncesi Son Tekrar")
    stage.mock.services.store["users"].find_one_and_delete({"_id": stream["host"]})
    return stage.get(f"/live-stream/{stream['_id']}")


def breach(stage: Stage) -> httpx2.Response:
    """A request whose answer the contract does not allow, since the store holds what it should not."""
    stream = stage.stream(title="Kariyerde İlk Adım")
    stage.mock.services.store["streams"].update_one({"_id": stream["_id"]}, {"$set": {"status": "paused"}})
    return stage.get(f"/live-stream/{stream['_id']}")


OUTCOMES: Mapping[str, tuple[int, Request]] = {
    "a page": (200, lambda stage: stage.get(f"/live-stream/{stage.main}/viewers")),
    "a bare list": (200, lambda stage: stage.get("/gifts/gift-types")),
    "a public list": (200, lambda stage: stage.get("/live-stream/featured", None)),
    "a deed": (200, lambda stage: stage.post(f"/follow/{stage.user_id('guest')}")),
    "a rental": (201, lambda stage: stage.post(f"/live-stream/{stream_titled(stage, SNACK)}/replay-rentals")),
    "a gift": (201, lambda stage: stage.post("/gifts/create", json=gift(stage))),
    "a wrong parameter": (400, lambda stage: stage.get("/live-stream/my-replay-rentals", page=0)),
    "a wrong body": (400, lambda stage: stage.post("/gifts/create", json={})),
    "malformed JSON": (400, lambda stage: stage.post("/gifts/create", content=b"{")),
    "no token": (401, lambda stage: stage.get("/gifts/gift-types", None)),
    "a blocked caller": (403, lambda stage: stage.get(f"/live-stream/{stage.main}/viewers", "blocked")),
    "an unknown stream": (404, lambda stage: stage.get(f"/live-stream/{'0' * 24}")),
    "an unknown route": (404, lambda stage: stage.get("/live-streams")),
    "a route beyond the API": (404, lambda stage: stage.client.get("/nowhere")),
    "a wrong method": (405, lambda stage: stage.send("PUT", "/gifts/create", "viewer")),
    "a wrong method on a page of ours": (405, lambda stage: stage.client.post("/docs")),
    "a conflict": (409, lambda stage: stage.post(f"/follow/{stage.user_id('viewer')}")),
    "a long body": (413, lambda stage: stage.post("/gifts/create", content=b" " * (MEBIBYTE + 1))),
    "another media type": (
        415,
        lambda stage: stage.post("/gifts/create", content=b"{}", headers={"Content-Type": "text/plain"}),
    ),
    "a fault": (500, fault),
    "a breach of the contract": (500, breach),
}


@pytest.fixture(scope="module")
def answers() -> Iterator[Mapping[str, httpx2.Response]]:
    """One answer of every kind, all from one mock."""
    with staged() as stage:
        yield {name: request(stage) for name, (_, request) in OUTCOMES.items()}


every_outcome = pytest.mark.parametrize("outcome", OUTCOMES)


@every_outcome
@pytest.mark.rule("ENV-8")
def test_every_outcome_has_its_status(answers: Mapping[str, httpx2.Response], outcome: str) -> None:
    expected, _ = OUTCOMES[outcome]

    assert answers[outcome].status_code == expected, told(answers[outcome])


@every_outcome
@pytest.mark.rule("ENV-1", "ENV-8")
def test_every_body_is_an_envelope(answers: Mapping[str, httpx2.Response], outcome: str) -> None:
    answer = answers[outcome]

    body = answer.json()

    assert answer.headers["content-type"] == "application/json"
    assert body.keys() == {"isSuccess", "statusCode", "data", "errors", "timestamp"}
    kinds = {name: type(body[name]) for name in ("isSuccess", "statusCode", "errors", "timestamp")}
    assert kinds == {"isSuccess": bool, "statusCode": int, "errors": list, "timestamp": str}
    assert all(isinstance(error, str) for error in body["errors"]), f"errors are texts: {body['errors']}"


@every_outcome
@pytest.mark.rule("ENV-2")
def test_status_code_repeats_the_status(answers: Mapping[str, httpx2.Response], outcome: str) -> None:
    assert answers[outcome].json()["statusCode"] == answers[outcome].status_code


@every_outcome
@pytest.mark.rule("ENV-3", "ENV-4")
def test_success_has_data_and_failure_has_errors(
    answers: Mapping[str, httpx2.Response], outcome: str
) -> None:
    body = answers[outcome].json()

    if answers[outcome].status_code < 300:
        assert (body["isSuccess"], body["errors"]) == (True, [])
        assert body["data"] is not None, "every operation answers success with data"
    else:
        assert (body["isSuccess"], body["data"]) == (False, None)
        assert body["errors"], "a failure names at least one error"


@every_outcome
@pytest.mark.rule("ENV-5")
def test_the_timestamp_is_the_clock_s_moment(answers: Mapping[str, httpx2.Response], outcome: str) -> None:
    assert answers[outcome].json()["timestamp"] == "2026-03-01T12:00:00.000Z", "the clock stands at noon"


@every_outcome
@pytest.mark.rule("ENV-6")
def test_the_date_header_is_the_clock_s_too(answers: Mapping[str, httpx2.Response], outcome: str) -> None:
    assert answers[outcome].headers.get_list("date") == ["Sun, 01 Mar 2026 12:00:00 GMT"]


@every_outcome
@pytest.mark.rule("ENV-7")
def test_the_first_error_is_fixed_by_the_status(answers: Mapping[str, httpx2.Response], outcome: str) -> None:
    errors = answers[outcome].json()["errors"]

    assert errors[:1] == [FIRST_ERRORS[status] for status in (answers[outcome].status_code,) if status >= 400]


@pytest.mark.rule("ENV-7")
def test_further_errors_name_each_parameter_that_is_wrong(quiet_stage: Stage) -> None:
    answer = quiet_stage.get(f"/live-stream/{quiet_stage.main}/viewers", page=0, limit=101, search="x" * 101)

    details = answer.json()["errors"][1:]

    assert [detail.split()[0] for detail in details] == ["page", "limit", "search"], details


@pytest.mark.rule("ENV-7", "ENV-8")
def test_a_fault_tells_the_client_nothing_of_the_inside(answers: Mapping[str, httpx2.Response]) -> None:
    assert answers["a fault"].json()["errors"] == ["Internal server error"]
    assert answers["a breach of the contract"].json()["errors"] == ["Internal server error"]


@pytest.mark.rule("ENV-5")
@pytest.mark.parametrize(
    "frozen_at",
    [
        datetime(2026, 3, 1, 12, 0, 0, 45_999, tzinfo=UTC),
        datetime(2026, 3, 1, 15, 0, 0, 45_000, tzinfo=timezone(timedelta(hours=3))),
    ],
    ids=["microseconds are cut", "another zone becomes UTC"],
)
def test_timestamps_are_in_utc_and_whole_milliseconds(frozen_at: datetime) -> None:
    with staged(world="empty", frozen_at=frozen_at) as stage:
        answer = stage.get("/gifts/gift-types")

    data_of(answer)
    assert answer.json()["timestamp"] == "2026-03-01T12:00:00.045Z"
    assert answer.headers["date"] == "Sun, 01 Mar 2026 12:00:00 GMT"


@pytest.mark.rule("ENV-5", "ENV-6")
def test_a_clock_that_runs_stamps_the_moment_of_the_answer() -> None:
    with staged(world="empty", frozen_at=None) as stage:
        before = datetime.now(UTC) - timedelta(milliseconds=1)
        answer = stage.get("/gifts/gift-types")
        after = datetime.now(UTC)

    stamp = answer.json()["timestamp"]
    assert TIMESTAMP.fullmatch(stamp), stamp
    assert before <= datetime.fromisoformat(stamp) <= after
    date = parsedate_to_datetime(answer.headers["date"])
    assert abs(date - datetime.fromisoformat(stamp)) <= timedelta(seconds=2)


@pytest.mark.rule("ENV-5", "ENV-6")
def test_timestamp_and_date_move_with_the_clock() -> None:
    with staged(world="empty") as stage:
        stage.advance(days=400, milliseconds=7)
        answer = stage.get("/gifts/gift-types")

    moment = NOON + timedelta(days=400)
    assert answer.json()["timestamp"] == f"{moment:%Y-%m-%dT%H:%M:%S}.007Z"
    assert parsedate_to_datetime(answer.headers["date"]) == moment
