"""What keeps a document from being a contract, told by place and cure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.schemas import resolved

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
_BASES = ("documented", "assumed")
_RULE_FIELDS = ("id", "group", "basis", "sentence")


def faults(document: Mapping[str, Any]) -> list[str]:
    """A sentence for each fault; later kinds are looked for only where the earlier are sound."""
    for kind in (_shape_faults, _reference_faults, _meaning_faults):
        found = list(kind(document))
        if found:
            return found
    return []


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Path, method and content of each operation, in the document's order."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _shape_faults(document: Mapping[str, Any]) -> Iterator[str]:
    servers, rules = document.get("servers"), document.get("x-rules")
    if not isinstance(servers, list) or not servers:
        yield "servers: missing; list at least one, the first gives the base path"
    else:
        for number, server in enumerate(servers):
            yield from _lacking(server, ("url", "x-environment"), f"servers[{number}]")
    if not isinstance(rules, list) or not rules:
        yield "x-rules: missing; list the rules that the operations name"
    else:
        for number, rule in enumerate(rules):
            yield from _rule_faults(rule, f"x-rules[{number}]")
    for path, item in document["paths"].items():
        if not isinstance(item, Mapping):
            yield f"paths.{path}: is no mapping; write its methods under it, or take it out"
            continue
        for method in METHODS:
            if method in item:
                yield from _lacking(item[method], ("operationId", "responses"), f"paths.{path}.{method}")


def _rule_faults(rule: Any, place: str) -> Iterator[str]:
    yield from _lacking(rule, _RULE_FIELDS, place)
    if not isinstance(rule, Mapping):
        return
    for name in sorted(rule.keys() - {*_RULE_FIELDS, "assumed"}):
        yield f"{place}.{name}: is no field of a rule; take it out, or correct its name"
    if "basis" in rule and rule["basis"] not in _BASES:
        yield f"{place}.basis: is {rule['basis']}; make it one of {', '.join(_BASES)}"


def _lacking(part: Any, names: tuple[str, ...], place: str) -> Iterator[str]:
    if not isinstance(part, Mapping):
        yield f"{place}: is no mapping; give it {', '.join(names)}"
        return
    for name in names:
        if not part.get(name):
            yield f"{place}.{name}: missing; add it"


def _reference_faults(document: Mapping[str, Any]) -> Iterator[str]:
    """References that lead nowhere, or back to where they stand: the reader puts each in its place."""
    leads_to: dict[str, tuple[str, ...]] = {}
    waiting = list(dict.fromkeys(_references(document)))
    while waiting:
        reference = waiting.pop()
        if reference in leads_to:
            continue
        target = _target(reference, document)
        if target is None:
            yield f"{reference}: a $ref names this, and it is not there; add it, or correct the $ref"
        leads_to[reference] = tuple(dict.fromkeys(_references(target)))
        waiting += leads_to[reference]
    for reference in sorted(leads_to):
        if _leads_back(reference, leads_to):
            yield f"{reference}: refers to itself in the end; break the circle of $refs"


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def _target(reference: str, document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found: Any = document
    if not reference.startswith("#/"):
        return None
    for name in reference.removeprefix("#/").split("/"):
        found = found.get(name.replace("~1", "/").replace("~0", "~")) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _leads_back(start: str, leads_to: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = list(leads_to[start])
    while waiting:
        reference = waiting.pop()
        if reference == start:
            return True
        if reference not in seen:
            seen.add(reference)
            waiting += leads_to[reference]
    return False


def _meaning_faults(document: Mapping[str, Any]) -> Iterator[str]:
    rules = Counter(rule["id"] for rule in document["x-rules"])
    for rule_id in (rule_id for rule_id, times in rules.items() if times > 1):
        yield f"x-rules: a second rule {rule_id}; give each rule an id of its own"
    names = Counter(item["operationId"] for _, _, item in operations(document))
    for path, method, item in operations(document):
        place = f"paths.{path}.{method}"
        if names[item["operationId"]] > 1:
            yield f"{place}.operationId: a second {item['operationId']}; give each operation its own"
        yield from _unknown_rules(item, rules, place)
        for number, parameter in enumerate(item.get("parameters", ())):
            wanted = ("name", "in", "schema")
            yield from _lacking(resolved(parameter, document), wanted, f"{place}.parameters[{number}]")
        for status, response in item["responses"].items():
            yield from _response_faults(status, resolved(response, document), f"{place}.responses.{status}")
    components = document.get("components", {})
    for name, schema in components.get("schemas", {}).items():
        yield from _unknown_rules(schema, rules, f"components.schemas.{name}")
    for name, response in components.get("responses", {}).items():
        if "x-status" in response:
            place = f"components.responses.{name}"
            yield from _response_faults(response["x-status"], response, place)


def _unknown_rules(part: Any, rules: Mapping[str, int], place: str) -> Iterator[str]:
    if isinstance(part, Mapping):
        for rule_id in part.get("x-rules", ()):
            if rule_id not in rules:
                yield f"{place}.x-rules: no rule {rule_id} in the catalogue; add it to x-rules"
        for name, value in part.items():
            yield from _unknown_rules(value, rules, f"{place}.{name}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from _unknown_rules(value, rules, f"{place}[{number}]")


def _response_faults(status: Any, response: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _lacking(response, ("description",), place)
    if not str(status).isdecimal():
        yield f"{place}: is no status; list each status by its number"
    elif int(status) >= 400 and not response.get("x-first-error"):
        yield f"{place}: has no x-first-error; add the text that errors[0] has to be"
    elif str(response.get("x-status", status)) != str(status):
        yield f"{place}: answers {status} with an x-status of {response['x-status']}; make them the same"
