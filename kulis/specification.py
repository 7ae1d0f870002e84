"""Connexion's reading of the contract, which it validates anew: the same, with a validator that is fast."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
from connexion.exceptions import InvalidSpecification
from connexion.middleware import ConnexionMiddleware
from connexion.middleware.main import API
from connexion.spec import OpenAPISpecification

from contract_tests.contract import ContractError


class Specification(OpenAPISpecification):  # type: ignore[misc]
    """A document as Connexion knows it; its InvalidSpecification where it is not OpenAPI 3.0."""

    @classmethod
    def _validate_spec(cls, spec: Mapping[str, Any]) -> None:
        # jsonschema takes as long as all else that setting up a mock does. It is asked only where there is
        # something to tell, so that what is refused, and what is told of it, are as they always were.
        if not _is_sound(spec, cls.openapi_schema):
            super()._validate_spec(spec)


def serve_document(app: ConnexionMiddleware, document: Mapping[str, Any], base_path: str) -> None:
    """Let Connexion serve a document, as its `add_api` does; ContractError where it is not OpenAPI 3.0.

    What Connexion never uses of it is left out.
    """
    try:
        read = Specification(_without_examples(document))
    except InvalidSpecification as problem:
        raise ContractError(f"openapi.yaml: {_told(problem)}; correct it as OpenAPI 3.0 has it") from None
    app.apis.append(API(read, base_path=base_path, name=None, **app.options.__dict__))


def _told(problem: Any) -> str:
    # Of what an alternative lacks, the place that lies deepest is what was meant.
    while problem.context:
        problem = max(problem.context, key=lambda part: len(part.absolute_path))
    return f"{'.'.join(str(step) for step in problem.absolute_path)}: {problem.message}"


def _without_examples(part: Any) -> Any:
    # Most of the document is examples. Keys that YAML reads as numbers are text in JSON.
    if isinstance(part, Mapping):
        return {str(key): _without_examples(value) for key, value in part.items() if key != "examples"}
    return [_without_examples(value) for value in part] if isinstance(part, list) else part


def _is_sound(spec: Mapping[str, Any], schema: dict[str, Any]) -> bool:
    if not jsonschema_rs.Draft4Validator(schema).is_valid(spec):
        return False
    return all(_default_is_sound(part) for part in _parts_with_default(spec))


def _parts_with_default(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "default" in part:
            yield part
        for value in part.values():
            yield from _parts_with_default(value)
    elif isinstance(part, list):
        for value in part:
            yield from _parts_with_default(value)


def _default_is_sound(schema: dict[str, Any]) -> bool:
    try:
        return jsonschema_rs.Draft4Validator(schema).is_valid(schema["default"])
    except (ValueError, jsonschema_rs.ReferencingError):
        return False
