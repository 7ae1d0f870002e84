"""Writes are atomic over several processes, with transactions and on a server that has none."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any

import httpx2
import pytest

from kulis.mock_target import MockTarget, serving_mock
from kulis.mongodb.store import MongoStore
from kulis.settings import Settings
from tests.mongodb.server import running_server
from tests.test_parallel_requests import read

SENT, AT_ONCE = 24, 6


@pytest.fixture(scope="module", params=["with transactions", "standing alone"])
def targets(request: pytest.FixtureRequest) -> Iterator[tuple[MockTarget, MockTarget]]:
    """Two mocks on one database."""
    if request.param == "with transactions":
        store = request.getfixturevalue("quiet_database")
        with serving_mock(Settings(store=store)) as one, serving_mock(Settings(store=store)) as other:
            yield one, other
        return
    with (
        running_server("--standalone") as alone,
        serving_mock(Settings(store=alone)) as one,
        serving_mock(Settings(store=alone)) as other,
    ):
        assert isinstance(one.mock.store, MongoStore)
        assert not one.mock.store.connection.has_transactions
        yield one, other


def test_rentals_at_once_charge_once(targets: tuple[MockTarget, MockTarget]) -> None:
    target, _ = targets
    stream, viewer = target.profile.stream("rentable"), target.profile.user("viewer")
    price = read(target, "streams", stream)["replayCreditPrice"]
    before = read(target, "users", viewer)["credits"]

    statuses = at_once(targets, lambda client: client.post(f"/live-stream/{stream}/replay-rentals"))

    assert statuses == Counter({201: 1, 200: SENT - 1})
    assert read(target, "users", viewer)["credits"] == before - price
    assert target.mock.store["transactions"].count_documents({"stream": stream, "account": viewer}) == 1


def test_gifts_from_a_balance_for_ten_are_ten(targets: tuple[MockTarget, MockTarget]) -> None:
    target, _ = targets
    stream, poor = target.profile.stream("active"), target.profile.user("poor")
    kind = next(iter(target.mock.store["giftTypes"].find({"isActive": True, "creditAmount": 10})))
    target.mock.store["users"].update_one({"_id": poor}, {"$set": {"credits": 109}})
    before = read(target, "streams", stream)["giftTotal"]
    body = {"giftTypeId": kind["_id"], "liveStreamId": stream}

    statuses = at_once(targets, lambda client: client.post("/gifts/create", json=body), "poor")

    assert statuses == Counter({201: 10, 409: SENT - 10})
    assert read(target, "users", poor)["credits"] == 9
    assert read(target, "streams", stream)["giftTotal"] == before + 10


def test_follows_at_once_count_once(targets: tuple[MockTarget, MockTarget]) -> None:
    target, _ = targets
    guest = target.profile.user("guest")
    before = read(target, "users", guest)["followersCount"]

    statuses = at_once(targets, lambda client: client.post(f"/follow/{guest}"), "poor")

    assert statuses == Counter({200: SENT})
    assert read(target, "users", guest)["followersCount"] == before + 1


def at_once(
    targets: tuple[MockTarget, MockTarget],
    send: Callable[[httpx2.Client], httpx2.Response],
    role: str = "viewer",
) -> Counter[int]:
    """How many answers of each status the same requests get that are sent to both mocks at once."""
    clients = [_client(target, role) for target in targets]
    with clients[0], clients[1], ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda pair: send(pair[1]), zip(range(SENT), cycle(clients), strict=False)))
    return Counter(answer.status_code for answer in answers)


def _client(target: MockTarget, role: str) -> httpx2.Client:
    headers: dict[str, Any] = {"Authorization": target.profile.credential(role).header}
    return httpx2.Client(base_url=target.profile.base_url, headers=headers, timeout=30)
