"""RENT-9 in the store: shares of a price, what lapses, and what deleting a stream refunds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.errors import NotFound
from handlers.ledger import PLATFORM
from handlers.settlement import delete_stream, revenue_shares, settle_lapsed_rentals
from tests.answers import everything
from tests.renting import DUO, SOLO, rented, replay_status, shares, user_id
from tests.sound_requests import SNACK, stream_titled
from tests.staging import Stage

HOST, GUEST = "a" * 24, "b" * 24

prices = st.integers(0, 10_000)


@pytest.mark.rule("RENT-9")
@given(price=prices)
def test_of_a_solo_stream_the_creator_gets_80_percent(price: int) -> None:
    found = revenue_shares({"liveStreamType": "solo", "host": HOST, "guests": []}, price)

    assert found == {HOST: price * 4 // 5, PLATFORM: price - price * 4 // 5}


@pytest.mark.rule("RENT-9")
@given(price=prices, kind=st.sampled_from(["duocrowd", "duoself"]))
def test_of_a_duo_creator_and_guest_get_40_percent_each(price: int, kind: str) -> None:
    found = revenue_shares({"liveStreamType": kind, "host": HOST, "guests": [GUEST]}, price)

    own = price * 2 // 5
    assert found == {HOST: own, GUEST: own, PLATFORM: price - 2 * own}


@pytest.mark.rule("RENT-9")
@pytest.mark.parametrize(
    ("title", "owners", "own", "platform"),
    [
        (SOLO, ["selin.gunes"], 20, 5),
        (DUO, ["arda.show", "baris.demir"], 16, 8),
        ("İki Mutfak", ["kerem.usta", "mina.vlog"], 12, 6),
        (SNACK, ["kerem.usta"], 0, 1),
    ],
    ids=["solo", "duocrowd", "duoself", "too little to share"],
)
def test_a_lapsed_rental_is_paid_out(
    stage: Stage, title: str, owners: list[str], own: int, platform: int
) -> None:
    stream = rented(stage, title, "rich")
    stage.advance(hours=24)

    settle_lapsed_rentals(stage.mock.services)

    expected = {user_id(stage, owner): own for owner in owners}
    assert shares(stage, stream) == {**expected, PLATFORM: platform}


@pytest.mark.rule("RENT-9")
@pytest.mark.parametrize(("milliseconds", "share"), [(-1, 0), (0, 20)], ids=["before", "at"])
def test_the_window_closes_24_hours_after_renting(stage: Stage, milliseconds: int, share: int) -> None:
    rented(stage, SOLO)
    stage.advance(hours=24, milliseconds=milliseconds)

    settle_lapsed_rentals(stage.mock.services)

    assert stage.credits("creator") == 320 + share


@pytest.mark.rule("RENT-9")
def test_each_rental_lapses_in_its_own_time(stage: Stage) -> None:
    rented(stage, SOLO)
    stage.advance(hours=2)
    rented(stage, SOLO, "rich")

    stage.advance(hours=23)
    settle_lapsed_rentals(stage.mock.services)
    assert stage.credits("creator") == 340, "only the first rental's window has closed"

    stage.advance(hours=2)
    settle_lapsed_rentals(stage.mock.services)
    assert stage.credits("creator") == 360


@pytest.mark.rule("RENT-9")
def test_a_rental_is_paid_out_once(stage: Stage) -> None:
    rented(stage, SOLO)
    stage.advance(hours=25)
    settle_lapsed_rentals(stage.mock.services)
    once = everything(stage)

    stage.advance(hours=25)
    settle_lapsed_rentals(stage.mock.services)

    assert everything(stage) == once


@pytest.mark.rule("RENT-9")
def test_deleting_inside_the_window_refunds_in_full(stage: Stage) -> None:
    stream = rented(stage, SOLO)
    rented(stage, SOLO, "rich")
    stage.advance(hours=23, minutes=59, seconds=59, milliseconds=999)

    delete_stream(stage.mock.services, stream)

    assert (stage.credits("viewer"), stage.credits("rich")) == (1000, 100_000)
    refunds = shares(stage, stream, "refund")
    assert refunds == {stage.user_id("viewer"): 25, stage.user_id("rich"): 25}


@pytest.mark.rule("RENT-9")
def test_deleting_after_the_window_refunds_nothing(stage: Stage) -> None:
    stream = rented(stage, SOLO)
    stage.advance(hours=24)

    delete_stream(stage.mock.services, stream)

    assert shares(stage, stream, "refund") == {}
    assert shares(stage, stream) == {stage.user_id("creator"): 20, PLATFORM: 5}


@pytest.mark.rule("RENT-9")
def test_deleting_leaves_rentals_of_other_streams_alone(stage: Stage) -> None:
    deleted, other = rented(stage, SOLO), rented(stage, DUO)

    delete_stream(stage.mock.services, deleted)

    assert stage.credits("viewer") == 1000 - 40
    assert replay_status(stage, other)["status"] == "active"


@pytest.mark.rule("RENT-9")
def test_a_rental_refunded_before_is_not_refunded_again(stage: Stage) -> None:
    stream = stream_titled(stage, "Işıkla Portre")

    delete_stream(stage.mock.services, stream)

    assert shares(stage, stream, "refund") == {}
    assert stage.credits("renter") == 500


@pytest.mark.rule("RENT-9", "ID-3")
def test_a_stream_is_deleted_once(stage: Stage) -> None:
    stream = rented(stage, SOLO)
    delete_stream(stage.mock.services, stream)

    with pytest.raises(NotFound):
        delete_stream(stage.mock.services, stream)

    assert stage.credits("viewer") == 1000, "the refund was paid twice"
