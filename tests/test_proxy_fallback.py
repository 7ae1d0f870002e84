"""What the mock answers in the backend's place, for whom, and when it is the backend's own 404."""

from collections.abc import Iterator

import pytest

from kulis.proxy.fallback import Fallback, fallback_of
from kulis.settings import Settings
from kulis.tokens import mint
from tests.commands import run_here
from tests.proxying import HandMade, enveloped, proxied
from tests.staging import CONTRACT, NOON

PLAIN = ((b"content-type", b"text/plain"),)
STRANGER = {"Authorization": f"Bearer {mint('a' * 24, secret='the backend keeps this to itself, all of it')}"}
NOTHING_FOUND = enveloped(None, 404, errors=["Resource not found"])
MISSING = "/live-stream/64f0a1b2c3d4e5f6a7b80901"


@pytest.fixture(scope="module")
def beside() -> Iterator[Fallback]:
    """A mock that answers listGiftTypes, and whatever the backend does not have."""
    yield fallback_of(CONTRACT, Settings(frozen_at=NOON), ["listGiftTypes"], "viewer", is_general=True)


def test_a_mocked_operation_never_reaches_the_backend(beside: Fallback) -> None:
    backend = HandMade()
    with proxied(backend, fallback=beside) as before:
        answer = before.get("/gifts/gift-types", headers=STRANGER)

        assert answer.status_code == 200
        assert answer.headers["kulis-answered-by"] == "mock"
        assert before.proxy.journal.entries[-1].answered_by == "mock"
    assert backend.scopes == []


@pytest.mark.parametrize(
    ("status", "body", "path", "side"),
    [
        (404, b"Cannot GET", MISSING, "mock"),
        (404, NOTHING_FOUND, MISSING, "upstream"),
        (404, NOTHING_FOUND, "/live-stream/featured", "mock"),
        (405, NOTHING_FOUND, MISSING, "mock"),
        (501, b"", MISSING, "mock"),
        (500, b"", MISSING, "upstream"),
        (404, b"Cannot GET", "/nowhere", "upstream"),
    ],
)
def test_the_mock_takes_over_where_the_backend_lacks_the_operation_and_not_the_thing(
    beside: Fallback, status: int, body: bytes, path: str, side: str
) -> None:
    with proxied(HandMade(status, body, PLAIN), fallback=beside) as before:
        answer = before.get(path, headers=STRANGER)

        assert answer.headers["kulis-answered-by"] == side
        assert bool(before.breaches) is (side == "upstream"), before.breaches


def test_without_the_switch_a_missing_operation_is_the_backends_to_answer() -> None:
    named = fallback_of(CONTRACT, Settings(), ["listGiftTypes"], "viewer", is_general=False)
    with proxied(HandMade(501), fallback=named) as before:
        assert before.get(MISSING, headers=STRANGER).status_code == 501


@pytest.mark.parametrize(
    ("persona", "expected"), [(None, "viewer"), ("creator", "creator")], ids=["unknown", "known"]
)
def test_a_caller_is_the_user_of_their_token_where_the_mock_has_one_and_else_the_stand_in(
    beside: Fallback, persona: str | None, expected: str
) -> None:
    subject = beside.mock.world.persona(persona).user_id if persona else "a" * 24
    token = mint(subject, secret="the backend keeps this to itself, all of it")
    with proxied(HandMade(), fallback=beside) as before:
        before.get("/gifts/gift-types", headers={"Authorization": f"Bearer {token}"})

        assert before.proxy.journal.entries[-1].caller == expected


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}])
def test_who_sends_no_token_is_nobody_to_the_mock_too(beside: Fallback, headers: dict[str, str]) -> None:
    with proxied(HandMade(), fallback=beside) as before:
        assert before.get("/gifts/gift-types", headers=headers).status_code == 401


def test_a_body_that_the_backend_did_not_want_reaches_the_mock(beside: Fallback) -> None:
    with proxied(HandMade(501), fallback=beside) as before:
        stream = next(row for row in beside.mock.world.documents["streams"] if row["title"] == "Akustik Gece")
        kind = before.get("/gifts/gift-types", headers=STRANGER).json()["data"][0]["id"]
        body = {"giftTypeId": kind, "liveStreamId": stream["_id"]}
        answer = before.send("POST", "/gifts/create", headers=STRANGER, json=body)

    assert (answer.status_code, answer.headers["kulis-answered-by"]) == (201, "mock")


def test_the_mock_may_be_changed_where_production_may_not(beside: Fallback) -> None:
    named = Fallback(beside.mock, frozenset(["followUser"]), is_general=True, persona="viewer")
    other = beside.mock.world.persona("guest").user_id
    backend = HandMade(501)
    with proxied(backend, environment=None, fallback=named) as before:
        assert before.send("POST", f"/follow/{other}", headers=STRANGER).status_code == 200
        assert before.send("DELETE", f"/follow/{other}", headers=STRANGER).status_code == 403
    assert backend.scopes == []


def test_the_mock_beside_a_backend_is_steered_and_journaled_through_the_proxy() -> None:
    own = fallback_of(CONTRACT, Settings(), ["listFeaturedLiveStreams"], "viewer", is_general=False)
    with proxied(HandMade(), fallback=own) as before:
        assert before.get("/live-stream/featured").json()["data"]
        status = before.client.put("/__kulis/world", json={"name": "empty"}).json()
        answer = before.get("/live-stream/featured")

    assert (status["world"], status["journal"]) == ("empty", 1)
    assert answer.json()["data"] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--mock", "listGiftType"), 'no operation "listGiftType"; did you mean "listGiftTypes"?'),
        (
            ("--fallback", "--as", "viewr"),
            'no persona "viewr" in the world "default"; did you mean "viewer"?',
        ),
        (("--fallback", "--world", "none.yaml"), "there is no such file"),
    ],
)
def test_a_mock_that_cannot_be_set_up_ends_in_a_plain_sentence(
    arguments: tuple[str, ...], sentence: str
) -> None:
    code, _, complaint = run_here("proxy", "https://api.example.com", *arguments)

    assert code == 1
    assert sentence in " ".join(complaint.split())
