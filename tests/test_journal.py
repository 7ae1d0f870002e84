"""The journal: who asked what, what came of it, and what the contract says of the request."""

import asyncio
import json
from typing import Any

import pytest

from kulis.har import har
from kulis.journal import KEPT_OF_A_BODY, Entry, Journal
from kulis.journal_data import whole
from tests.staging import BASE, Stage

STREAM = "/live-stream/featured"


def entry_of(stage: Stage, response: Any) -> Entry:
    """The entry that an answer names."""
    entry = stage.mock.journal.entry(int(response.headers["Kulis-Journal"]))
    assert entry is not None, f"no entry {response.headers['Kulis-Journal']}"
    return entry


def test_an_answer_names_its_entry(quiet_stage: Stage) -> None:
    response = quiet_stage.get("/gifts/gift-types", "poor")

    entry = entry_of(quiet_stage, response)

    assert (entry.operation_id, entry.caller, entry.status) == ("listGiftTypes", "poor", 200)
    assert entry.milliseconds > 0
    assert entry.at == "2026-03-01T12:00:00.000Z"
    assert json.loads(whole(entry)["response"]["body"]) == response.json()


def test_entries_are_numbered_without_a_gap(stage: Stage) -> None:
    responses = [stage.get(path) for path in (STREAM, "/nowhere", STREAM)]

    assert [response.headers["Kulis-Journal"] for response in responses] == ["1", "2", "3"]


def test_pages_and_granted_preflights_are_not_listed(stage: Stage) -> None:
    preflight = {"Access-Control-Request-Method": "POST", "Origin": "http://localhost:5173"}

    stage.client.get("/docs")
    stage.client.options(BASE + STREAM, headers=preflight)
    stage.client.options(BASE + STREAM, headers={**preflight, "Origin": "https://app.example.com"})

    assert [(entry.method, entry.status) for entry in stage.mock.journal.entries] == [("OPTIONS", 400)]


def test_a_front_end_may_read_the_header(quiet_stage: Stage) -> None:
    response = quiet_stage.send("GET", STREAM, None, headers={"Origin": "http://localhost:5173"})

    assert "Kulis-Journal" in response.headers["access-control-expose-headers"]


def test_no_token_is_kept(quiet_stage: Stage) -> None:
    token = quiet_stage.mock.token("viewer")
    refused = f"{token[:-2]}xx"

    entries = [
        entry_of(quiet_stage, quiet_stage.get("/gifts/gift-types", access_token=token)),
        entry_of(quiet_stage, quiet_stage.get("/gifts/gift-types", None)),
        entry_of(quiet_stage, quiet_stage.send("GET", STREAM, None, headers={"Authorization": refused})),
        entry_of(quiet_stage, quiet_stage.post("/gifts/create", json={"giftTypeId": token})),
    ]

    shown = json.dumps([whole(entry) for entry in entries]) + json.dumps(har(entries))
    assert token.split(".")[1] not in shown
    assert "Bearer <viewer>" in shown


@pytest.mark.parametrize(
    ("sent", "verdict", "remark"),
    [
        ({"path": "/gifts/gift-types"}, "sound", None),
        ({"path": "/gifts/gift-types", "params": {"offset": 2}}, "tolerated", "unknown query parameter"),
        ({"path": "/live-stream/my-replay-rentals", "params": {"limit": 100}}, "sound", None),
        ({"path": "/live-stream/my-replay-rentals", "params": {"limit": 101}}, "refused", None),
        ({"path": f"/live-stream/{'a' * 24}"}, "sound", None),
        ({"path": STREAM + "/"}, "refused", f"there is {BASE}{STREAM}, without the slash"),
        ({"path": "/nowhere"}, "refused", None),
        (
            {"path": STREAM, "headers": {"Origin": "https://app.example.com"}},
            "tolerated",
            "a browser hides this answer from https://app.example.com",
        ),
    ],
)
def test_the_verdict_is_on_the_request(
    quiet_stage: Stage, sent: dict[str, Any], verdict: str, remark: str | None
) -> None:
    path = sent.pop("path")

    entry = entry_of(quiet_stage, quiet_stage.send("GET", path, "viewer", **sent))

    assert entry.verdict == verdict, entry
    assert (remark or "") in " ".join(entry.remarks)
    assert bool(entry.remarks) is (remark is not None), entry.remarks


@pytest.mark.parametrize(
    ("body", "headers", "remark"),
    [
        ('{"giftTypeId":"%(x)s","giftTypeId":"%(gift)s","liveStreamId":"%(stream)s"}', {}, "more than once"),
        ('{"giftTypeId":"%(gift)s","liveStreamId":"%(stream)s","note":1}', {}, "unknown body field 'note'"),
        ('{"giftTypeId":"%(gift)s","liveStreamId":"%(stream)s"}', {"Content-Type": ""}, "no Content-Type"),
    ],
)
def test_a_body_that_only_just_passed_is_remarked_on(
    stage: Stage, body: str, headers: dict[str, str], remark: str
) -> None:
    gift = stage.get("/gifts/gift-types").json()["data"][0]["id"]
    content = body % {"x": "a" * 24, "gift": gift, "stream": stage.main}
    kind = {} if headers else {"Content-Type": "application/json"}

    response = stage.post("/gifts/create", content=content, headers=kind)

    assert response.status_code == 201, response.text
    assert remark in " ".join(entry_of(stage, response).remarks)


def test_a_body_that_nobody_reads_is_remarked_on(quiet_stage: Stage) -> None:
    response = quiet_stage.send("GET", "/gifts/gift-types", "viewer", content=b"{}")

    assert "reads no body" in " ".join(entry_of(quiet_stage, response).remarks)


def test_what_is_kept_of_a_body_is_bounded(quiet_stage: Stage) -> None:
    response = quiet_stage.post("/gifts/create", json={"giftTypeId": "a" * 100_000})

    request = entry_of(quiet_stage, response).request

    assert len(request.body) == KEPT_OF_A_BODY
    assert request.length > 100_000


def test_pages_of_the_journal_begin_after_a_number(stage: Stage) -> None:
    for _ in range(5):
        stage.get(STREAM)
    journal = stage.mock.journal

    assert [entry.number for entry in journal.page(after=2, limit=2)] == [3, 4]
    assert [entry.number for entry in journal.page(after=None, limit=2)] == [4, 5]
    assert journal.page(after=5, limit=9) == []


def test_numbers_go_on_when_the_journal_is_cleared(stage: Stage) -> None:
    stage.get(STREAM)
    stage.mock.journal.clear()

    assert entry_of(stage, stage.get(STREAM)).number == 2


def test_somebody_who_waits_is_told_of_the_next_entry(quiet_stage: Stage) -> None:
    entry = entry_of(quiet_stage, quiet_stage.get(STREAM))

    async def wait_and_add() -> bool:
        journal = Journal({})
        waiting = asyncio.create_task(journal.wait(0, seconds=60))
        await asyncio.sleep(0)
        journal.add(entry)
        await asyncio.wait((waiting,), timeout=5)
        return waiting.done()

    assert asyncio.run(wait_and_add()), "the entry was there, and the one who waited was not told"
