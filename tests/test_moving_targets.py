"""A target whose data moves by itself: what is tried of it, and what is left to one that can be paused."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from contract_tests.checks import CHECKS
from contract_tests.plan import Plan
from contract_tests.profile import Profile, ProfileError, load_profile
from contract_tests.runner import run
from contract_tests.verdict import CheckOutcome, Result
from kulis.app import Mock
from kulis.mock_target import serving_mock
from kulis.settings import Settings
from tests.staging import CONTRACT, no_phases

COUNTED = "a_gift_raises_the_total_and_its_types_count_by_one"
LISTED = "an_empty_audience_has_no_pages"
PAGED = "pages_are_disjoint_and_together_the_whole_list"
SINGLE = "numbers_out_of_their_bounds_are_refused"


def test_what_compares_answers_is_not_exercised_on_data_that_moves(moving: Profile) -> None:
    told = outcomes(replace(moving, is_moving=True), COUNTED, SINGLE)

    assert told[COUNTED].result is Result.NOT_EXERCISED
    assert told[COUNTED].reason.startswith("the target's data moves, and the profile names no hooks")
    assert told[SINGLE].result is Result.PASSED


def test_a_target_that_is_not_said_to_move_is_held_to_standing_still(moving: Profile) -> None:
    assert outcomes(moving, COUNTED)[COUNTED].result is Result.FAILED


def test_a_target_is_paused_for_what_compares_answers_and_then_goes_on(moving: Profile) -> None:
    told = outcomes(hooked(moving), COUNTED, SINGLE)

    assert [told[name].result for name in (COUNTED, SINGLE)] == [Result.PASSED, Result.PASSED]
    assert outcomes(moving, COUNTED)[COUNTED].result is Result.FAILED, "the target was not let go on"


def test_a_stream_that_no_longer_plays_its_role_is_not_used(moving: Profile) -> None:
    crowded = replace(moving, streams={**moving.streams, "empty": moving.streams["active"]})

    told = outcomes(hooked(crowded), LISTED)

    assert told[LISTED].reason == "the profile has no stream of role empty that still plays it"


def test_a_mock_in_which_things_happen_is_paused_by_hooks_of_its_own() -> None:
    with serving_mock(Settings(simulation_speed=300.0)) as target:
        told = outcomes(target.profile, COUNTED, PAGED, SINGLE)
        simulation = target.mock.simulation.as_data()

    assert {name: outcome.result for name, outcome in told.items()} == dict.fromkeys(told, Result.PASSED)
    assert simulation["state"] == "running" and simulation["happened"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('moving = "yes"', "moving: expected true or false"),
        ('[hooks]\npause = "POST http://x"', "hooks.pause: does nothing without hooks.resume"),
    ],
)
def test_a_profile_tells_plainly_how_its_target_moves(line: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'base_url = "http://x"\nenvironment = "local"\n{line}\n')

    with pytest.raises(ProfileError, match=sentence):
        load_profile(path, environment={})


@pytest.fixture(scope="module")
def moving() -> Iterator[Profile]:
    with serving_mock(wrap=Moving) as target:
        yield target.profile


@dataclass
class Moving:
    """A mock to which somebody sends a gift before every request, unless it is paused."""

    mock: Mock
    is_paused: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in ("/pause", "/resume"):
            self.is_paused = scope["path"] == "/pause"
            await PlainTextResponse("so it is")(scope, receive, send)
            return
        if not self.is_paused:
            streams = self.mock.store["streams"]
            for stream in list(streams.find({"status": "active"})):
                streams.update_one({"_id": stream["_id"]}, {"$inc": {"giftTotal": 1}})
        await self.mock.app(scope, receive, send)


def hooked(profile: Profile) -> Profile:
    root = profile.base_url.removesuffix("/api/v1")
    return replace(profile, is_moving=True, pause=f"POST {root}/pause", resume=f"POST {root}/resume")


def outcomes(profile: Profile, *names: str) -> dict[str, CheckOutcome]:
    checks = [check for check in CHECKS if check.run.__name__ in names]
    with httpx2.Client(timeout=5) as http:
        verdict = run(Plan(CONTRACT, profile, checks, (), "quick", phases=no_phases), http)
    return {outcome.sentence.replace(" ", "_"): outcome for outcome in verdict.outcomes}
