"""`kulis journal` and `kulis fault`, against a mock that is served."""

import json
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2
import pytest

from kulis import journal_command
from kulis.control.client import Control, Unreachable
from kulis.journal_command import followed
from kulis.mock_target import MockTarget, serving_mock
from tests.commands import run_here


@pytest.fixture(scope="module")
def target() -> Iterator[MockTarget]:
    with serving_mock() as served:
        yield served


def said(target: MockTarget, *arguments: str) -> str:
    """What a command says that ends well."""
    code, output, complaint = run_here(*arguments, "--server", server(target))
    assert code == 0, complaint
    return output


def server(target: MockTarget) -> str:
    return target.profile.base_url.removesuffix(target.mock.contract.base_path)


def asked(target: MockTarget, path: str = "/live-stream/featured") -> httpx2.Response:
    return httpx2.get(target.profile.base_url + path)


def test_the_header_of_an_answer_leads_to_its_explanation(target: MockTarget) -> None:
    number = asked(target, "/live-stream/featured?offset=2").headers["kulis-journal"]

    shown = said(target, "journal", number)

    assert "note: unknown query parameter 'offset', ignored" in shown
    assert '"isSuccess": true' in shown


def test_the_last_exchanges_are_shown_oldest_first(target: MockTarget) -> None:
    for limit in (7, 8):
        asked(target, f"/live-stream/featured?limit={limit}")

    shown = said(target, "journal", "--last", "2").splitlines()

    assert ["?limit=7" in shown[0], "?limit=8" in shown[2]] == [True, True], shown


def test_the_archive_is_written_to_a_file(target: MockTarget, tmp_path: Path) -> None:
    asked(target)

    told = said(target, "journal", "--har", str(tmp_path / "session.har"))

    archive = json.loads((tmp_path / "session.har").read_text(encoding="utf-8"))
    assert f"{len(archive['log']['entries'])} exchanges written to " in " ".join(told.split())


def test_an_archive_that_cannot_be_written_is_told_plainly(target: MockTarget, tmp_path: Path) -> None:
    code, _, complaint = run_here("journal", "--har", str(tmp_path), "--server", server(target))

    assert code == 1
    assert "cannot be written" in complaint


def test_faults_are_switched_on_listed_and_switched_off(target: MockTarget) -> None:
    on = said(target, "fault", "add", "listFeaturedLiveStreams:status=503,first=1", "*:delay=1ms")
    statuses = [asked(target).status_code for _ in range(2)]
    listed = said(target, "fault", "list")

    assert "Fault 1 is on: listFeaturedLiveStreams:status=503,first=1" in on
    assert statuses == [503, 200]
    assert "1 of 2" in listed and "2 of 2" in listed
    assert "Fault 1 is off" in said(target, "fault", "remove", "1")
    assert "All faults are off; there were 1" in said(target, "fault", "clear")
    assert "No fault is on" in said(target, "fault", "list")


def test_a_fault_may_be_set_with_a_setting_called_body(target: MockTarget) -> None:
    settings = {"operation": "listFeaturedLiveStreams", "body": "malformed"}

    fault = Control(server(target)).post("/faults", **settings)

    assert fault["rule"] == "listFeaturedLiveStreams:body=malformed"
    Control(server(target)).delete("/faults")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("fault", "add", "createGif:status=503"), 'no operation "createGif"; did you mean "createGift"?'),
        (("fault", "remove", "99"), "There is no fault 99; active: none"),
        (("journal", "9999"), "The journal has no entry 9999"),
    ],
)
def test_a_mistake_is_told_in_one_line(target: MockTarget, arguments: tuple[str, ...], sentence: str) -> None:
    code, _, complaint = run_here(*arguments, "--server", server(target))

    assert code == 1
    assert sentence in complaint
    assert complaint.count("\n") == 1


def test_followers_outlive_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    script = iter(
        [
            page("a", 2, 1, 2),
            page("a", 3, 3),
            page("a", 3),
            Unreachable("gone"),
            Unreachable("still gone"),
            page("b", 2, 1, 2),
            page("b", 2, 1, 2),
            page("b", 3, 3),
        ]
    )
    questions: list[dict[str, Any]] = []

    def get(_: Control, path: str, **query: Any) -> Any:
        questions.append(query)
        answer = next(script)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(Control, "get", get)
    monkeypatch.setattr(journal_command, "_SECONDS_TO_TRY_AGAIN", 0)

    seen = [entry["of"] + str(entry["number"]) for entry in islice(followed(Control(), 20), 6)]

    assert seen == ["a1", "a2", "a3", "b1", "b2", "b3"]
    assert [query.get("after") for query in questions] == [None, 2, 3, 3, 3, 3, 0, 2]


def page(run: str, last: int, *numbers: int) -> dict[str, Any]:
    return {
        "run": run,
        "workers": 1,
        "last": last,
        "entries": [{"number": number, "of": run} for number in numbers],
    }


def test_nobody_is_kept_waiting_by_a_server_that_stops() -> None:
    told: list[Any] = []
    with serving_mock() as target:
        asking = Thread(target=lambda: told.append(Control(server(target)).get("/journal", after=0, wait=60)))
        asking.start()
        deadline = time.monotonic() + 10
        while not target.mock.journal.waiting:
            assert time.monotonic() < deadline, "nobody waits"
            time.sleep(0.01)
    asking.join(timeout=10)

    assert [page["entries"] for page in told] == [[]]
