"""The bank of defects: each is a fault that shows, and is nothing else."""

import asyncio
import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

import httpx2
import jsonschema_rs
import pytest

from contract_tests.defects import DEFECTS, App, Defect
from contract_tests.defects.asking import Answer, Ask, Asked
from contract_tests.defects.routes import operation_at
from contract_tests.defects.wrapping import answering
from kulis.app import Mock
from kulis.tokens import mint
from tests.staging import BASE, CONTRACT, Stage
from tests.touring import answers, changed, told
from tests.tours import TOURS


def defects_by_module() -> Iterator[tuple[str, Defect]]:
    for name in TOURS:
        for defect in import_module(f"contract_tests.defects.{name}").DEFECTS:
            yield name, defect


CASES = tuple(defects_by_module())


def wrapped(defect: Defect, mock: Mock) -> App:
    return defect.wrap(mock.app, partial(mint, secret=mock.settings.secret))


async def passed_on(asked: Asked, ask: Ask) -> Answer:
    return await ask(asked)


@pytest.fixture(scope="module")
def sound(stage_again: Callable[[], Stage]) -> dict[str, list[httpx2.Response]]:
    """What the mock answers to each tour."""
    return {name: tour_answers(stage_again(), name) for name in TOURS}


def tour_answers(stage: Stage, name: str, defect: Defect | None = None) -> list[httpx2.Response]:
    mock = stage.mock
    app = wrapped(defect, mock) if defect else mock.app
    return asyncio.run(answers(app, mock, TOURS[name]))


def test_every_defect_is_in_the_bank_once() -> None:
    assert sorted(defect.name for defect in DEFECTS) == sorted(defect.name for _, defect in CASES)
    assert len({defect.name for defect in DEFECTS}) == len(DEFECTS)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_has_a_plain_name_a_sentence_and_rules_of_the_contract(defect: Defect) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", defect.name)
    assert re.fullmatch(r"[A-Z0-9a-zİı+\W].*\.", defect.sentence)
    assert defect.rule_ids
    assert set(defect.rule_ids) <= CONTRACT.rules.keys()


def test_the_bank_is_large_and_much_of_it_shows_only_across_requests() -> None:
    assert len(DEFECTS) >= 60
    assert sum(defect.needs_several_requests for defect in DEFECTS) >= 20


@pytest.mark.parametrize("group", sorted({rule.group for rule in CONTRACT.rules.values()}))
def test_every_group_of_rules_has_defects(group: str) -> None:
    meant = [d.name for d in DEFECTS if group in {CONTRACT.rules[rule_id].group for rule_id in d.rule_ids}]

    assert len(meant) >= 3, meant


@pytest.mark.parametrize(("tour", "defect"), CASES, ids=lambda case: getattr(case, "name", ""))
def test_a_defect_changes_answers_and_leaves_them_well_formed(
    stage: Stage, tour: str, defect: Defect, sound: dict[str, list[httpx2.Response]]
) -> None:
    found = changed(sound[tour], tour_answers(stage, tour, defect))

    assert found, f"{defect.name} changes nothing in its tour"
    for answer in found:
        length = answer.headers.get("content-length", str(len(answer.content)))
        assert length == str(len(answer.content)) or answer.request.method == "HEAD", answer.request.url
    if defect.needs_several_requests:
        assert [problem for answer in found for problem in schema_problems(answer)] == []


def schema_problems(answer: httpx2.Response) -> Iterator[str]:
    """What a single answer gives away: that its schema does not hold."""
    found = operation_at(answer.request.method, answer.request.url.path)
    assert found, answer.request.url
    response = CONTRACT.operation(found[0]).responses[answer.status_code]
    for error in jsonschema_rs.Draft202012Validator(response.schema).iter_errors(answer.json()):
        yield f"{answer.request.url}: {error.message}"


@pytest.mark.parametrize("tour", TOURS)
def test_an_app_that_is_wrapped_without_a_defect_answers_the_same_bytes(
    stage: Stage, tour: str, sound: dict[str, list[httpx2.Response]]
) -> None:
    identity = Defect("identity", (), "Nothing is wrong.", False, answering(by=passed_on))

    assert changed(sound[tour], tour_answers(stage, tour, identity)) == []


def test_operations_that_are_not_meant_answer_the_same_bytes(
    stage_again: Callable[[], Stage], sound: dict[str, list[httpx2.Response]]
) -> None:
    leak = next(defect for defect in DEFECTS if defect.name == "email-of-one-viewer")

    for tour in ("gift_effects", "renting_again", "streams"):
        assert changed(sound[tour], tour_answers(stage_again(), tour, leak)) == []


def test_requests_at_the_same_time_are_not_mixed_up(stage: Stage) -> None:
    mock = stage.mock
    app = wrapped(next(defect for defect in DEFECTS if defect.name == "oldest-viewer-first"), mock)
    steps = [TOURS["pages"][number % 9] for number in range(45)]

    async def at_once() -> list[httpx2.Response]:
        found = await asyncio.gather(*(answers(app, mock, [step]) for step in steps))
        return [answer for (answer,) in found]

    one_by_one = asyncio.run(answers(app, mock, steps))

    assert [told(answer) for answer in asyncio.run(at_once())] == [told(answer) for answer in one_by_one]


def test_what_a_defect_remembers_ends_with_its_app(stage_again: Callable[[], Stage]) -> None:
    for name in ("following-of-the-first-caller", "gift-counted-twice", "rental-listed-twice"):
        tour, defect = next(case for case in CASES if case[1].name == name)

        first = tour_answers(stage_again(), tour, defect)
        second = tour_answers(stage_again(), tour, defect)

        assert changed(first, second) == [], name


def test_routes_are_told_apart() -> None:
    id = "0" * 24

    assert operation_at("GET", f"{BASE}/live-stream/featured") == ("listFeaturedLiveStreams", {})
    assert operation_at("GET", f"{BASE}/live-stream/{id}") == ("getLiveStream", {"id": id})
    assert operation_at("DELETE", f"{BASE}/follow/{id}") == ("unfollowUser", {"userId": id})
    assert operation_at("PUT", f"{BASE}/follow/{id}") is None
    assert operation_at("GET", f"/live-stream/{id}") is None
