"""Writes are atomic: what is sent at once is charged and counted as if it came one by one."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from contract_tests.profile import Profile
from kulis.mock_target import MockTarget, serving_mock
from tests.staging import Stage

AT_ONCE = 20


@pytest.fixture(scope="module")
def target() -> Iterator[MockTarget]:
    with serving_mock() as served:
        yield served


def test_a_hundred_rentals_at_once_charge_once(target: MockTarget) -> None:
    stream, viewer = target.profile.stream("rentable"), target.profile.user("viewer")
    price = read(target, "streams", stream)["replayCreditPrice"]
    before = read(target, "users", viewer)["credits"]

    statuses = at_once(
        100, lambda client: client.post(f"/live-stream/{stream}/replay-rentals"), target.profile
    )

    assert statuses == Counter({201: 1, 200: 99})
    assert read(target, "users", viewer)["credits"] == before - price
    assert target.mock.store["rentals"].count_documents({"stream": stream, "user": viewer}) == 1


def test_a_hundred_gifts_from_a_balance_for_thirty_send_thirty(target: MockTarget) -> None:
    stream, poor = target.profile.stream("active"), target.profile.user("poor")
    users, gift_types = target.mock.services.store["users"], target.mock.store["giftTypes"]
    dear = next(iter(gift_types.find({"isActive": True, "creditAmount": 10})))
    users.update_one({"_id": poor}, {"$set": {"credits": 309}})
    before = read(target, "streams", stream)["giftTotal"]
    body = {"giftTypeId": dear["_id"], "liveStreamId": stream}

    statuses = at_once(100, lambda client: client.post("/gifts/create", json=body), target.profile, "poor")

    assert statuses == Counter({201: 30, 409: 70})
    assert read(target, "users", poor)["credits"] == 9
    assert read(target, "streams", stream)["giftTotal"] == before + 30


def test_fifty_follows_at_once_count_once(target: MockTarget) -> None:
    guest = target.profile.user("guest")
    before = read(target, "users", guest)["followersCount"]

    statuses = at_once(50, lambda client: client.post(f"/follow/{guest}"), target.profile, "poor")

    assert statuses == Counter({200: 50})
    assert read(target, "users", guest)["followersCount"] == before + 1


def test_a_charge_that_is_refused_leaves_nothing_behind(stage: Stage) -> None:
    stream = stage.stream(status="ended", replayCreditPrice=25)["_id"]
    before = stage.mock.store["transactions"].count_documents({})

    refused = stage.post(f"/live-stream/{stream}/replay-rentals", "poor")

    assert refused.status_code == 409
    assert stage.mock.store["transactions"].count_documents({}) == before
    assert stage.credits("poor") == 5


def at_once(
    count: int, send: Callable[[httpx2.Client], httpx2.Response], profile: Profile, role: str = "viewer"
) -> Counter[int]:
    """How many answers of each status `count` requests get that are sent over 20 connections."""
    headers = {"Authorization": profile.credential(role).header}
    with (
        httpx2.Client(base_url=profile.base_url, headers=headers) as client,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        answers = list(pool.map(lambda _: send(client), range(count)))
    return Counter(answer.status_code for answer in answers)


def read(target: MockTarget, collection: str, key: str) -> Mapping[str, Any]:
    found = target.mock.store[collection].find_one({"_id": key})
    assert found is not None
    return found
