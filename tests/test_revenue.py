"""RENT-9 over HTTP: where a rental's price goes is seen by spending it."""

import pytest

from handlers.settlement import delete_stream
from tests.renting import DUO, SOLO, rented, shares, spend
from tests.staging import Stage


@pytest.mark.rule("RENT-9")
def test_after_the_window_the_creator_of_a_solo_stream_can_spend_80_percent(stage: Stage) -> None:
    assert spend(stage, "creator") == 320
    rented(stage, SOLO)
    assert spend(stage, "creator") == 0, "revenue came inside the window"

    stage.advance(hours=25)

    assert spend(stage, "creator") == 20


@pytest.mark.rule("RENT-9")
def test_after_the_window_the_guest_of_a_duo_can_spend_40_percent(stage: Stage) -> None:
    assert spend(stage, "guest") == 140
    rented(stage, DUO)
    assert spend(stage, "guest") == 0, "revenue came inside the window"

    stage.advance(hours=25)

    assert spend(stage, "guest") == 16


@pytest.mark.rule("RENT-9", "RENT-4")
def test_each_window_of_a_rental_is_paid_out(stage: Stage) -> None:
    rented(stage, SOLO)
    stage.advance(hours=25)
    rented(stage, SOLO)
    assert stage.credits("creator") == 340, "the first window was not paid out before it was renewed"

    stage.advance(hours=25)

    assert spend(stage, "creator") == 360


@pytest.mark.rule("RENT-9")
def test_what_was_charged_is_shared_though_the_price_has_changed(stage: Stage) -> None:
    stream = rented(stage, SOLO)
    stage.mock.services.store["streams"].update_one({"_id": stream}, {"$set": {"replayCreditPrice": 1000}})

    stage.advance(hours=25)

    assert spend(stage, "creator") == 340


@pytest.mark.rule("RENT-9")
def test_a_refund_can_be_spent(stage: Stage) -> None:
    stream = rented(stage, SOLO)
    stage.advance(hours=23, minutes=59)

    delete_stream(stage.mock.services, stream)

    assert spend(stage, "viewer") == 1000


@pytest.mark.rule("RENT-9")
def test_what_was_refunded_is_never_shared(stage: Stage) -> None:
    stream = rented(stage, SOLO)
    delete_stream(stage.mock.services, stream)

    stage.advance(hours=50)

    assert spend(stage, "creator") == 320
    assert shares(stage, stream) == {}


@pytest.mark.rule("RENT-9")
def test_deleting_after_the_window_shares_and_refunds_nothing(stage: Stage) -> None:
    stream = rented(stage, SOLO)
    stage.advance(hours=24)

    delete_stream(stage.mock.services, stream)

    assert (spend(stage, "creator"), spend(stage, "viewer")) == (340, 975)


@pytest.mark.rule("RENT-9", "RENT-5", "GIFT-5")
def test_every_balance_is_what_its_transactions_make_it(stage: Stage) -> None:
    expected = {row["_id"]: row["credits"] for row in stage.mock.world.documents["users"]}
    stream = rented(stage, SOLO)
    rented(stage, DUO, "rich")
    stage.advance(hours=25)
    rented(stage, SOLO)
    spend(stage, "guest")
    delete_stream(stage.mock.services, stream)

    for row in stage.mock.store["transactions"].find({}):
        if row["account"] != "platform":
            expected[row["account"]] += row["credits"]

    assert {row["_id"]: row["credits"] for row in stage.mock.store["users"].find({})} == expected
