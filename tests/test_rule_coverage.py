"""Every rule of the contract has a test that names it: `@pytest.mark.rule("PAGE-3", "PAGE-4")`."""

import ast
from collections.abc import Iterator
from pathlib import Path

from contract_tests.contract import load_contract

TESTS = Path(__file__).parent


def rules_named(source: str) -> dict[str, list[str]]:
    """The rules that tests in a source name, each with the tests that name it."""
    named: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for rule_id in _marks(node):
                named.setdefault(rule_id, []).append(node.name)
    return named


def _marks(test: ast.FunctionDef) -> Iterator[str]:
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.rule":
            yield from (ast.literal_eval(argument) for argument in decorator.args)


def all_rules_named() -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for path in sorted(TESTS.glob("*.py")):
        for rule_id, tests in rules_named(path.read_text(encoding="utf-8")).items():
            named.setdefault(rule_id, []).extend(f"{path.name}::{test}" for test in tests)
    return named


def test_every_rule_of_the_contract_has_a_test() -> None:
    untested = load_contract().rules.keys() - all_rules_named().keys()

    assert not untested, f"no test in tests/ is marked with: {', '.join(sorted(untested))}"


def test_tests_name_only_rules_of_the_contract() -> None:
    known = load_contract().rules

    unknown = {rule_id: tests for rule_id, tests in all_rules_named().items() if rule_id not in known}

    assert not unknown, f"openapi.yaml has no such rules; correct the marks: {unknown}"


def test_only_the_marks_of_tests_count() -> None:
    source = """
@pytest.mark.rule("PAGE-1", "PAGE-2")
@pytest.mark.parametrize("page", [1])
def test_one(page): ...

@pytest.mark.rule("PAGE-3")
def helper(): ...

# @pytest.mark.rule("PAGE-4")
def test_two(): ...
"""

    assert rules_named(source) == {"PAGE-1": ["test_one"], "PAGE-2": ["test_one"]}
