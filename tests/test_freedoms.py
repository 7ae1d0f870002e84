"""What a sound implementation may have otherwise than the worlds that come with the mock gives no alarm."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.checks import CHECKS, RESPONSE_CHECKS
from contract_tests.client import http_client
from contract_tests.contract import CONTRACT_PATH
from contract_tests.folding import bare, has_plain_case
from contract_tests.plan import Plan
from contract_tests.runner import run
from kulis.mock_target import serving_mock
from kulis.settings import Settings
from tests.staging import CONTRACT, no_phases

_DEFAULT = CONTRACT_PATH.parent / "fixtures" / "worlds" / "default.yaml"


def with_names_that_are_too_long_to_be_searched_for(world: Any) -> None:
    usernames = [f"long.{number}" for number in range(60)]
    world["users"] += [_user(username, "A" * 101, username) for username in usernames]
    _main(world)["audience"]["present"] = usernames


def with_many_viewers(world: Any) -> None:
    _main(world)["audience"]["present"].append({"generate": 300})


def with_ids_that_read_the_same_from_both_ends(world: Any) -> None:
    _user_named(world, "deniz.kaya")["id"] = "0123456789abba9876543210"
    _main(world)["id"] = "abcdef000000000000fedcba"


def with_rentals_of_old(world: Any) -> None:
    """What was rented can be so no more, is lapsed where it is dear, or belongs to who can pay nothing."""
    world["rentals"] += [
        {"user": "deniz.kaya", "stream": "hidden-replay", "rented": "2h ago"},
        {"user": "deniz.kaya", "stream": "lost-recording", "rented": "40h ago"},
        {"user": "can.ozturk", "stream": "replay-masterclass", "rented": "2d ago"},
    ]
    _user_named(world, "ece.koc")["credits"] = 0


def with_gifts_at_no_cost(world: Any) -> None:
    world["gift_types"][0]["credits"] = 0


def with_gifts_of_few_prices(world: Any) -> None:
    for kind in world["gift_types"]:
        kind["credits"] = 40 if kind["credits"] < 50 else 90
    _user_named(world, "ece.koc")["credits"] = 60


FREEDOMS = (
    with_names_that_are_too_long_to_be_searched_for,
    with_many_viewers,
    with_ids_that_read_the_same_from_both_ends,
    with_rentals_of_old,
    with_gifts_at_no_cost,
    with_gifts_of_few_prices,
)


@pytest.mark.parametrize("freedom", FREEDOMS, ids=lambda freedom: freedom.__name__)
def test_a_sound_implementation_gives_no_alarm(freedom: Any, tmp_path: Path) -> None:
    world = yaml.safe_load(_DEFAULT.read_text())
    freedom(world)
    path = tmp_path / "free.yaml"
    path.write_text(yaml.safe_dump(world, allow_unicode=True))

    with serving_mock(Settings(world=str(path))) as target, http_client(5) as http:
        plan = Plan(CONTRACT, target.profile, CHECKS, RESPONSE_CHECKS, "quick", phases=no_phases)
        verdict = run(plan, http)

    assert [(one.rule_id, one.check, one.expected, one.got) for one in verdict.findings] == []


@pytest.mark.parametrize(
    ("text", "is_plain"), [("Işık", True), ("Ōkami", True), ("Groß", False), ("ﬁne", False)]
)
def test_letters_with_more_than_one_capital_have_no_plain_case(text: str, is_plain: bool) -> None:
    assert has_plain_case(text) is is_plain


def test_the_coarsest_reading_knows_letters_that_have_no_parts() -> None:
    assert bare("Ørsted Łódź") == "orsted lodz"


def _main(world: Any) -> Any:
    return next(stream for stream in world["streams"] if stream["title"] == "Akustik Gece")


def _user(username: str, name: str, surname: str) -> dict[str, Any]:
    return {"username": username, "name": name, "surname": surname, **_PLAIN}


def _user_named(world: Any, username: str) -> Any:
    return next(user for user in world["users"] if user["username"] == username)


_PLAIN = {"expertise": "gamer", "followers": 1, "following": 1, "credits": 0}
