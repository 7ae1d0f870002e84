"""The contract: what openapi.yaml says, read once, for the mock and for the tests of any implementation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator

from contract_tests.schemas import json_schema, resolved, rules_along, rules_within
from contract_tests.soundness import faults, operations

CONTRACT_PATH = Path(__file__).parent.parent / "openapi.yaml"


class ContractError(Exception):
    """The contract's file cannot be used; each line says where, what is wrong, and what to do."""


@dataclass(frozen=True)
class Rule:
    """A rule of the catalogue. `assumed` is the part of a documented rule that goes beyond the reference."""

    id: str
    group: str
    sentence: str
    basis: str
    assumed: str | None = None


@dataclass(frozen=True)
class Bounds:
    """Between which numbers a parameter lies, what it is when it is not sent, and how long a text may be."""

    minimum: int | None
    maximum: int | None
    default: int | None
    longest: int | None = None


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation; `location` is path or query."""

    name: str
    location: str
    required: bool
    schema: dict[str, Any]


@dataclass(frozen=True)
class Response:
    """A response that the contract lists. `first_error` is what errors[0] has to be (ENV-7)."""

    status: int
    description: str
    schema: dict[str, Any]
    first_error: str | None
    examples: Mapping[str, Any]

    @cached_property
    def validator(self) -> Draft202012Validator:
        """Tells whether a body is as the schema has it, formats too."""
        return Draft202012Validator(self.schema, validate_formats=True)


@dataclass(frozen=True)
class Operation:
    """An operation, and the rules that bind it. `body_media_types` is empty where no body is read.

    `deprecated_names` are those of its query parameters and body fields.
    """

    id: str
    method: str
    path: str
    summary: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body_schema: dict[str, Any] | None
    body_required: bool
    body_media_types: tuple[str, ...]
    responses: Mapping[int, Response]
    rules: tuple[str, ...]
    secured: bool
    deprecated: bool
    deprecated_names: frozenset[str]


@dataclass(frozen=True)
class Server:
    """An address of the API, and what kind of environment it is."""

    url: str
    environment: str
    description: str


@dataclass(frozen=True)
class Contract:
    """The whole contract. `document` is openapi.yaml as it was read."""

    document: Mapping[str, Any]
    base_path: str
    operations: Mapping[str, Operation]
    rules: Mapping[str, Rule]
    servers: tuple[Server, ...]

    def operation(self, operation_id: str) -> Operation:
        """The operation of an operationId; KeyError where there is none."""
        return self.operations[operation_id]

    def rule(self, rule_id: str) -> Rule:
        """The rule of an id; KeyError where there is none."""
        return self.rules[rule_id]

    def bounds(self, operation_id: str, parameter_name: str) -> Bounds:
        """The bounds of an operation's parameter."""
        for parameter in self.operation(operation_id).parameters:
            if parameter.name == parameter_name:
                schema = parameter.schema
                return Bounds(
                    schema.get("minimum"),
                    schema.get("maximum"),
                    schema.get("default"),
                    schema.get("maxLength"),
                )
        raise KeyError(f"{operation_id} has no parameter {parameter_name}")

    def first_error(self, status: int) -> str | None:
        """What errors[0] has to be with a status, wherever the contract says so (ENV-7)."""
        for response in self.document.get("components", {}).get("responses", {}).values():
            if response.get("x-status") == status:
                text: str = response["x-first-error"]
                return text
        return None

    def rules_at(self, operation_id: str, status: int, instance_path: Sequence[str | int]) -> tuple[str, ...]:
        """The rules named by the deepest schema round a place in a response's body."""
        return self._along(operation_id, status, instance_path)[0]

    def rules_within(self, operation_id: str, status: int) -> tuple[str, ...]:
        """Every rule that the schema of a response names anywhere."""
        return rules_within(self._schema(operation_id, status), self.document)

    def is_assumed_at(self, operation_id: str, status: int, instance_path: Sequence[str | int]) -> bool:
        """Whether the place lies in a property whose kind the reference does not fix."""
        return bool(self._along(operation_id, status, instance_path)[1])

    def is_open_at(self, operation_id: str, status: int, instance_path: Sequence[str | int]) -> bool:
        """Whether the place lies in a property whose kind no rule fixes: an implementation chooses it."""
        return "open" in self._along(operation_id, status, instance_path)[1]

    def _along(
        self, operation_id: str, status: int, instance_path: Sequence[str | int]
    ) -> tuple[tuple[str, ...], frozenset[str]]:
        return rules_along(self._schema(operation_id, status), instance_path, self.document)

    def _schema(self, operation_id: str, status: int) -> Mapping[str, Any]:
        operation = self.operation(operation_id)
        item = self.document["paths"][operation.path][operation.method]
        response = resolved(item["responses"].get(str(status), {}), self.document)
        schema: Mapping[str, Any] = response.get("content", {}).get("application/json", {}).get("schema", {})
        return schema


