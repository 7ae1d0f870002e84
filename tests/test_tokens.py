"""AUTH-4 and AUTH-6 in the small: making tokens, reading them, spoiling them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulis.refusals import AuthenticationRequired
from kulis.tokens import SPOILERS, mint, subject_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "a secret of the tests, long enough for HS256"
USER = "0123456789abcdef01234567"

user_ids = st.from_regex(r"[0-9a-f]{24}", fullmatch=True)


@pytest.mark.rule("AUTH-6")
@given(user_id=user_ids)
def test_a_token_tells_whose_it_is(user_id: str) -> None:
    assert subject_of(mint(user_id, secret=SECRET), secret=SECRET, now=NOW) == user_id


@pytest.mark.rule("AUTH-6")
def test_a_token_is_an_hs256_jwt_with_nothing_but_the_subject() -> None:
    token = mint(USER, secret=SECRET)

    assert jwt.get_unverified_header(token)["alg"] == "HS256"
    assert jwt.decode(token, SECRET, algorithms=["HS256"]) == {"sub": USER}


def test_the_same_user_has_the_same_token_each_time() -> None:
    assert mint(USER, secret=SECRET) == mint(USER, secret=SECRET)


@pytest.mark.rule("AUTH-4")
@given(seconds=st.integers(1, 10**9))
def test_a_token_is_good_until_it_expires(seconds: int) -> None:
    token = mint(USER, secret=SECRET, expires_at=NOW + timedelta(seconds=seconds))

    assert subject_of(token, secret=SECRET, now=NOW + timedelta(seconds=seconds - 1)) == USER
    with pytest.raises(AuthenticationRequired, match="has expired"):
        subject_of(token, secret=SECRET, now=NOW + timedelta(seconds=seconds))


@pytest.mark.rule("AUTH-4")
@given(seconds=st.integers(1, 10**9))
def test_a_token_is_good_from_its_first_moment_on(seconds: int) -> None:
    token = mint(USER, secret=SECRET, not_before=NOW + timedelta(seconds=seconds))

    assert subject_of(token, secret=SECRET, now=NOW + timedelta(seconds=seconds)) == USER
    with pytest.raises(AuthenticationRequired, match="not valid yet"):
        subject_of(token, secret=SECRET, now=NOW + timedelta(seconds=seconds - 1))


WHY = {
    "expired": "has expired",
    "not-yet-valid": "not valid yet",
    "wrong-signature": "signature is wrong",
    "lately-expired": "has expired",
    "wrong-algorithm": "algorithm is not HS256",
    "weaker-algorithm": "algorithm is not HS256",
    "made-up-algorithm": "algorithm is not HS256",
    "none-algorithm": "algorithm is not HS256",
    "no-subject": "has no sub",
    "expiry-no-number": "exp is not a number of seconds",
    "malformed": "not a well-formed JWT",
}


@pytest.mark.rule("AUTH-4")
@pytest.mark.parametrize("spoiler", WHY)
def test_a_spoilt_token_is_refused_with_its_reason(spoiler: str) -> None:
    token = SPOILERS[spoiler](USER, SECRET, NOW)

    with pytest.raises(AuthenticationRequired, match=WHY[spoiler]):
        subject_of(token, secret=SECRET, now=NOW)


@pytest.mark.rule("AUTH-4")
def test_the_unknown_subject_is_a_sound_token_of_nobody() -> None:
    token = SPOILERS["unknown-subject"](USER, SECRET, NOW)

    assert subject_of(token, secret=SECRET, now=NOW) == "f" * 24
    assert SPOILERS.keys() == {*WHY, "unknown-subject"}, "a spoiler is not tried here"


@pytest.mark.rule("AUTH-4")
@given(token=st.text())
def test_no_text_at_all_breaks_the_reader(token: str) -> None:
    with pytest.raises(AuthenticationRequired):
        subject_of(token, secret=SECRET, now=NOW)


@pytest.mark.rule("AUTH-4")
@given(
    name=st.sampled_from(["exp", "nbf"]),
    value=st.one_of(
        st.booleans(), st.text(), st.lists(st.integers()), st.sampled_from([float("inf"), float("nan")])
    ),
)
def test_dates_that_are_no_numbers_are_refused(name: str, value: Any) -> None:
    token = jwt.encode({"sub": USER, name: value}, SECRET, algorithm="HS256")

    with pytest.raises(AuthenticationRequired, match=f"{name} is not a number"):
        subject_of(token, secret=SECRET, now=NOW)


@pytest.mark.rule("AUTH-4")
@given(exponent=st.integers(300, 4000))
def test_dates_of_any_size_are_compared(exponent: int) -> None:
    endless = jwt.encode(
        {"sub": USER, "exp": 10**exponent, "nbf": -(10**exponent)}, SECRET, algorithm="HS256"
    )

    assert subject_of(endless, secret=SECRET, now=NOW) == USER


@pytest.mark.rule("AUTH-4", "AUTH-6")
@given(user_id=user_ids, at=st.integers(0, 200))
def test_a_token_with_one_letter_changed_is_another(user_id: str, at: int) -> None:
    token = mint(user_id, secret=SECRET)
    at %= token.rindex(".")  # the last letters of a signature may stand for the same bytes
    changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]

    with pytest.raises(AuthenticationRequired):
        subject_of(changed, secret=SECRET, now=NOW)
