"""The control API: steering a mock while it runs, and who may."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from kulis.app import create_mock
from kulis.control.app import PREFIX, control_document
from kulis.control.operations import OPERATIONS
from kulis.settings import Settings
from tests.staging import BASE, CONTRACT, NOON, Stage

HERE = ("127.0.0.1", 50000)
LOCAL = {"host": "127.0.0.1:8080"}


class Backdoor:
    """A mock, and a client on its own machine."""

    def __init__(self, tmp_path: Path, client: tuple[str, int] = HERE, **settings: Any) -> None:
        self.mock = create_mock(Settings(frozen_at=NOON, snapshots=tmp_path, **settings), CONTRACT)
        self.client = TestClient(
            self.mock.app, base_url="http://127.0.0.1:8080", client=client, raise_server_exceptions=False
        )
        self.stage = Stage(self.mock, self.client)

    def ask(self, method: str, path: str, status: int = 200, **options: Any) -> Any:
        response = self.client.request(method, PREFIX + path, **options)
        assert response.status_code == status, response.text
        return response.json()

    def error(self, method: str, path: str, status: int, **options: Any) -> str:
        return str(self.ask(method, path, status, **options)["error"])


@pytest.fixture
def backdoor(tmp_path: Path) -> Iterator[Backdoor]:
    yield Backdoor(tmp_path)


def rentals(backdoor: Backdoor) -> int:
    answer = backdoor.stage.get("/live-stream/my-replay-rentals")
    return int(answer.json()["data"]["pagination"]["totalItems"])


def rent(backdoor: Backdoor) -> Any:
    stream = backdoor.stage.stream(title="Akustik Gece, Bahar")["_id"]
    return backdoor.stage.post(f"/live-stream/{stream}/replay-rentals").json()


def test_every_operation_has_a_handler_and_no_handler_is_left_over() -> None:
    paths = control_document()["paths"].values()
    named = {part["operationId"] for path in paths for part in path.values() if "operationId" in part}

    assert named == set(OPERATIONS)


def test_answers_keep_the_schemas_of_the_document(backdoor: Backdoor) -> None:
    document = control_document()
    backdoor.ask("PUT", "/snapshots/first")
    rent(backdoor)
    asked = [
        ("GET", "/status", None),
        ("GET", "/worlds", None),
        ("GET", "/snapshots", None),
        ("GET", "/clock", None),
        ("GET", "/personas", None),
        ("POST", "/tokens", {"persona": "viewer"}),
        ("GET", "/state", None),
        ("GET", "/state/users", None),
        ("GET", "/journal", None),
        ("GET", "/journal/1", None),
        ("GET", "/journal.har", None),
        ("GET", "/faults", None),
        ("POST", "/simulation/start", {"speed": 2}),
        ("GET", "/simulation", None),
    ]

    for method, path, body in asked:
        template = path.replace("/users", "/{collection}").replace("/1", "/{number}")
        response = document["paths"][template][method.lower()]["responses"]["200"]
        if "$ref" in response:
            response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
        schema = {
            **response["content"]["application/json"]["schema"],
            "components": document["components"],
        }
        told = backdoor.ask(method, path, json=body) if body else backdoor.ask(method, path)
        problems = list(jsonschema_rs.Draft202012Validator(schema).iter_errors(told))
        assert problems == [], f"{path}: {problems[0].message}"


def test_reset_brings_back_data_clock_and_ids_to_the_byte(backdoor: Backdoor) -> None:
    first = rent(backdoor)
    backdoor.ask("POST", "/clock/advance", json={"by": "25h"})

    status = backdoor.ask("POST", "/reset")

    assert status["clock"] == {"now": "2026-03-01T12:00:00.000Z", "isFrozen": True}
    assert rentals(backdoor) == 0
    assert rent(backdoor) == first


def test_another_world_brings_its_own_personas_and_streams(backdoor: Backdoor) -> None:
    backdoor.ask("PUT", "/world", json={"name": "empty"})

    assert backdoor.mock.world.name == "empty"
    assert backdoor.ask("GET", "/status")["world"] == "empty"
    assert backdoor.stage.get("/live-stream/featured", None).json()["data"] == []


def test_an_unknown_world_is_told_and_changes_nothing(backdoor: Backdoor) -> None:
    before = rent(backdoor)

    problem = backdoor.error("PUT", "/world", 400, json={"name": "defualt"})

    assert 'no world "defualt"; did you mean "default"?' in problem
    assert rent(backdoor)["data"]["rentedAt"] == before["data"]["rentedAt"]


def test_the_clock_is_moved_and_frozen_and_runs_again(backdoor: Backdoor) -> None:
    rent(backdoor)

    backdoor.ask("POST", "/clock/advance", json={"by": "25h"})

    stream = backdoor.stage.stream(title="Akustik Gece, Bahar")["_id"]
    status = backdoor.stage.get(f"/live-stream/{stream}/replay-status").json()["data"]["status"]
    assert status == "expired"
    assert backdoor.ask("POST", "/clock/resume")["isFrozen"] is False
    told = backdoor.ask("POST", "/clock/freeze", json={"at": "2026-01-31T20:00:00+03:00"})
    assert told == {"now": "2026-01-31T17:00:00.000Z", "isFrozen": True}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "sentence"),
    [
        ("POST", "/clock/advance", {"by": "soon"}, 400, "'soon' is not a duration such as"),
        ("POST", "/clock/freeze", {"at": "noon"}, 400, "'noon' is not a moment such as"),
        ("POST", "/tokens", {}, 400, "Give either persona or user"),
        ("POST", "/tokens", {"persona": "nobody"}, 404, 'no persona "nobody"'),
        ("GET", "/state/nothing", None, 404, "There is no collection nothing; there are users"),
        ("GET", "/state/users?limit=101", None, 400, "101 is greater than the maximum of 100"),
        ("GET", "/state/users?size=1", None, 400, "size"),
        ("PUT", "/snapshots/..%2Fescape", None, 404, ""),
        ("PUT", "/snapshots/a.b", None, 400, "'a.b' is no name of a snapshot"),
        ("POST", "/snapshots/gone/restore", None, 404, "There is no snapshot gone"),
        ("GET", "/journal/99", None, 404, "The journal has no entry 99"),
        ("GET", "/nowhere", None, 404, ""),
        ("DELETE", "/clock", None, 405, ""),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    backdoor: Backdoor, method: str, path: str, body: Any, status: int, sentence: str
) -> None:
    assert sentence in backdoor.error(method, path, status, **({"json": body} if body is not None else {}))


@pytest.mark.parametrize("path", ["/clock/freeze", "/simulation/start"])
def test_what_asks_for_nothing_in_particular_needs_no_body(backdoor: Backdoor, path: str) -> None:
    assert backdoor.ask("POST", path) == backdoor.ask("POST", path, json={})


def test_a_snapshot_brings_the_same_state_back_into_another_server(tmp_path: Path) -> None:
    first = Backdoor(tmp_path)
    rent(first)
    first.mock.clock.advance(timedelta(hours=1))
    first.ask("PUT", "/snapshots/rented")
    stream = first.stage.main
    gift = json.dumps(
        {"giftTypeId": first.mock.world.documents["giftTypes"][2]["_id"], "liveStreamId": stream}
    )
    told = first.stage.post("/gifts/create", content=gift, headers={"Content-Type": "application/json"})
    sent = first.ask("GET", "/state/gifts")["documents"]

    second = Backdoor(tmp_path, world="empty", seed=9)
    second.ask("POST", "/snapshots/rented/restore")

    assert second.ask("GET", "/clock")["now"] == "2026-03-01T13:00:00.000Z"
    assert rentals(second) == 1
    again = second.stage.post("/gifts/create", content=gift, headers={"Content-Type": "application/json"})
    assert (told.status_code, again.content) == (201, told.content)
    assert second.ask("GET", "/state/gifts")["documents"] == sent


def test_a_broken_snapshot_is_told_and_changes_nothing(backdoor: Backdoor, tmp_path: Path) -> None:
    (tmp_path / "torn.json").write_text('{"form": 1')
    before = rent(backdoor)

    assert "cannot be read" in backdoor.error("POST", "/snapshots/torn/restore", 409)
    assert rent(backdoor)["data"]["rentedAt"] == before["data"]["rentedAt"]


def test_a_spoilt_token_is_refused_and_one_that_expires_ends_by_the_mocks_clock(backdoor: Backdoor) -> None:
    token = backdoor.ask("POST", "/tokens", json={"persona": "viewer", "expiresIn": "10m"})["token"]

    def status() -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return backdoor.client.get(f"{BASE}/gifts/gift-types", headers=headers).status_code

    assert status() == 200
    backdoor.ask("POST", "/clock/advance", json={"by": "11m"})
    assert status() == 401


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        ({"host": "evil.example"}, "evil.example is not a name of this machine"),
        ({"host": "127.0.0.1.evil.example"}, "is not a name of this machine"),
        ({"origin": "http://evil.example"}, "A page of http://evil.example may not steer the mock"),
        ({"origin": "http://127.0.0.1:3000"}, "may not steer the mock"),
        ({"origin": "null"}, "may not steer the mock"),
        ({"sec-fetch-site": "cross-site"}, "A page of another site may not steer the mock"),
    ],
)
def test_foreign_web_pages_are_refused(backdoor: Backdoor, headers: dict[str, str], sentence: str) -> None:
    assert sentence in backdoor.error("POST", "/reset", 403, headers=headers)


def test_a_page_of_the_mock_itself_may_steer_it(backdoor: Backdoor) -> None:
    own = {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"}

    backdoor.ask("POST", "/reset", headers=own)


def test_no_other_origin_is_let_in_by_cors(backdoor: Backdoor) -> None:
    asked = {"origin": "http://localhost:3000", "access-control-request-method": "POST"}

    refused = backdoor.client.options(f"{PREFIX}/reset", headers=asked)

    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers


def test_other_machines_need_the_control_token(tmp_path: Path) -> None:
    far = ("192.0.2.7", 50000)
    closed, opened = Backdoor(tmp_path, far), Backdoor(tmp_path, far, control_token="open sesame")
    right, wrong = ({"Kulis-Control-Token": token} for token in ("open sesame", "open"))

    assert "Only this machine may steer the mock" in closed.error("GET", "/status", 403)
    assert "--control-token" in opened.error("GET", "/status", 403, headers=wrong)
    assert opened.ask("GET", "/status", headers={**right, "host": "mock.example"})["world"] == "default"
    assert opened.error("GET", "/status", 403, headers={**right, "origin": "http://evil.example"})
