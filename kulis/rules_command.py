"""`kulis rules`: the rule catalogue of the contract."""

from collections.abc import Iterable

import typer
from rich.console import Console
from rich.table import Table

from contract_tests.contract import Contract, Rule, load_contract


def rules(
    markdown: bool = typer.Option(False, "--markdown", help="As the Markdown page that docs/RULES.md is."),
) -> None:
    """Show every rule of the contract: its id, what it says, and whether it is documented or assumed."""
    contract = load_contract()
    if markdown:
        typer.echo(rules_page(contract), nl=False)
        return
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="dim")
    for heading in ("rule", "basis", "what it says"):
        table.add_column(heading, no_wrap=heading != "what it says")
    for rule in contract.rules.values():
        for basis, sentence in _sentences(rule):
            table.add_row(rule.id, basis, sentence)
    Console(highlight=False).print(table)


def rules_page(contract: Contract) -> str:
    """The rule catalogue as a page of Markdown, with the operations that each rule binds."""
    lines = [
        "# The rules of the contract",
        "",
        "Made from `openapi.yaml` by `kulis rules --markdown`.",
        "*Documented* is what the API's reference says; *assumed* is decided where the reference is silent.",
        "",
        "| rule | basis | what it says | binds |",
        "| --- | --- | --- | --- |",
    ]
    for rule in contract.rules.values():
        bound = [operation for operation in contract.operations.values() if rule.id in operation.rules]
        everywhere = len(bound) == len(contract.operations)
        binds = "every operation" if everywhere else ", ".join(f"`{operation.id}`" for operation in bound)
        for basis, sentence in _sentences(rule):
            lines.append(f"| {rule.id} | {basis} | {sentence.replace('|', chr(92) + '|')} | {binds} |")
    return "\n".join(lines) + "\n"


def _sentences(rule: Rule) -> Iterable[tuple[str, str]]:
    yield rule.basis, rule.sentence
    if rule.assumed is not None:
        yield "assumed", rule.assumed
