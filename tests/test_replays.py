"""RENT-1 to RENT-5: what can be rented, and a rental's life."""

from datetime import timedelta
from typing import Any

import pytest

from handlers.settlement import delete_stream
from handlers.times import written
from tests.answers import assert_refused, data_of, everything
from tests.renting import (
    BAND,
    DUO,
    MASTERCLASS,
    NOT_RENTABLE,
    RENTABLE,
    SOLO,
    payments,
    rent,
    rental_rows,
    rentals,
    replay_status,
)
from tests.sound_requests import SNACK, stream_titled
from tests.staging import NOON, Stage

DAY = 24 * 3600


@pytest.mark.rule("RENT-1", "RENT-8")
@pytest.mark.parametrize("title", RENTABLE)
def test_a_rentable_replay_is_available_at_its_price(quiet_stage: Stage, title: str) -> None:
    access = replay_status(quiet_stage, stream_titled(quiet_stage, title), "rich")

    assert (access["status"], access["canRent"], access["price"]) == ("available", True, RENTABLE[title])


@pytest.mark.rule("RENT-1")
def test_every_rentable_replay_can_be_rented(stage: Stage) -> None:
    for title, price in RENTABLE.items():
        credits = stage.credits("rich")

        data_of(rent(stage, stream_titled(stage, title), "rich"), 201)

        assert stage.credits("rich") == credits - price, title


@pytest.mark.rule("RENT-1", "RENT-8")
@pytest.mark.parametrize("title", NOT_RENTABLE.values(), ids=NOT_RENTABLE)
def test_a_replay_with_one_thing_against_it_cannot_be_rented(quiet_stage: Stage, title: str) -> None:
    stream, before = stream_titled(quiet_stage, title), everything(quiet_stage)

    answer = rent(quiet_stage, stream, "rich")

    assert_refused(answer, 409)
    assert everything(quiet_stage) == before
    access = replay_status(quiet_stage, stream, "rich")
    assert (access["status"], access["canRent"]) == ("unavailable", False)


@pytest.mark.rule("RENT-1")
def test_only_a_stream_that_has_ended_can_be_rented(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)

    for status in ("active", "scheduled", "preparing", "expired", "cancelled_by_host", "cancelled_by_guest"):
        stage.mock.services.store["streams"].update_one({"_id": stream}, {"$set": {"status": status}})

        assert_refused(rent(stage, stream), 409)
        assert replay_status(stage, stream)["canRent"] is False, status


@pytest.mark.rule("RENT-1", "ID-3")
def test_a_deleted_replay_cannot_be_rented(stage: Stage) -> None:
    stream = stream_titled(stage, SNACK)
    delete_stream(stage.mock.services, stream)

    assert_refused(rent(stage, stream), 404)


@pytest.mark.rule("RENT-2", "RENT-8")
def test_renting_gives_access_for_24_hours(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)

    data = data_of(rent(stage, stream), 201)

    assert data == {
        "status": "active",
        "canRent": False,
        "canViewRecording": True,
        "price": 25,
        "rentedAt": "2026-03-01T12:00:00.000Z",
        "expiresAt": "2026-03-02T12:00:00.000Z",
        "remainingSeconds": DAY,
        "liveStreamId": stream,
        "recordingUrl": stage.stream(_id=stream)["recordingUrl"],
    }


@pytest.mark.rule("RENT-2")
def test_renting_charges_the_price_once_and_leaves_one_row(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)

    rent(stage, stream)

    assert stage.credits("viewer") == 1000 - 25
    assert payments(stage) == [-25]
    assert [row["status"] for row in rental_rows(stage, stream)] == ["active"]


@pytest.mark.rule("RENT-3")
def test_renting_again_while_active_charges_nothing(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)
    first = data_of(rent(stage, stream), 201)
    once = everything(stage)
    stage.advance(hours=23, minutes=59, milliseconds=1)

    again = data_of(rent(stage, stream), 200)

    assert everything(stage) == once, "renting again changed something"
    assert again == {**first, "remainingSeconds": 59}


@pytest.mark.rule("RENT-3", "RENT-5")
def test_renting_again_while_active_needs_no_credits(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)
    rent(stage, stream)
    stage.mock.services.store["users"].update_one({"_id": stage.user_id("viewer")}, {"$set": {"credits": 0}})

    data_of(rent(stage, stream), 200)


@pytest.mark.rule("RENT-3")
@pytest.mark.parametrize(
    "options",
    [{"json": {"days": 30}}, {"content": b"{"}, {"content": b"x", "headers": {"Content-Type": "text/plain"}}],
    ids=["JSON", "malformed", "text"],
)
def test_a_body_is_ignored(stage: Stage, options: dict[str, Any]) -> None:
    data = data_of(rent(stage, stream_titled(stage, SOLO), **options), 201)

    assert data["expiresAt"] == "2026-03-02T12:00:00.000Z"


