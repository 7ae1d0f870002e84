"""Faults that only a connection shows: it is reset, breaks off, or is slow."""

import time
from collections.abc import Iterator

import httpx2
import pytest

from kulis.mock_target import MockTarget, serving_mock
from kulis.settings import Settings
from tests.raw_http import connected, request

RENTALS = "/live-stream/my-replay-rentals"
FAULTS = (
    "listGiftTypes:connection=reset",
    "followUser:connection=lost,first=1",
    "listMyReplayRentals:body=truncated,first=1",
    "getViewerCount:slow=200ms",
)


@pytest.fixture(scope="module")
def target() -> Iterator[MockTarget]:
    with serving_mock(Settings(faults=FAULTS)) as served:
        yield served


@pytest.fixture
def client(target: MockTarget) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {target.mock.token('viewer')}"}
    with httpx2.Client(base_url=target.profile.base_url, headers=headers, timeout=10) as client:
        yield client


def test_a_reset_is_a_reset_of_the_connection(target: MockTarget) -> None:
    authorization = f"Authorization: Bearer {target.mock.token('viewer')}"
    with connected(target.profile.base_url) as connection:
        connection.sendall(request("GET", "/api/v1/gifts/gift-types", authorization))

        with pytest.raises(ConnectionResetError):
            connection.recv(1)

    entry = target.mock.journal.entries[-1]
    assert (entry.status, entry.faults) == (0, ("1 listGiftTypes:connection=reset",))


def test_a_lost_answer_is_of_a_request_that_was_carried_out(
    target: MockTarget, client: httpx2.Client
) -> None:
    path = f"/follow/{target.profile.user('creator')}"
    assert client.delete(path).status_code == 200

    with pytest.raises(httpx2.TransportError):
        client.post(path)

    assert client.post(path).json()["data"] == {"isFollowing": True, "previouslyFollowing": True}


def test_a_truncated_body_is_shorter_than_announced(target: MockTarget, client: httpx2.Client) -> None:
    with pytest.raises(httpx2.RemoteProtocolError, match="complete"):
        client.get(RENTALS)

    entry = target.mock.journal.entries[-1]
    assert len(entry.response.body) == entry.response.length // 2
    assert client.get(RENTALS).status_code == 200


def test_a_slow_body_comes_whole_after_a_while(target: MockTarget, client: httpx2.Client) -> None:
    begun = time.monotonic()
    with client.stream("GET", f"/live-stream/{target.profile.stream('active')}/viewer-count") as response:
        parts = list(response.iter_raw())

    assert time.monotonic() - begun >= 0.2
    assert len(parts) > 5, "the body came at once"
    entry = target.mock.journal.entries[-1]
    assert entry.response.body == b"".join(parts)