def load_contract(path: Path | None = None) -> Contract:
    """The contract in a file, or Kulis's own; raises ContractError."""
    source = path or CONTRACT_PATH
    document = _read(source)
    found = faults(document)
    if found:
        raise ContractError("\n".join(f"{source.name}: {fault}" for fault in found))
    by_id = {operation.id: operation for operation in _operations(document)}
    rules = {rule["id"]: Rule(**rule) for rule in document["x-rules"]}
    servers = tuple(
        Server(server["url"], server["x-environment"], server.get("description", ""))
        for server in document["servers"]
    )
    base_path = "/" + servers[0].url.split("://", 1)[-1].partition("/")[2]
    return Contract(
        MappingProxyType(document),
        base_path.rstrip("/"),
        MappingProxyType(by_id),
        MappingProxyType(rules),
        servers,
    )


def _read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except OSError as problem:
        raise ContractError(f"{path}: cannot be read ({problem.strerror}); give a file that can") from None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        told = " ".join(str(problem).split())
        raise ContractError(f"{path.name}: is not YAML, correct it where it says: {told}") from None
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise ContractError(f"{path.name}: is not an OpenAPI document; it needs a mapping `paths`")
    return document


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, method, item in operations(document):
        body = resolved(item.get("requestBody", {}), document)
        content = body.get("content", {})
        media_types = tuple(content)
        yield Operation(
            id=item["operationId"],
            method=method,
            path=path,
            summary=item.get("summary", ""),
            tags=tuple(item.get("tags", ())),
            parameters=tuple(_parameters(item, document)),
            body_schema=json_schema(content[media_types[0]]["schema"], document) if media_types else None,
            body_required=body.get("required", False),
            body_media_types=media_types,
            responses={
                int(status): _response(int(status), r, document) for status, r in item["responses"].items()
            },
            rules=tuple(item.get("x-rules", ())),
            secured=bool(item.get("security", document.get("security", []))),
            deprecated=item.get("deprecated", False),
            deprecated_names=frozenset(_deprecated_names(item, content, document)),
        )


def _deprecated_names(
    item: Mapping[str, Any], content: Mapping[str, Any], document: Mapping[str, Any]
) -> Iterator[str]:
    for written in item.get("parameters", []):
        parameter = resolved(written, document)
        if parameter.get("deprecated") and parameter["in"] == "query":
            yield parameter["name"]
    for kind in content.values():
        properties = resolved(kind.get("schema", {}), document).get("properties", {})
        yield from (name for name, field in properties.items() if resolved(field, document).get("deprecated"))


def _parameters(item: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Parameter]:
    for written in item.get("parameters", []):
        parameter = resolved(written, document)
        yield Parameter(
            parameter["name"],
            parameter["in"],
            parameter.get("required", False),
            json_schema(parameter["schema"], document),
        )


def _response(status: int, written: Mapping[str, Any], document: Mapping[str, Any]) -> Response:
    response = resolved(written, document)
    content = response.get("content", {}).get("application/json", {})
    examples = {
        name: resolved(example, document)["value"] for name, example in content.get("examples", {}).items()
    }
    schema = json_schema(content["schema"], document) if "schema" in content else {}
    return Response(status, response["description"], schema, response.get("x-first-error"), examples)
