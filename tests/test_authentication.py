"""AUTH-1 to AUTH-3 and AUTH-6: who is calling."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator

import jwt
import pytest

from handlers.follows import follow_id
from kulis.security import BARE_TOKEN
from kulis.tokens import DEVELOPMENT_SECRET, mint
from tests.answers import assert_refused, data_of, told
from tests.sound_requests import SECURED, authorization, sound_request, with_header
from tests.staging import Stage, staged


@pytest.fixture(scope="module")
def strict_stage() -> Iterator[Stage]:
    with staged(strict_auth=True) as stage:
        yield stage


@pytest.mark.rule("AUTH-1")
def test_every_secured_operation_takes_a_bearer_token(stage: Stage) -> None:
    for operation_id in SECURED:
        answer = sound_request(stage, operation_id).sent(stage)

        assert answer.status_code in (200, 201), told(answer)


@pytest.mark.rule("AUTH-1")
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_word_bearer_is_read_in_any_case(quiet_stage: Stage, scheme: str) -> None:
    data_of(with_header(quiet_stage, f"{scheme} {quiet_stage.mock.token('viewer')}"))


@pytest.mark.rule("AUTH-1")
def test_the_contract_names_the_scheme_http_bearer_jwt(quiet_stage: Stage) -> None:
    schemes = quiet_stage.mock.contract.document["components"]["securitySchemes"]

    told_of_them = [(each["type"], each["scheme"], each["bearerFormat"]) for each in schemes.values()]

    assert told_of_them == [("http", "bearer", "JWT")]


@pytest.mark.rule("AUTH-2")
def test_the_bare_token_is_taken_and_the_journal_says_so(stage: Stage) -> None:
    answer = with_header(stage, stage.mock.token("viewer"))

    data_of(answer)
    assert stage.mock.journal.entries[-1].remarks == (BARE_TOKEN,)
    assert stage.mock.journal.entries[-1].caller == "viewer"


@pytest.mark.rule("AUTH-2")
def test_the_journal_says_nothing_of_a_token_sent_properly(stage: Stage) -> None:
    data_of(stage.get("/gifts/gift-types"))

    assert stage.mock.journal.entries[-1].remarks == ()


@pytest.mark.rule("AUTH-2", "AUTH-4")
def test_a_strict_mock_refuses_the_bare_token(strict_stage: Stage) -> None:
    answer = with_header(strict_stage, strict_stage.mock.token("viewer"))

    assert_refused(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.rule("AUTH-2", "AUTH-1")
def test_a_strict_mock_takes_the_token_after_bearer(strict_stage: Stage) -> None:
    data_of(strict_stage.get("/gifts/gift-types"))


@pytest.mark.rule("AUTH-3", "AUTH-4")
@pytest.mark.parametrize("operation_id", SECURED)
def test_without_a_token_every_secured_operation_answers_401(quiet_stage: Stage, operation_id: str) -> None:
    answer = sound_request(quiet_stage, operation_id).sent(quiet_stage, None)

    assert_refused(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.rule("AUTH-3")
def test_only_the_featured_list_is_public(quiet_stage: Stage) -> None:
    contract = quiet_stage.mock.contract

    public = {operation.id for operation in contract.operations.values() if not operation.secured}

    assert public == {"listFeaturedLiveStreams"}
    data_of(quiet_stage.get("/live-stream/featured", None))


@pytest.mark.rule("AUTH-6")
def test_the_subject_is_who_acts(stage: Stage) -> None:
    someone = stage.mock.world.documents["users"][-1]["_id"]
    header = authorization(f"Bearer {mint(someone, secret=DEVELOPMENT_SECRET)}")

    data_of(stage.send("POST", f"/follow/{stage.user_id('guest')}", None, headers=header))

    row = stage.mock.services.store["follows"].find_one({"_id": follow_id(someone, stage.user_id("guest"))})
    assert row is not None, "the follow is not the token's subject's"


@pytest.mark.rule("AUTH-6")
def test_tokens_are_signed_with_hs256_and_name_the_user_s_id(quiet_stage: Stage) -> None:
    token = quiet_stage.mock.token("viewer")

    claims = jwt.decode(token, DEVELOPMENT_SECRET, algorithms=["HS256"])

    assert claims == {"sub": quiet_stage.user_id("viewer")}


@pytest.mark.rule("AUTH-6")
def test_a_token_made_by_hand_is_as_good(quiet_stage: Stage) -> None:
    parts = ({"alg": "HS256"}, {"sub": quiet_stage.user_id("viewer")})
    signed = ".".join(_base64url(json.dumps(part).encode()) for part in parts)
    signature = hmac.digest(DEVELOPMENT_SECRET.encode(), signed.encode(), hashlib.sha256)

    data_of(with_header(quiet_stage, f"Bearer {signed}.{_base64url(signature)}"))


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@pytest.mark.rule("AUTH-6")
def test_another_secret_makes_other_tokens() -> None:
    with staged(world="empty", secret="a secret of one's own, and long enough") as stage:
        foreign = mint(stage.user_id("viewer"), secret=DEVELOPMENT_SECRET)

        data_of(stage.get("/gifts/gift-types"))
        assert_refused(with_header(stage, f"Bearer {foreign}"), 401)
