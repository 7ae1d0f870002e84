"""Connexion's own validation of the contract, made by a validator that is fast: it refuses the same."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from connexion.exceptions import InvalidSpecification
from connexion.middleware import ConnexionMiddleware
from connexion.spec import OpenAPISpecification

from contract_tests.contract import ContractError, load_contract
from kulis.specification import Specification, serve_document

DOCUMENT = dict(load_contract().document)
Change = Callable[[dict[str, Any]], object]


def limit_in(document: dict[str, Any]) -> Any:
    return document["components"]["parameters"]["Limit"]["schema"]


def gifts_in(document: dict[str, Any]) -> Any:
    return document["paths"]["/gifts/gift-types"]["get"]


BROKEN: dict[str, tuple[Change, str]] = {
    "unknown kind of value": (
        lambda d: limit_in(d).update(type="strng"),
        "components.parameters.Limit.schema.type: 'strng' is not one of ",
    ),
    "default of another kind": (
        lambda d: limit_in(d).update(default="many"),
        "components.parameters.Limit.schema: 'many' is not of type 'integer'",
    ),
    "default beyond the bounds": (
        lambda d: limit_in(d).update(default=101),
        "components.parameters.Limit.schema: 101 is greater than the maximum of 100",
    ),
    "no title": (lambda d: d["info"].pop("title"), "info: 'title' is a required property"),
    "unknown field": (
        lambda d: gifts_in(d).update(tag=["x"]),
        "paths./gifts/gift-types.get: 'tag' does not match any of the regexes: '^x-'",
    ),
}
SOUND: dict[str, Change] = {
    "as it is": lambda d: None,
    "default of nothing": lambda d: limit_in(d).update(nullable=True, default=None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_connexion_refuses_is_refused_with_place_and_cure(name: str) -> None:
    change, sentence = BROKEN[name]
    document = copy.deepcopy(DOCUMENT)
    change(document)

    with pytest.raises(InvalidSpecification):
        OpenAPISpecification(copy.deepcopy(document))
    with pytest.raises(ContractError) as refused:
        serve_document(ConnexionMiddleware(None), document, "/api/v1")

    told = str(refused.value)
    assert told.startswith(f"openapi.yaml: {sentence}"), told
    assert told.endswith("; correct it as OpenAPI 3.0 has it")


@pytest.mark.parametrize("name", SOUND)
def test_what_connexion_takes_is_taken(name: str) -> None:
    document = copy.deepcopy(DOCUMENT)
    SOUND[name](document)

    theirs, ours = (kind(copy.deepcopy(document)).raw for kind in (OpenAPISpecification, Specification))

    assert ours == theirs


def test_what_is_sound_is_not_validated_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("Connexion's own validation was asked")

    monkeypatch.setattr(OpenAPISpecification, "_validate_spec", refuse)

    serve_document(ConnexionMiddleware(None), DOCUMENT, "/api/v1")
