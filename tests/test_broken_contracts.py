"""A document that is no contract is refused in sentences: file, place inside, cure."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.contract import ContractError, load_contract

Change = Callable[[dict[str, Any]], object]
DOCUMENT = dict(load_contract().document)


def gift_in(document: dict[str, Any]) -> Any:
    return document["paths"]["/gifts/create"]["post"]


def schemas_in(document: dict[str, Any]) -> Any:
    return document["components"]["schemas"]


def responses_in(document: dict[str, Any]) -> Any:
    return document["components"]["responses"]


BROKEN: dict[str, tuple[Change, str]] = {
    "rule twice": (
        lambda d: d["x-rules"].append(dict(d["x-rules"][0])),
        "x-rules: a second rule ENV-1; give each rule an id of its own",
    ),
    "rule of no basis": (
        lambda d: d["x-rules"][0].update(basis="guessed"),
        "x-rules[0].basis: is guessed; make it one of documented, assumed",
    ),
    "rule of no sentence": (
        lambda d: d["x-rules"][3].pop("sentence"),
        "x-rules[3].sentence: missing; add it",
    ),
    "rule with a slip": (
        lambda d: d["x-rules"][3].update(assummed="x"),
        "x-rules[3].assummed: is no field of a rule",
    ),
    "rule that is text": (lambda d: d["x-rules"].insert(0, "ENV-9"), "x-rules[0]: is no mapping; give it id"),
    "no rules": (lambda d: d.pop("x-rules"), "x-rules: missing; list the rules"),
    "no servers": (lambda d: d.update(servers=[]), "servers: missing; list at least one"),
    "server of no environment": (
        lambda d: d["servers"][0].pop("x-environment"),
        "servers[0].x-environment: missing; add it",
    ),
    "path of nothing": (lambda d: d["paths"].update({"/x": None}), "paths./x: is no mapping"),
    "operation of no name": (
        lambda d: gift_in(d).pop("operationId"),
        "paths./gifts/create.post.operationId: missing; add it",
    ),
    "operation of no response": (
        lambda d: gift_in(d).pop("responses"),
        "paths./gifts/create.post.responses: missing; add it",
    ),
    "name given twice": (
        lambda d: d["paths"]["/gifts/gift-types"]["get"].update(operationId="createGift"),
        "paths./gifts/create.post.operationId: a second createGift; give each operation its own",
    ),
    "operation of an unknown rule": (
        lambda d: gift_in(d)["x-rules"].append("ENV-99"),
        "paths./gifts/create.post.x-rules: no rule ENV-99 in the catalogue; add it to x-rules",
    ),
    "schema of an unknown rule": (
        lambda d: schemas_in(d)["Viewer"].update({"x-rules": ["VIEW-99"]}),
        "components.schemas.Viewer.x-rules: no rule VIEW-99 in the catalogue; add it to x-rules",
    ),
    "error of no first text": (
        lambda d: responses_in(d)["NotFound"].pop("x-first-error"),
        "paths./gifts/create.post.responses.404: has no x-first-error; add the text",
    ),
    "error of no first text that no operation lists": (
        lambda d: responses_in(d)["MethodNotAllowed"].pop("x-first-error"),
        "components.responses.MethodNotAllowed: has no x-first-error; add the text",
    ),
    "error of another status": (
        lambda d: responses_in(d)["NotFound"].update({"x-status": 410}),
        "paths./gifts/create.post.responses.404: answers 404 with an x-status of 410; make them the same",
    ),
    "response of no status": (
        lambda d: gift_in(d)["responses"].update(default={"description": "else"}),
        "paths./gifts/create.post.responses.default: is no status; list each status by its number",
    ),
    "response of no description": (
        lambda d: gift_in(d)["responses"]["201"].pop("description"),
        "paths./gifts/create.post.responses.201.description: missing; add it",
    ),
    "parameter of no schema": (
        lambda d: d["components"]["parameters"]["Page"].pop("schema"),
        "paths./live-stream/{id}/viewers.get.parameters[1].schema: missing; add it",
    ),
    "reference to nothing": (
        lambda d: gift_in(d)["responses"].update({"404": {"$ref": "#/components/responses/Gone"}}),
        "#/components/responses/Gone: a $ref names this, and it is not there; add it, or correct the $ref",
    ),
    "reference to another file": (
        lambda d: schemas_in(d).update(Count={"$ref": "other.yaml#/Count"}),
        "other.yaml#/Count: a $ref names this, and it is not there",
    ),
    "reference to itself": (
        lambda d: schemas_in(d).update(Count={"$ref": "#/components/schemas/Count"}),
        "#/components/schemas/Count: refers to itself in the end; break the circle of $refs",
    ),
    "schema within itself": (
        lambda d: schemas_in(d)["Creator"]["properties"].update(of={"$ref": "#/components/schemas/Creator"}),
        "#/components/schemas/Creator: refers to itself in the end",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_contract_is_refused_with_file_place_and_cure(tmp_path: Path, name: str) -> None:
    change, sentence = BROKEN[name]
    document = copy.deepcopy(DOCUMENT)
    change(document)
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")

    with pytest.raises(ContractError) as refused:
        load_contract(path)

    told = str(refused.value).splitlines()
    assert all(line.startswith("mine.yaml: ") for line in told), told
    assert any(line.startswith(f"mine.yaml: {sentence}") for line in told), told


@pytest.mark.parametrize("text", ["a: [", "just text", "- 1", "paths: 1"])
def test_what_is_no_openapi_document_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ContractError, match=r"mine\.yaml: is not") as refused:
        load_contract(path)

    assert len(str(refused.value).splitlines()) == 1


def test_a_contract_that_is_not_there_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"none\.yaml: cannot be read .*; give a file that can"):
        load_contract(tmp_path / "none.yaml")
