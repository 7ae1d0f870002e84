"""AUTH-4: tokens that are refused, and where they are ignored."""

from typing import Any

import httpx2
import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kulis.tokens import DEVELOPMENT_SECRET, SPOILERS, mint
from tests.answers import assert_refused, data_of, told
from tests.sound_requests import SECURED, authorization, sound_request, with_header
from tests.staging import NOON, Stage

LATER = 3600


def with_claims(stage: Stage, **claims: Any) -> httpx2.Response:
    token = jwt.encode({"sub": stage.user_id("viewer"), **claims}, DEVELOPMENT_SECRET, algorithm="HS256")
    return with_header(stage, f"Bearer {token}")


def spoilt(stage: Stage, spoiler: str) -> str:
    return SPOILERS[spoiler](stage.user_id("viewer"), DEVELOPMENT_SECRET, stage.mock.clock.now())


@pytest.mark.rule("AUTH-4")
@pytest.mark.parametrize("operation_id", SECURED)
@pytest.mark.parametrize("spoiler", SPOILERS)
def test_a_spoilt_token_is_refused(quiet_stage: Stage, spoiler: str, operation_id: str) -> None:
    header = authorization(f"Bearer {spoilt(quiet_stage, spoiler)}")

    answer = sound_request(quiet_stage, operation_id).sent(quiet_stage, None, headers=header)

    assert_refused(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.rule("AUTH-4")
def test_every_way_to_spoil_a_token_that_the_rule_names_is_tried() -> None:
    assert SPOILERS.keys() >= {
        "malformed",
        "wrong-signature",
        "expired",
        "not-yet-valid",
        "none-algorithm",
        "wrong-algorithm",
        "unknown-subject",
    }


@pytest.mark.rule("AUTH-4")
@pytest.mark.parametrize("spoiler", SPOILERS)
def test_a_spoilt_token_is_refused_without_the_word_bearer_too(quiet_stage: Stage, spoiler: str) -> None:
    assert_refused(with_header(quiet_stage, spoilt(quiet_stage, spoiler)), 401)


@pytest.mark.rule("AUTH-4")
@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer a b", "Bearer Bearer", "Basic dmlld2VyOng=", "Token x", "...", b"\xe9\xff"],
)
def test_a_malformed_header_is_refused(quiet_stage: Stage, header: str | bytes) -> None:
    answer = with_header(quiet_stage, header)

    assert_refused(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.rule("AUTH-4")
@settings(max_examples=60)
@given(
    token=st.one_of(st.text(st.characters(min_codepoint=33, max_codepoint=255)), st.from_regex(r"[\w.-]+\Z"))
)
def test_whatever_is_no_token_is_refused(quiet_stage: Stage, token: str) -> None:
    header = b"Bearer " + token.encode("latin-1", errors="ignore")

    assert_refused(with_header(quiet_stage, header), 401)


@pytest.mark.rule("AUTH-4")
def test_two_authorization_headers_are_refused(quiet_stage: Stage) -> None:
    header = ("Authorization", f"Bearer {quiet_stage.mock.token('viewer')}")

    answer = quiet_stage.client.get("/api/v1/gifts/gift-types", headers=[header, header])

    assert_refused(answer, 401)


@pytest.mark.rule("AUTH-4", "AUTH-6")
def test_a_token_whose_subject_was_exchanged_is_refused(quiet_stage: Stage) -> None:
    own_head, _, own_signature = quiet_stage.mock.token("viewer").split(".")
    _, other_claims, _ = quiet_stage.mock.token("rich").split(".")

    answer = with_header(quiet_stage, f"Bearer {own_head}.{other_claims}.{own_signature}")

    assert_refused(answer, 401)


@pytest.mark.rule("AUTH-4")
def test_a_deleted_user_is_an_unknown_subject(quiet_stage: Stage) -> None:
    deleted = next(user for user in quiet_stage.mock.world.documents["users"] if user["deletedAt"])

    answer = with_header(quiet_stage, f"Bearer {mint(deleted['_id'], secret=DEVELOPMENT_SECRET)}")

    assert_refused(answer, 401)


@pytest.mark.rule("AUTH-4")
def test_a_token_without_exp_is_accepted(quiet_stage: Stage) -> None:
    data_of(with_claims(quiet_stage))


@pytest.mark.rule("AUTH-4")
@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"exp": NOON.timestamp() + 1}, 200),
        ({"exp": NOON.timestamp()}, 401),
        ({"nbf": NOON.timestamp()}, 200),
        ({"nbf": NOON.timestamp() + 1}, 401),
        ({"exp": 10**400}, 200),
        ({"nbf": 10**400}, 401),
        ({"exp": "tomorrow"}, 401),
        ({"exp": True}, 401),
        ({"nbf": [1]}, 401),
        ({"sub": 17}, 401),
        ({"sub": None}, 401),
        ({"sub": ""}, 401),
    ],
    ids=str,
)
def test_claims_are_held_against_the_mock_s_clock(
    quiet_stage: Stage, claims: dict[str, Any], status: int
) -> None:
    answer = with_claims(quiet_stage, **claims)

    assert answer.status_code == status, f"{told(answer)}; expected {status}"


@pytest.mark.rule("AUTH-4")
def test_a_token_expires_as_the_clock_is_moved_on(stage: Stage) -> None:
    until = NOON.timestamp() + LATER
    data_of(with_claims(stage, exp=until))

    stage.advance(seconds=LATER)

    assert_refused(with_claims(stage, exp=until), 401)


@pytest.mark.rule("AUTH-4")
@pytest.mark.parametrize("spoiler", SPOILERS)
def test_a_bad_token_on_the_public_operation_is_ignored(quiet_stage: Stage, spoiler: str) -> None:
    anonymous = data_of(quiet_stage.get("/live-stream/featured", None))

    answer = with_header(quiet_stage, f"Bearer {spoilt(quiet_stage, spoiler)}", "/live-stream/featured")

    assert data_of(answer) == anonymous
