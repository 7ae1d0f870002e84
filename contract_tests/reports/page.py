"""The report as one self-contained web page: nothing is fetched, so it can be kept as a CI artefact."""

from pathlib import Path

import jinja2

from contract_tests.contract import Contract
from contract_tests.reports.coverage import coverage_rows, unseen_statuses
from contract_tests.verdict import Result, Verdict, by_rule

_TEMPLATES = Path(__file__).parent


def as_page(verdict: Verdict, contract: Contract) -> str:
    """The verdict as HTML."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    results = verdict.rule_results(contract)
    return environment.get_template("page.html.j2").render(
        verdict=verdict,
        contract=contract,
        results=results,
        counts={result: list(results.values()).count(result) for result in Result},
        findings=by_rule(verdict.findings),
        not_exercised=[o for o in verdict.outcomes if o.result is Result.NOT_EXERCISED],
        rows=coverage_rows(verdict),
        unseen=unseen_statuses(verdict, contract),
    )
