"""Schemas of OpenAPI 3.0 as plain JSON Schema, and which rules stand at a place in them."""

from collections.abc import Mapping, Sequence
from typing import Any

_LEFT_OUT = ("nullable", "example", "deprecated", "discriminator", "xml", "externalDocs")


def json_schema(schema: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with every reference put in place and `nullable` written as JSON Schema writes it."""
    source = resolved(schema, document)
    plain: dict[str, Any] = {}
    for key, value in source.items():
        if key in _LEFT_OUT or key.startswith("x-"):
            continue
        if key == "properties":
            plain[key] = {name: json_schema(part, document) for name, part in value.items()}
        elif isinstance(value, dict) and key in ("items", "additionalProperties", "not"):
            plain[key] = json_schema(value, document)
        elif key in ("allOf", "anyOf", "oneOf"):
            plain[key] = [json_schema(part, document) for part in value]
        else:
            plain[key] = value
    if source.get("nullable") and "type" in plain:
        plain["type"] = [plain["type"], "null"]
        if "enum" in plain and None not in plain["enum"]:
            plain["enum"] = [*plain["enum"], None]
    return plain


def resolved(part: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a part of the document is, its reference followed."""
    while "$ref" in part:
        found: Any = document
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name.replace("~1", "/").replace("~0", "~")]
        part = found
    return part


def rules_along(
    schema: Mapping[str, Any], path: Sequence[str | int], document: Mapping[str, Any]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The rules of the deepest schema along a path that names any, and every `x-basis` on the way."""
    rules: tuple[str, ...] = ()
    bases = set()
    for step in (None, *path):
        if step is not None:
            schema = _stepped(schema, step)
        bases.add(schema.get("x-basis"))
        schema = resolved(schema, document)
        bases.add(schema.get("x-basis"))
        rules = tuple(schema.get("x-rules", rules))
    return rules, frozenset(basis for basis in bases if basis)


def rules_within(schema: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[str, ...]:
    """Every rule that a schema names, itself or further in."""
    source = resolved(schema, document)
    named = list(source.get("x-rules", ()))
    parts = [*source.get("properties", {}).values(), *([source["items"]] if "items" in source else ())]
    for part in parts:
        named += rules_within(part, document)
    return tuple(dict.fromkeys(named))


def _stepped(schema: Mapping[str, Any], step: str | int) -> Mapping[str, Any]:
    found: Any = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
    return found if isinstance(found, Mapping) else {}
