"""AUTH-5: what is refused before what."""

import json
from itertools import combinations

import httpx2
import pytest

from kulis.tokens import DEVELOPMENT_SECRET, SPOILERS
from tests.answers import assert_refused
from tests.sound_requests import gift_type, stream_titled
from tests.staging import Stage

FAULTS = {
    "unknown route": (0, 404),
    "wrong method": (0, 405),
    "bad token": (1, 401),
    "wrong media type": (2, 415),
    "oversized body": (2, 413),
    "malformed id": (3, 400),
    "unknown id": (4, 404),
    "blocked": (5, 403),
    "ended stream": (6, 409),
}
"""What can be wrong with sending a gift: its rank in the order of refusal, and its status."""

PAIRS = [pair for pair in combinations(FAULTS, 2) if FAULTS[pair[0]][0] < FAULTS[pair[1]][0]]


@pytest.mark.rule("AUTH-5")
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone_is_refused_with_its_status(quiet_stage: Stage, fault: str) -> None:
    assert_refused(faulty_gift(quiet_stage, {fault}), FAULTS[fault][1])


@pytest.mark.rule("AUTH-5")
@pytest.mark.parametrize("pair", PAIRS, ids=" before ".join)
def test_of_two_faults_the_earlier_one_is_refused(quiet_stage: Stage, pair: tuple[str, str]) -> None:
    assert_refused(faulty_gift(quiet_stage, set(pair)), FAULTS[pair[0]][1])


def expired_token(stage: Stage, persona: str) -> str:
    return SPOILERS["expired"](stage.user_id(persona), DEVELOPMENT_SECRET, stage.mock.clock.now())


def faulty_gift(stage: Stage, faults: set[str]) -> httpx2.Response:
    """The answer to a gift with these faults and no others."""
    persona = "blocked" if "blocked" in faults else "viewer"
    token = expired_token(stage, persona) if "bad token" in faults else stage.mock.token(persona)
    # Of the stream that has ended, the host is the one who has blocked.
    stream = stream_titled(stage, "Akustik Gece, Bahar") if "ended stream" in faults else stage.main
    gift = {"giftTypeId": gift_type(stage, 1), "liveStreamId": stream}
    if "unknown id" in faults:
        gift["giftTypeId"] = "0" * 24
    if "malformed id" in faults:
        gift["liveStreamId" if "unknown id" in faults else "giftTypeId"] = "rose"
    kind = "text/plain" if "wrong media type" in faults else "application/json"
    return stage.send(
        "PUT" if "wrong method" in faults else "POST",
        "/gifts/make" if "unknown route" in faults else "/gifts/create",
        None,
        headers={"Authorization": f"Bearer {token}", "Content-Type": kind},
        content=json.dumps(gift).encode() + b" " * (1024 * 1024 if "oversized body" in faults else 0),
    )


@pytest.mark.rule("AUTH-5")
def test_viewers_refuse_in_the_same_order(quiet_stage: Stage) -> None:
    nowhere, planned = "0" * 24, stream_titled(quiet_stage, "Haftaya Akustik")

    assert_refused(quiet_stage.get("/live-stream/x/viewers", None, page=0), 401)
    assert_refused(quiet_stage.get(f"/live-stream/{nowhere}/viewers", "blocked", page=0), 400)
    assert_refused(quiet_stage.get(f"/live-stream/{nowhere}/viewers", "blocked"), 404)
    assert_refused(quiet_stage.get(f"/live-stream/{planned}/viewers", "blocked"), 404)
    assert_refused(quiet_stage.get(f"/live-stream/{quiet_stage.main}/viewers", "blocked"), 403)


@pytest.mark.rule("AUTH-5")
def test_renting_refuses_in_the_same_order(quiet_stage: Stage) -> None:
    nowhere, planned = "0" * 24, stream_titled(quiet_stage, "Haftaya Akustik")

    assert_refused(quiet_stage.post("/live-stream/x/replay-rentals", None), 401)
    assert_refused(quiet_stage.post("/live-stream/x/replay-rentals", content=b" " * (1024 * 1024 + 1)), 413)
    assert_refused(quiet_stage.post("/live-stream/x/replay-rentals", "blocked"), 400)
    assert_refused(quiet_stage.post(f"/live-stream/{nowhere}/replay-rentals", "blocked"), 404)
    assert_refused(quiet_stage.post(f"/live-stream/{planned}/replay-rentals", "blocked"), 403)
    assert_refused(quiet_stage.post(f"/live-stream/{planned}/replay-rentals"), 409)
