"""Fault rules at work: which requests they strike, and what becomes of those."""

from collections.abc import Iterator

import httpx2
import pytest

from contract_tests.checks import RESPONSE_CHECKS
from contract_tests.exchange import Exchange, Request
from contract_tests.judging import ResponseJudge
from kulis.faults.active import Faults
from kulis.faults.reading import rule_of_text
from tests.answers import data_of, told
from tests.staging import CONTRACT, Stage, staged

TYPES = "/gifts/gift-types"
FEATURED = "/live-stream/featured"


def struck(stage: Stage, times: int, path: str = TYPES, persona: str | None = "viewer") -> list[int]:
    """Which of some equal requests, from 1, are answered with 503."""
    answers = [stage.get(path, persona) for _ in range(times)]
    return [number for number, answer in enumerate(answers, start=1) if answer.status_code == 503]


@pytest.fixture
def spoilt_stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with staged(faults=request.param) as stage:
        yield stage


def with_faults(*rules: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("spoilt_stage", [rules], indirect=True, ids=[""])


def test_the_same_run_fails_in_the_same_places() -> None:
    runs = []
    for seed, rules in ((1, 1), (1, 2), (2, 1)):
        faults = ("listGiftTypes:status=503,probability=0.3", "*:delay=uniform:0ms:1ms,probability=0.5")
        with staged(faults=faults[:rules], seed=seed) as stage:
            runs.append(struck(stage, 40))

    first, beside_another_rule, another_seed = runs
    assert first == beside_another_rule
    assert first != another_seed
    assert 4 <= len(first) <= 20, f"{len(first)} of 40 is far from three in ten"


@with_faults("listGiftTypes:status=503,probability=0.3")
def test_other_requests_do_not_move_a_rule(spoilt_stage: Stage) -> None:
    with staged(faults=("listGiftTypes:status=503,probability=0.3",)) as undisturbed:
        expected = struck(undisturbed, 12)

    found = []
    for number in range(1, 13):
        spoilt_stage.get(FEATURED)
        found += [number] if struck(spoilt_stage, 1) else []

    assert found == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("listGiftTypes:status=503,first=2", [1, 2]),
        ("*:status=503,every=3", [3, 6]),
        ("status=503,first=4,every=2", [2, 4]),
        ("*:status=503,persona=poor", []),
        ("*:status=503,path=/gifts/*,first=1", [1]),
        ("*:status=503,path=/live-stream/*", []),
        ("createGift:status=503", []),
    ],
)
def test_a_rule_says_whom_it_strikes_and_when(rule: str, expected: list[int]) -> None:
    with staged(faults=(rule,)) as stage:
        assert struck(stage, 6) == expected


@with_faults("*:status=503,persona=poor")
def test_a_persona_alone_may_be_struck(spoilt_stage: Stage) -> None:
    assert struck(spoilt_stage, 2, persona="poor") == [1, 2]
    assert struck(spoilt_stage, 2, persona="viewer") == []


@with_faults("createGift:status=503,first=1")
def test_a_status_comes_in_an_envelope_and_nothing_is_carried_out(spoilt_stage: Stage) -> None:
    gift = {
        "giftTypeId": data_of(spoilt_stage.get(TYPES))[0]["id"],
        "liveStreamId": spoilt_stage.main,
    }
    credits = spoilt_stage.credits("viewer")

    refused = spoilt_stage.post("/gifts/create", json=gift)

    assert refused.status_code == 503, told(refused)
    assert refused.json() == {
        "isSuccess": False,
        "statusCode": 503,
        "data": None,
        "errors": ["Service unavailable", "Fault 1 of the mock: createGift:status=503,first=1"],
        "timestamp": "2026-03-01T12:00:00.000Z",
    }
    assert spoilt_stage.credits("viewer") == credits
    assert spoilt_stage.post("/gifts/create", json=gift).status_code == 201


@with_faults("*:status=409", "listGiftTypes:status=503")
def test_the_first_rule_that_spoils_an_answer_does_so(spoilt_stage: Stage) -> None:
    assert spoilt_stage.get(TYPES).json()["errors"][0].startswith("Resource already exists")


@with_faults("listGiftTypes:body=malformed,first=1", "listGiftTypes:body=wrong-envelope")
def test_a_body_is_spoilt_after_it_was_found_sound(spoilt_stage: Stage) -> None:
    malformed, wrong = spoilt_stage.get(TYPES), spoilt_stage.get(TYPES)

    assert malformed.status_code == 200
    with pytest.raises(ValueError, match=r"property name|trailing comma"):
        malformed.json()
    assert wrong.json().keys() == {"success", "code", "result", "messages", "time"}


@with_faults("*:body=wrong-envelope")
def test_a_refusal_is_spoilt_like_any_answer(spoilt_stage: Stage) -> None:
    refused = spoilt_stage.get("/live-stream/my-replay-rentals", limit=0)

    assert (refused.status_code, refused.json()["code"]) == (400, 400)


@with_faults("*:status=503")
def test_who_is_unknown_is_refused_first(spoilt_stage: Stage) -> None:
    assert spoilt_stage.get(TYPES, None).status_code == 401
    assert spoilt_stage.get(FEATURED, None).status_code == 503


@with_faults("*:status=503,first=1", "*:delay=1ms")
def test_the_journal_says_which_faults_struck(spoilt_stage: Stage) -> None:
    answers: list[httpx2.Response] = [spoilt_stage.get(TYPES), spoilt_stage.get(TYPES)]

    entries = [spoilt_stage.mock.journal.entry(int(each.headers["Kulis-Journal"])) for each in answers]

    assert [entry and (entry.faults, entry.verdict) for entry in entries] == [
        (("1 *:status=503,first=1", "2 *:delay=1ms"), "unjudged"),
        (("2 *:delay=1ms",), "sound"),
    ]


@pytest.mark.parametrize(
    ("effect", "rule_id"),
    [
        ("delay=1ms", None),
        ("body=malformed", "ENV-1"),
        ("body=wrong-envelope", "ENV-1"),
        ("status=503", "ENV-8"),
    ],
)
def test_the_contract_tests_see_a_fault(effect: str, rule_id: str | None) -> None:
    with staged(faults=(f"listFeaturedLiveStreams:{effect}",)) as stage:
        answer = stage.get(FEATURED, None)
    request = Request(method="GET", url=str(answer.request.url), operation_id="listFeaturedLiveStreams")
    exchange = Exchange(request, answer.status_code, answer.headers, answer.content, 0.01)

    judge = ResponseJudge(CONTRACT, RESPONSE_CHECKS)
    broken = {problem.rule for problem in judge.judge(exchange)}

    assert (rule_id in broken) if rule_id else not broken, broken


def test_a_new_run_begins_at_the_start_of_every_stream() -> None:
    faults = Faults(1)
    faults.add(rule_of_text("*:status=503,probability=0.5", CONTRACT, []), "control")
    faults.add(rule_of_text("*:status=500", CONTRACT, []), "world")
    before = pattern(faults)

    faults.restart(1, [])

    assert [fault.origin for fault in faults.active] == ["control"]
    assert pattern(faults) == before


def pattern(faults: Faults) -> list[bool]:
    fault = faults.active[0]
    return [fault.strikes() for _ in range(20)]
