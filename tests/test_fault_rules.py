"""Fault rules as they are written, and what is said of those that cannot be used."""

from pathlib import Path
from random import Random

import pytest

from fixtures import WorldError
from kulis.faults.reading import FaultError, rule_of, rule_of_text, world_rules
from kulis.faults.rule import LONGEST_WAIT
from tests.commands import run_here
from tests.small_world import load, problems, world_file
from tests.staging import CONTRACT

PERSONAS = ("viewer", "poor")


@pytest.mark.parametrize(
    "text",
    [
        "createGift:status=503,probability=0.3",
        "*:persona=poor,path=/gifts/*,delay=normal:2s:500ms,body=truncated,first=3,every=2",
        "getLiveStream:slow=uniform:1s:3s",
        "*:connection=lost",
    ],
)
def test_a_rule_is_written_as_it_is_read(text: str) -> None:
    rule = rule_of_text(text, CONTRACT, PERSONAS)

    assert str(rule) == text
    assert rule_of(rule.settings(), CONTRACT, PERSONAS) == rule


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("createGif:status=503", 'operation: no operation "createGif"; did you mean "createGift"?'),
        ("*:status=503,persona=por", 'persona: no persona "por"; did you mean "poor"?'),
        ("*:stats=503", 'stats: no such setting; did you mean "status"?'),
        ("*:status=200", 'status: "200" is no status of a failure; expected one from 400 to 599'),
        ("*:status=503,probability=1.5", 'probability: "1.5" is no probability'),
        ("*:status=503,probability=0", 'probability: "0" is no probability'),
        ("*:status=503,first=0", 'first: "0" is no count'),
        ("*:status=503,path=gifts", 'path: "gifts" is no path'),
        ("*:delay=soon", 'delay: "soon" is no delay; write such as 2s'),
        ("*:delay=normal:2s", "normal:2s:500ms"),
        ("*:delay=exponential:0s", "exponential:1s"),
        ("*:delay=uniform:3s:1s", "begins after its end"),
        ("*:delay=2m", "too long; expected up to 60s"),
        ("*:body=trunc", 'no body "trunc"; did you mean "truncated"?'),
        ("*:connection=reset,status=503", "status: nothing is answered when the connection ends"),
        ("createGift", "it says nothing to happen; add one of: delay, status, body, slow, connection"),
        ("createGift:reset", '"reset" is no setting=value'),
        ("*:status=503,status=500", "status: given more than once"),
    ],
)
def test_a_rule_that_cannot_be_used_is_told_with_its_cure(text: str, sentence: str) -> None:
    with pytest.raises(FaultError) as caught:
        rule_of_text(text, CONTRACT, PERSONAS)

    assert str(caught.value).startswith(f"fault rule {text}: ")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("delay", "low", "high", "mean"),
    [
        ("2s", 2, 2, 2),
        ("uniform:1s:3s", 1, 3, 2),
        ("normal:2s:500ms", 0, 5, 2),
        ("exponential:1s", 0, 20, 1),
        ("exponential:59s", 0, LONGEST_WAIT, 38),
    ],
)
def test_delays_are_drawn_from_their_distribution(delay: str, low: float, high: float, mean: float) -> None:
    rule = rule_of_text(f"*:delay={delay}", CONTRACT, PERSONAS)
    assert rule.delay is not None
    random = Random(1)

    drawn = [rule.delay.seconds(random) for _ in range(2000)]

    assert low <= min(drawn) and max(drawn) <= high
    assert sum(drawn) / len(drawn) == pytest.approx(mean, rel=0.1)


def test_a_world_brings_faults_along(tmp_path: Path) -> None:
    fault = {"operation": "createGift", "status": 503, "probability": "0.3", "persona": "viewer"}
    world = load(world_file(tmp_path, {"faults": [fault]}))

    (rule,) = world_rules(world, CONTRACT)

    assert str(rule) == "createGift:persona=viewer,status=503,probability=0.3"


def test_faults_of_a_world_are_judged_with_file_and_place(tmp_path: Path) -> None:
    faults = [{"status": 503}, {"operation": "createGif", "status": 503}, {"persona": "viewer"}]
    path = world_file(tmp_path, {"faults": faults})

    with pytest.raises(WorldError) as caught:
        world_rules(load(path), CONTRACT)

    assert caught.value.problems == (
        f'{path}: faults[1].operation: no operation "createGif"; did you mean "createGift"?',
        f"{path}: faults[2]: it says nothing to happen; add one of: delay, status, body, slow, connection",
    )


def test_the_shape_of_a_worlds_faults_is_judged_with_the_rest(tmp_path: Path) -> None:
    path = world_file(tmp_path, {"faults": [{"stats": 503}, {"status": "often"}]})

    assert problems(path) == [
        'faults[0].stats: no such field; did you mean "status"?',
        'faults[1].status: found "often"; expected a status from 400 to 599',
    ]


@pytest.mark.parametrize("command", [("serve", "--world"), ("worlds", "check")])
def test_a_world_with_a_wrong_fault_is_not_served(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = world_file(tmp_path, {"faults": [{"operation": "createGif", "status": 503}]})

    code, _, complaint = run_here(*command, str(path))

    assert code == 1
    assert 'faults[0].operation: no operation "createGif"' in complaint


def test_a_wrong_rule_on_the_command_line_is_told_plainly() -> None:
    code, _, complaint = run_here("serve", "--fault", "createGif:status=503")

    assert code == 1
    assert 'kulis: fault rule createGif:status=503: operation: no operation "createGif"' in complaint