@pytest.mark.rule("RENT-2", "RENT-3", "RENT-4", "RENT-7")
def test_a_rental_s_whole_life(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)
    assert replay_status(stage, stream)["status"] == "available"

    first = data_of(rent(stage, stream), 201)
    (row,) = rental_rows(stage, stream)
    assert data_of(rent(stage, stream), 200) == first
    stage.advance(hours=25)
    assert replay_status(stage, stream)["status"] == "expired"
    second = data_of(rent(stage, stream), 201)

    assert second["rentedAt"] == "2026-03-02T13:00:00.000Z"
    assert second["expiresAt"] == "2026-03-03T13:00:00.000Z"
    assert [each["_id"] for each in rental_rows(stage, stream)] == [row["_id"]], "it is not the same row"
    assert payments(stage) == [-25, -25]
    assert stage.credits("viewer") == 950
    assert [item["replayAccess"]["status"] for item in rentals(stage)] == ["active"]


@pytest.mark.rule("RENT-4")
def test_renting_at_the_very_end_of_the_window_charges_again(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)
    rent(stage, stream)

    stage.advance(hours=24)

    assert replay_status(stage, stream)["status"] == "expired"
    data_of(rent(stage, stream), 201)
    assert payments(stage) == [-25, -25]


@pytest.mark.rule("RENT-4")
def test_renting_again_charges_the_price_of_the_day(stage: Stage) -> None:
    stream = stream_titled(stage, SOLO)
    rent(stage, stream)
    stage.mock.services.store["streams"].update_one({"_id": stream}, {"$set": {"replayCreditPrice": 60}})
    stage.advance(hours=25)

    data = data_of(rent(stage, stream), 201)

    assert data["price"] == 60
    assert payments(stage) == [-25, -60]


@pytest.mark.rule("RENT-4")
def test_a_refunded_rental_is_made_active_again_and_charged(stage: Stage) -> None:
    stream = stream_titled(stage, "Işıkla Portre")
    (row,) = rental_rows(stage, stream, "renter")
    assert row["status"] == "refunded"

    data = data_of(rent(stage, stream, "renter"), 201)

    assert (data["status"], data["rentedAt"]) == ("active", "2026-03-01T12:00:00.000Z")
    (after,) = rental_rows(stage, stream, "renter")
    assert (after["_id"], after["status"]) == (row["_id"], "active")
    assert payments(stage, "renter") == [-12]


@pytest.mark.rule("RENT-4", "RENT-8")
@pytest.mark.parametrize(("title", "days"), [(BAND, 3), ("Işıkla Portre", 4)], ids=["expired", "refunded"])
def test_rented_at_and_expires_at_stay_until_it_is_rented_again(
    quiet_stage: Stage, title: str, days: int
) -> None:
    access = replay_status(quiet_stage, stream_titled(quiet_stage, title), "renter")

    rented = NOON - timedelta(days=days)
    assert access["rentedAt"] == written(rented)
    assert access["expiresAt"] == written(rented + timedelta(days=1))


@pytest.mark.rule("RENT-4", "RENT-1")
def test_an_expired_rental_is_not_renewed_where_nothing_can_be_rented(stage: Stage) -> None:
    stream = stream_titled(stage, BAND)
    hidden = {"$set": {"isActiveReplayOnCreatorProfile": False}}
    stage.mock.services.store["streams"].update_one({"_id": stream}, hidden)

    assert_refused(rent(stage, stream, "renter"), 409)
    access = replay_status(stage, stream, "renter")
    assert (access["status"], access["canRent"]) == ("expired", False)


@pytest.mark.rule("RENT-5")
def test_with_too_few_credits_nothing_is_rented_or_paid(quiet_stage: Stage) -> None:
    before = everything(quiet_stage)

    for title in (SOLO, DUO, MASTERCLASS):
        assert_refused(rent(quiet_stage, stream_titled(quiet_stage, title), "poor"), 409)

    assert everything(quiet_stage) == before
    assert rentals(quiet_stage, "poor") == []


@pytest.mark.rule("RENT-5")
def test_the_last_credit_can_be_spent_on_a_replay(stage: Stage) -> None:
    stage.mock.services.store["users"].update_one({"_id": stage.user_id("poor")}, {"$set": {"credits": 25}})

    data_of(rent(stage, stream_titled(stage, SOLO), "poor"), 201)

    assert stage.credits("poor") == 0
    assert_refused(rent(stage, stream_titled(stage, SNACK), "poor"), 409)
