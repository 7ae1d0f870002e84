"""Wishes of a single request: Prefer, and what is said of it."""

import time

import httpx2
import pytest

from kulis.wishes import read_wishes
from tests.answers import data_of, everything
from tests.staging import CONTRACT, Stage

VIEWERS = "/live-stream/{id}/viewers"
GIFT_TYPES = "/gifts/gift-types"


def wish(stage: Stage, path: str, *wishes: str, persona: str | None = "viewer") -> httpx2.Response:
    headers = [("Prefer", each) for each in wishes] + list(stage.authorization(persona).items())
    response: httpx2.Response = stage.client.get(f"/api/v1{path}", headers=headers)
    return response


def remarks(stage: Stage) -> str:
    return " ".join(stage.mock.journal.entries[-1].remarks)


@pytest.mark.parametrize("persona", ["viewer", None])
def test_a_code_is_answered_whoever_asks(quiet_stage: Stage, persona: str | None) -> None:
    response = wish(quiet_stage, GIFT_TYPES, "code=403", persona=persona)

    assert response.status_code == 403
    assert response.json()["errors"] == [
        "Insufficient permissions",
        "The host of this live stream has blocked you",
    ]
    assert response.headers["preference-applied"] == "code=403"
    entry = quiet_stage.mock.journal.entries[-1]
    assert (entry.verdict, entry.wishes, entry.remarks) == ("unjudged", ("code=403",), ())


def test_an_example_is_dated_by_the_clock(quiet_stage: Stage) -> None:
    response = wish(quiet_stage, GIFT_TYPES, "code=401")

    assert response.json()["timestamp"] == "2026-03-01T12:00:00.000Z"
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ("code=418", "code=418: listGiftTypes answers 200, 400, 401, 403"),
        ("code=teapot", "code=teapot"),
        ("example=nobody", "example=nobody: the examples of listGiftTypes are giftTypes"),
        ("delay=soon", "'soon' is not a duration"),
        ("delay=61s", "the longest is 60s"),
        ("dynamic=perhaps", "it is true or false"),
        ("respond-async, wait=10", "wait=10: no such wish"),
    ],
)
def test_what_cannot_be_granted_is_ignored_and_flagged(
    quiet_stage: Stage, wishes: str, sentence: str
) -> None:
    response = wish(quiet_stage, GIFT_TYPES, wishes)

    assert data_of(response), "the wish should have been ignored"
    assert "preference-applied" not in response.headers
    assert sentence in remarks(quiet_stage)


def test_a_named_example_takes_the_place_of_state(quiet_stage: Stage) -> None:
    path = VIEWERS.format(id=quiet_stage.main)

    response = wish(quiet_stage, path, "example=viewersPastTheEnd")

    assert data_of(response)["pagination"]["currentPage"] == 4
    assert response.headers["preference-applied"] == "example=viewersPastTheEnd"


def test_an_example_waits_for_a_sound_request(quiet_stage: Stage) -> None:
    path = VIEWERS.format(id=quiet_stage.main)

    assert wish(quiet_stage, path, "example=viewers", persona=None).status_code == 401
    assert wish(quiet_stage, path + "?limit=0", "dynamic=false").status_code == 400


def test_nothing_changes_when_an_example_answers(stage: Stage) -> None:
    before = everything(stage)
    gift = {"giftTypeId": stage.get(GIFT_TYPES).json()["data"][0]["id"], "liveStreamId": stage.main}

    response = stage.post("/gifts/create", json=gift, headers={"Prefer": "dynamic=false"})

    assert data_of(response, 201) == {"message": "Success"}
    assert everything(stage) == before


def test_a_delay_is_waited_even_before_a_refusal(quiet_stage: Stage) -> None:
    begun = time.monotonic()

    response = wish(quiet_stage, GIFT_TYPES, "delay=80ms", persona=None)

    assert response.status_code == 401
    assert time.monotonic() - begun >= 0.08
    assert response.headers["preference-applied"] == "delay=80ms"


@pytest.mark.parametrize(
    "headers",
    [
        ("code=404, example=noSuchUser",),
        ("code=404", "example=noSuchUser"),
        ('CODE = "404"; example="noSuchUser"',),
        ("code=404 example=noSuchUser",),
        ("code=404, code=403, example=noSuchUser",),
        (",, code=404 ,,example=noSuchUser;",),
    ],
)
def test_wishes_are_read_however_they_are_written(headers: tuple[str, ...]) -> None:
    wishes = read_wishes(headers, CONTRACT.operation("getLiveStream"))

    assert wishes.granted == ("code=404", "example=noSuchUser")
    assert wishes.answer is not None
    assert wishes.answer[1]["errors"][1].startswith("There is no user")


def test_an_example_of_another_status_than_the_wished_code_is_ignored() -> None:
    wishes = read_wishes(["code=404, example=liveStreamActive"], CONTRACT.operation("getLiveStream"))

    assert wishes.granted == ("code=404",)
    assert "the examples of getLiveStream with 404 are noSuchStream" in wishes.ignored[0]
