"""The worlds that come along: what each holds, and how it is found."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fixtures import UnknownPersona, World, WorldError, load_world, world_names
from fixtures.times import written
from kulis.store import kept_documents

NOW = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)


def load(name: str, *, now: datetime = NOW, seed: int = 1) -> World:
    return load_world(name, now=now, seed=seed)


def viewers(world: World, title: str) -> tuple[int, int]:
    """How many are present in a stream, and how many ever were."""
    (stream,) = [row for row in world.documents["streams"] if row["title"] == title]
    rows = [row for row in world.documents["audience"] if row["stream"] == stream["_id"]]
    return sum(row["leftAt"] is None for row in rows), len(rows)


@pytest.fixture(scope="module")
def default() -> World:
    return load("default")


# Every world


def test_three_worlds_come_along() -> None:
    assert world_names() == ("crowd", "default", "empty")


@pytest.mark.parametrize("name", world_names())
def test_the_same_name_time_and_seed_give_equal_documents(name: str) -> None:
    once, again = load(name), load(name)
    assert json.dumps(once.documents) == json.dumps(again.documents)
    assert once.personas == again.personas


def test_another_seed_makes_up_other_people_and_leaves_the_written_ones() -> None:
    one, other = load("default", seed=1).documents["users"], load("default", seed=2).documents["users"]
    assert one != other
    assert one[:60] == other[:60]


def test_a_later_load_moves_every_time_along() -> None:
    moved = load("default", now=NOW + timedelta(days=1)).documents["streams"][0]["startedAt"]
    assert moved == "2026-01-02T09:13:00.000Z"


@pytest.mark.parametrize("name", world_names())
def test_ids_and_usernames_are_unique(name: str) -> None:
    documents = kept_documents(load(name).documents)
    for collection, rows in documents.items():
        ids = [row["_id"] for row in rows]
        assert len(set(ids)) == len(ids), f"{collection} holds an id twice"
    usernames = [user["username"] for user in documents["users"]]
    assert len(set(usernames)) == len(usernames)


@pytest.mark.parametrize("name", world_names())
def test_every_viewer_joined_a_stream_between_its_start_and_now_or_its_end(name: str) -> None:
    documents = load(name).documents
    streams = {stream["_id"]: stream for stream in documents["streams"]}
    for row in documents["audience"]:
        stream = streams[row["stream"]]
        end = stream["endedAt"] or written(NOW)
        assert stream["startedAt"] <= row["joinedAt"] <= (row["leftAt"] or end) <= end, row


def test_personas_keep_their_ids_from_world_to_world() -> None:
    ids = {load(name).persona("viewer").user_id for name in world_names()}
    assert len(ids) == 1


def test_the_crowd_is_as_large_as_it_says() -> None:
    assert viewers(load("crowd"), "Stadyum Konseri") == (10_000, 12_500)


def test_in_the_empty_world_nothing_is_live() -> None:
    documents = load("empty").documents
    assert [stream["status"] for stream in documents["streams"]] == ["scheduled"]
    assert documents["audience"] == []


# The default world


def test_the_main_stream_has_45_viewers_of_128(default: World) -> None:
    assert viewers(default, "Akustik Gece") == (45, 128)


def test_three_viewers_of_the_main_stream_joined_at_the_same_moment(default: World) -> None:
    main = default.documents["streams"][0]["_id"]
    joins = Counter(row["joinedAt"] for row in default.documents["audience"] if row["stream"] == main)
    assert joins["2026-01-01T09:48:00.000Z"] == 3


def test_streams_are_watched_by_different_numbers_and_two_by_the_same(default: World) -> None:
    active = [row["title"] for row in default.documents["streams"] if row["status"] == "active"]
    watched = sorted((viewers(default, title)[0] for title in active), reverse=True)
    assert watched == [45, 31, 24, 18, 15, 12, 12, 9, 7, 5, 3, 0, 0]
    assert (viewers(default, "Nefes ve Sessizlik"), viewers(default, "Portfolyo Sohbeti")) == ((0, 0), (0, 6))


def test_every_kind_of_stream_is_there(default: World) -> None:
    streams = default.documents["streams"]
    assert {row["liveStreamType"] for row in streams} == {"solo", "duocrowd", "duoself"}
    assert {row["accessType"] for row in streams} == {"free", "paid"}
    assert " ".join(sorted({row["status"] for row in streams})) == (
        "active cancelled_by_guest cancelled_by_host ended expired preparing scheduled"
    )


def test_every_expertise_and_a_missing_photo_are_in_the_main_audience(default: World) -> None:
    users = {user["_id"]: user for user in default.documents["users"]}
    main = default.documents["streams"][0]["_id"]
    rows = [row for row in default.documents["audience"] if row["stream"] == main and not row["leftAt"]]
    present = [users[row["user"]] for row in rows]
    assert len({user["expertise"] for user in present}) == 12
    assert [user["username"] for user in present if user["profilePhoto"] is None] == ["bugra.gizli"]
    names = {user["name"] for user in present}
    assert {"Işık", "IŞIK", "isik", "İrem", "José", "Anne-Marie", "美咲", "ليلى"} <= names
    assert {"dj.star", "djxstar"} <= {user["username"] for user in present}


def test_personas_have_what_their_parts_need(default: World) -> None:
    credits = {user["username"]: user["credits"] for user in default.documents["users"]}
    found = {persona.name: credits[persona.username] for persona in default.personas}
    wanted = {"viewer": 1000, "poor": 5, "rich": 100_000, "creator": 320, "guest": 140}
    assert found == {**wanted, "blocked": 750, "renter": 500}
    block = default.documents["blocks"][0]
    assert block["host"] == default.documents["streams"][0]["host"] == default.persona("creator").user_id
    assert block["user"] == default.persona("blocked").user_id


def test_the_renter_holds_a_rental_of_every_kind(default: World) -> None:
    deleted = {row["_id"] for row in default.documents["streams"] if row["deletedAt"]}
    rentals = default.documents["rentals"]
    found = [
        (
            row["status"],
            row["expiresAt"] > written(NOW),
            row["settledAt"] is not None,
            row["stream"] in deleted,
        )
        for row in rentals
    ]
    assert {row["user"] for row in rentals} == {default.persona("renter").user_id}
    assert found == [
        ("active", True, False, False),
        ("active", False, True, False),
        ("refunded", False, False, False),
        ("refunded", False, False, True),
    ]


def test_replays_can_be_rented_or_fail_for_one_reason_each(default: World) -> None:
    ended = [row for row in default.documents["streams"] if row["status"] == "ended"]
    reasons = Counter(_why_not_rentable(row) for row in ended)
    assert reasons == {"": 8, "recording": 1, "profile": 1, "price": 1, "guest": 1, "deleted": 1}
    prices = {row["replayCreditPrice"] for row in ended if not _why_not_rentable(row)}
    assert {1, 25, 40, 5000} <= prices


def _why_not_rentable(row: dict[str, Any]) -> str:
    reasons = {
        "recording": not row["recordingUrl"],
        "profile": not row["isActiveReplayOnCreatorProfile"] and row["replayCreditPrice"] > 0,
        "price": row["replayCreditPrice"] == 0,
        "guest": row["liveStreamType"] != "solo" and not row["guests"],
        "deleted": row["deletedAt"] is not None,
    }
    return " ".join(reason for reason, applies in reasons.items() if applies)


def test_gifts_of_an_inactive_type_count_in_the_total_alone(default: World) -> None:
    types = {row["_id"]: row for row in default.documents["giftTypes"]}
    main = default.documents["streams"][0]
    active = [count for key, count in main["giftCounts"].items() if types[key]["isActive"]]
    assert (main["giftTotal"], sum(active), min(active)) == (324, 312, 0)
    amounts = [row["creditAmount"] for row in types.values() if row["isActive"]]
    assert sorted(amounts) == [1, 5, 10, 50, 100, 500] != amounts


# Finding worlds and personas


def test_an_unknown_world_is_answered_with_those_there_are() -> None:
    with pytest.raises(WorldError) as caught:
        load("defalt")
    assert str(caught.value) == (
        'no world "defalt"; did you mean "default"? Worlds here: crowd, default, empty; '
        "or give the path of a YAML file."
    )


def test_an_unknown_persona_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownPersona) as caught:
        load("empty").persona("vewer")
    assert str(caught.value) == (
        'no persona "vewer" in the world "empty"; did you mean "viewer"? '
        "Personas here: blocked, creator, guest, poor, viewer."
    )
