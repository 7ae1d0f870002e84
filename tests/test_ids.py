"""ID-1 to ID-3: how ids look, and what becomes of those that name nothing."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.settlement import delete_stream
from tests.answers import assert_refused, data_of, places
from tests.sound_requests import READING, SNACK, WITH_PATH_ID, WITH_STREAM, gift, sound_request, stream_titled
from tests.staging import Stage

OBJECT_ID = re.compile(r"[0-9a-f]{24}")
ID_FIELDS = {"_id", "id", "liveStreamId", "streamId"}
UNKNOWN = "0123456789abcdef01234567"
MALFORMED = {
    "a word": "x",
    "a part of a route": "viewers",
    "23 digits": "a" * 23,
    "25 digits": "a" * 25,
    "no hex": "g" * 24,
    "upper case": "ABCDEF0123456789ABCDEF01",
    "a line's end after it": "a" * 24 + "\n",
    "a blank before it": " " + "a" * 24,
    "a null after it": "a" * 24 + "\0",
    "Arabic digits": "٠" * 24,
    "full-width digits": "０" * 24,
}


@pytest.mark.rule("ID-1")
@pytest.mark.parametrize("operation_id", [id for id in READING if id != "getReplayStatus"])
def test_every_id_that_is_shown_has_24_lowercase_hex_digits(quiet_stage: Stage, operation_id: str) -> None:
    data = data_of(sound_request(quiet_stage, operation_id).sent(quiet_stage, "renter"))

    shown = {path: value for path, name, value in places(data) if name in ID_FIELDS}

    assert shown, "the answer shows no id at all"
    assert not {path: id for path, id in shown.items() if not OBJECT_ID.fullmatch(str(id))}


@pytest.mark.rule("ID-1")
def test_ids_of_what_is_made_look_the_same_and_differ(stage: Stage) -> None:
    for _ in range(5):
        data_of(stage.post("/gifts/create", json=gift(stage)), 201)

    made = [row["_id"] for name in ("gifts", "transactions") for row in stage.mock.store[name].find({})]
    assert len(set(made)) == 10, "five gifts, five transactions"
    assert all(OBJECT_ID.fullmatch(id) for id in made), made


@pytest.mark.rule("ID-2")
@pytest.mark.parametrize("operation_id", WITH_PATH_ID)
@pytest.mark.parametrize("id", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_id_in_a_path_is_refused(quiet_stage: Stage, operation_id: str, id: str) -> None:
    answer = sound_request(quiet_stage, operation_id, id=quote(id, safe="")).sent(quiet_stage)

    assert_refused(answer, 400)


@pytest.mark.rule("ID-2")
def test_bytes_that_are_no_text_are_a_malformed_id(quiet_stage: Stage) -> None:
    assert_refused(quiet_stage.get("/live-stream/%FF%FE/viewers"), 400)


@pytest.mark.rule("ID-2")
@settings(max_examples=50)
@given(id=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1))
def test_any_text_but_an_id_is_refused_in_a_path(quiet_stage: Stage, id: str) -> None:
    assume(not OBJECT_ID.fullmatch(id))
    assume(id not in (".", ".."))  # a client takes them for steps in the path

    answer = quiet_stage.get(f"/live-stream/{quote(id, safe='')}/viewers")

    assert_refused(answer, 400)


@pytest.mark.rule("ID-2")
@pytest.mark.parametrize("field", ["giftTypeId", "liveStreamId"])
@pytest.mark.parametrize("id", [*MALFORMED.values(), "", 17, None, True, ["a" * 24], {}], ids=repr)
def test_a_malformed_id_in_a_body_is_refused(quiet_stage: Stage, field: str, id: Any) -> None:
    answer = quiet_stage.post("/gifts/create", json={**gift(quiet_stage), field: id})

    assert_refused(answer, 400)


@pytest.mark.rule("ID-2")
@pytest.mark.parametrize("field", ["giftTypeId", "liveStreamId"])
def test_a_missing_id_in_a_body_is_refused(quiet_stage: Stage, field: str) -> None:
    body = gift(quiet_stage)
    del body[field]

    assert_refused(quiet_stage.post("/gifts/create", json=body), 400)


@pytest.mark.rule("ID-3")
@pytest.mark.parametrize("operation_id", WITH_PATH_ID)
def test_an_unknown_id_in_a_path_is_not_found(quiet_stage: Stage, operation_id: str) -> None:
    assert_refused(sound_request(quiet_stage, operation_id, id=UNKNOWN).sent(quiet_stage), 404)


@pytest.mark.rule("ID-3")
@pytest.mark.parametrize("field", ["giftTypeId", "liveStreamId"])
def test_an_unknown_id_in_a_body_is_not_found(quiet_stage: Stage, field: str) -> None:
    answer = quiet_stage.post("/gifts/create", json={**gift(quiet_stage), field: UNKNOWN})

    assert_refused(answer, 404)


@pytest.mark.rule("ID-3")
@pytest.mark.parametrize("operation_id", ["followUser", "unfollowUser"])
def test_a_deleted_user_is_not_found(quiet_stage: Stage, operation_id: str) -> None:
    deleted = next(user for user in quiet_stage.mock.world.documents["users"] if user["deletedAt"])

    answer = sound_request(quiet_stage, operation_id, id=deleted["_id"]).sent(quiet_stage)

    assert_refused(answer, 404)


@pytest.mark.rule("ID-3")
@pytest.mark.parametrize("operation_id", WITH_STREAM)
@pytest.mark.parametrize("persona", ["viewer", "renter"])
def test_a_deleted_replay_is_not_found_by_its_renters_either(
    quiet_stage: Stage, operation_id: str, persona: str
) -> None:
    deleted = next(row for row in quiet_stage.mock.world.documents["streams"] if row["deletedAt"])

    answer = sound_request(quiet_stage, operation_id, id=deleted["_id"]).sent(quiet_stage, persona)

    assert_refused(answer, 404)


@pytest.mark.rule("ID-3")
def test_an_active_stream_that_is_deleted_is_gone_everywhere(stage: Stage) -> None:
    main, body = stage.main, gift(stage)

    delete_stream(stage.mock.services, main)

    for operation_id in WITH_STREAM:
        assert_refused(sound_request(stage, operation_id, id=main).sent(stage, "creator"), 404)
    assert_refused(stage.post("/gifts/create", json=body), 404)
    featured = data_of(stage.get("/live-stream/featured", None))
    assert main not in [each["id"] for each in featured], "a deleted stream is not featured"


@pytest.mark.rule("ID-3")
def test_a_rented_replay_that_is_deleted_is_gone_for_its_renter(stage: Stage) -> None:
    rented = stream_titled(stage, SNACK)
    data_of(stage.post(f"/live-stream/{rented}/replay-rentals"), 201)

    delete_stream(stage.mock.services, rented)

    for operation_id in WITH_STREAM:
        assert_refused(sound_request(stage, operation_id, id=rented).sent(stage), 404)
    assert data_of(stage.get("/live-stream/my-replay-rentals"))["list"] == []
