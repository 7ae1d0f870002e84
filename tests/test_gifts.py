"""GIFT-1 to GIFT-5: what there is to send, what was sent, and sending it."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.answers import assert_refused, data_of, everything
from tests.sound_requests import gift, gift_type, stream_titled
from tests.staging import Stage

ACTIVE_AMOUNTS = [1, 5, 10, 50, 100, 500]
INACTIVE_AMOUNTS = [25, 1000]
NOT_ACTIVE = ("ended", "scheduled", "preparing", "expired", "cancelled_by_host", "cancelled_by_guest")


def statistics(stage: Stage, stream: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = data_of(stage.get(f"/live-stream/{stream or stage.main}/gift-statistics"))
    return found


def counts(stage: Stage, stream: str | None = None) -> dict[int, int]:
    """How often each active type was sent, by its creditAmount."""
    return {
        each["giftType"]["creditAmount"]: each["count"]
        for each in statistics(stage, stream)["giftTypeCounts"]
    }


def send(
    stage: Stage, credits: int, persona: str = "viewer", stream: str | None = None, status: int = 201
) -> Any:
    return data_of(stage.post("/gifts/create", persona, json=gift(stage, credits, stream)), status)


@pytest.mark.rule("GIFT-1")
def test_statistics_have_the_fields_of_the_contract(quiet_stage: Stage) -> None:
    data = statistics(quiet_stage)

    assert data.keys() == {"liveStreamId", "totalCount", "giftTypeCounts"}
    assert data["liveStreamId"] == quiet_stage.main
    for each in data["giftTypeCounts"]:
        assert each.keys() == {"giftType", "count"}
        assert each["giftType"].keys() == {"id", "creditAmount", "svgUrl", "isActive"}


@pytest.mark.rule("GIFT-2")
def test_the_total_counts_inactive_types_too(quiet_stage: Stage) -> None:
    data = statistics(quiet_stage)

    assert data["totalCount"] == 214 + 57 + 31 + 8 + 2 + 12
    assert sum(each["count"] for each in data["giftTypeCounts"]) == data["totalCount"] - 12


@pytest.mark.rule("GIFT-1", "GIFT-2")
def test_every_stream_has_statistics_whose_total_is_no_less_than_the_sum(quiet_stage: Stage) -> None:
    for stream in quiet_stage.mock.world.documents["streams"]:
        if stream["deletedAt"] is None:
            data = statistics(quiet_stage, stream["_id"])

            assert data["totalCount"] == sum(stream["giftCounts"].values()), stream["title"]
            assert data["totalCount"] >= sum(each["count"] for each in data["giftTypeCounts"])


@pytest.mark.rule("GIFT-3")
def test_each_active_type_is_counted_once_the_cheapest_first(quiet_stage: Stage) -> None:
    assert list(counts(quiet_stage).items()) == [(1, 214), (5, 57), (10, 31), (50, 8), (100, 0), (500, 2)]


@pytest.mark.rule("GIFT-3")
def test_a_stream_without_gifts_counts_each_type_at_zero(quiet_stage: Stage) -> None:
    silent = stream_titled(quiet_stage, "Nefes ve Sessizlik")

    assert counts(quiet_stage, silent) == dict.fromkeys(ACTIVE_AMOUNTS, 0)
    assert statistics(quiet_stage, silent)["totalCount"] == 0


@pytest.mark.rule("GIFT-4")
def test_the_types_are_the_active_ones_the_cheapest_first(quiet_stage: Stage) -> None:
    types = data_of(quiet_stage.get("/gifts/gift-types"))

    assert [kind["creditAmount"] for kind in types] == ACTIVE_AMOUNTS
    assert all(kind["isActive"] is True for kind in types)


@pytest.mark.rule("GIFT-4", "GIFT-3")
def test_a_type_has_the_fields_of_the_contract_and_is_the_same_in_the_statistics(quiet_stage: Stage) -> None:
    types = data_of(quiet_stage.get("/gifts/gift-types"))

    fields = {"id", "creditAmount", "svgUrl", "isActive", "createdAt", "updatedAt"}
    assert all(kind.keys() == fields for kind in types)
    counted = [each["giftType"] for each in statistics(quiet_stage)["giftTypeCounts"]]
    assert [each.items() <= kind.items() for each, kind in zip(counted, types, strict=True)] == [True] * 6


@pytest.mark.rule("GIFT-5")
def test_sending_a_gift_is_counted_and_charged(stage: Stage) -> None:
    before, total, credits = counts(stage), statistics(stage)["totalCount"], stage.credits("viewer")

    data = send(stage, 50)

    assert data == {"message": "Success"}
    assert counts(stage) == {**before, 50: before[50] + 1}
    assert statistics(stage)["totalCount"] == total + 1
    assert stage.credits("viewer") == credits - 50


@pytest.mark.rule("GIFT-5", "GIFT-3")
def test_every_active_type_can_be_sent(stage: Stage) -> None:
    before = counts(stage)

    for amount in ACTIVE_AMOUNTS:
        send(stage, amount, "rich")

    assert counts(stage) == {amount: count + 1 for amount, count in before.items()}
    assert stage.credits("rich") == 100_000 - sum(ACTIVE_AMOUNTS)


@pytest.mark.rule("GIFT-5")
def test_a_gift_leaves_its_row_and_its_transaction(stage: Stage) -> None:
    send(stage, 5)

    (row,) = stage.mock.store["gifts"].find({})
    expected = {"stream": stage.main, "giftType": gift_type(stage, 5), "sender": stage.user_id("viewer")}
    assert expected.items() <= row.items()
    (paid,) = stage.mock.store["transactions"].find({})
    expected = {"account": stage.user_id("viewer"), "stream": stage.main, "kind": "gift"}
    assert {**expected, "credits": -5}.items() <= paid.items()


@pytest.mark.rule("GIFT-5")
def test_other_streams_and_other_people_are_left_alone(stage: Stage) -> None:
    elsewhere = stream_titled(stage, "Turnuva Finali")
    before, credits = counts(stage, elsewhere), stage.credits("rich")

    send(stage, 1)

    assert (counts(stage, elsewhere), stage.credits("rich")) == (before, credits)


@pytest.mark.rule("GIFT-5")
def test_a_balance_can_be_spent_to_its_end_and_no_further(stage: Stage) -> None:
    assert stage.credits("poor") == 5

    send(stage, 1, "poor", status=201)
    assert_refused(stage.post("/gifts/create", "poor", json=gift(stage, 5)), 409)
    for _ in range(4):
        send(stage, 1, "poor", status=201)

    assert stage.credits("poor") == 0
    assert_refused(stage.post("/gifts/create", "poor", json=gift(stage, 1)), 409)


def refused_gifts(stage: Stage) -> Mapping[str, tuple[int, str, dict[str, str]]]:
    """Gifts that must not be sent: the status, by whom, and what."""
    ended = stage.stream(status="ended")["_id"]
    return {
        "too few credits": (409, "poor", gift(stage, 10)),
        "ended": (409, "viewer", gift(stage, stream=ended)),
        "one's own stream": (409, "creator", gift(stage)),
        "one's own stream that has ended": (
            409,
            "creator",
            gift(stage, stream=stream_titled(stage, "Akustik Gece, Bahar")),
        ),
        "unknown type": (404, "viewer", {**gift(stage), "giftTypeId": "0" * 24}),
        "inactive type": (404, "rich", {**gift(stage), "giftTypeId": gift_type(stage, 25, active=False)}),
        "dear inactive type": (
            404,
            "poor",
            {**gift(stage), "giftTypeId": gift_type(stage, 1000, active=False)},
        ),
        "a type's id for the stream's": (404, "viewer", {**gift(stage), "liveStreamId": gift_type(stage, 1)}),
        "blocked": (403, "blocked", gift(stage)),
    }


@pytest.mark.rule("GIFT-5")
def test_what_is_refused_changes_nothing(stage: Stage) -> None:
    before = everything(stage)

    for why, (status, persona, body) in refused_gifts(stage).items():
        assert_refused(stage.post("/gifts/create", persona, json=body), status)

        assert everything(stage) == before, why


@pytest.mark.rule("GIFT-5")
@pytest.mark.parametrize("status", NOT_ACTIVE)
def test_gifts_go_to_active_streams_only(quiet_stage: Stage, status: str) -> None:
    stream = quiet_stage.stream(status=status)["_id"]

    assert_refused(quiet_stage.post("/gifts/create", "rich", json=gift(quiet_stage, stream=stream)), 409)


@pytest.mark.rule("GIFT-5")
def test_a_guest_may_send_a_gift_to_the_stream_they_are_in(stage: Stage) -> None:
    duet = stream_titled(stage, "İki Ses Bir Gitar")
    assert stage.user_id("guest") in stage.stream(_id=duet)["guests"]

    send(stage, 10, "guest", duet)

    assert stage.credits("guest") == 130


@pytest.mark.rule("GIFT-5")
def test_unknown_fields_are_ignored_and_noted_in_the_journal(stage: Stage) -> None:
    data_of(stage.post("/gifts/create", json={**gift(stage), "creditAmount": -500, "sender": "x"}), 201)

    assert stage.credits("viewer") == 999
    remarks = " ".join(stage.mock.journal.entries[-1].remarks)
    assert "'creditAmount'" in remarks and "'sender'" in remarks, f"the journal says only: {remarks!r}"
