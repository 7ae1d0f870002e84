"""The report on a terminal, for the developer who mends the backend: by rule, with lines that show it."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from contract_tests.contract import Contract, Rule
from contract_tests.findings import Finding
from contract_tests.reports.coverage import coverage_rows
from contract_tests.verdict import Result, Verdict, by_rule

_MARKS = {
    Result.PASSED: "[green]✓[/]",
    Result.FAILED: "[red]✗[/]",
    Result.DIFFERS: "[yellow]≠[/]",
    Result.NOT_EXERCISED: "[dim]·[/]",
}


def print_report(verdict: Verdict, contract: Contract, console: Console, *, coverage: bool = False) -> None:
    """Print failures by rule, then the rules' results, then one sentence that sums up."""
    for rule_id, findings in by_rule(verdict.findings).items():
        _print_rule(console, verdict, contract.rule(rule_id), findings)
    _print_not_exercised(console, verdict)
    console.print(_rules(verdict, contract))
    if coverage:
        console.print(_coverage(verdict))
    for note in verdict.notes:
        console.print(f"[dim]note: {escape(note)}[/]")
    console.print(f"[dim]{time_spent(verdict)}[/]", highlight=False)
    console.print(summary(verdict, contract), highlight=False)


def summary(verdict: Verdict, contract: Contract) -> str:
    """One sentence: kept or broken, how much was tried, and how to run it again."""
    results = list(verdict.rule_results(contract).values())
    counts = ", ".join(f"{results.count(result)} {result}" for result in Result if result in results)
    word = "[green bold]KEPT[/]" if verdict.is_kept else "[red bold]BROKEN[/]"
    return (
        f"{word}  {verdict.base_url} ({verdict.environment}), basis {verdict.basis}: {counts}; "
        f"{verdict.requests} requests in {verdict.seconds:.1f} s, level {verdict.level}, seed {verdict.seed}"
    )


def time_spent(verdict: Verdict) -> str:
    """One sentence: how fast the run was, and where its time went."""
    words = {
        "waiting": "waiting for the target",
        "pausing": "keeping to the pace",
        "generating": "Hypothesis and Schemathesis",
        "checking": "checks",
    }
    shares = [f"{share:.0%} {words[name]}" for name, share in verdict.shares.items() if share >= 0.005]
    return f"{verdict.requests_per_second:.0f} requests/s; of the time {', '.join(shares)}"


def _print_rule(console: Console, verdict: Verdict, rule: Rule, findings: Iterable[Finding]) -> None:
    for basis in ("documented", "assumed"):
        chosen = [finding for finding in findings if finding.basis == basis]
        if not chosen:
            continue
        fails = verdict.fails(chosen[0])
        mark = _MARKS[Result.FAILED if fails else Result.DIFFERS]
        sentence = rule.assumed if basis == "assumed" and rule.assumed else rule.sentence
        console.print(f"{mark} [bold]{rule.id}[/] [dim]{basis}[/]  {escape(sentence)}")
        for finding in chosen:
            _print_finding(console, finding)
        console.print()


def _print_finding(console: Console, finding: Finding) -> None:
    place = f" ({finding.operation_id})" if finding.operation_id else ""
    console.print(f"    [bold]{escape(finding.check)}[/]{place}")
    console.print(f"      expected  {escape(finding.expected)}", highlight=False)
    console.print(f"      got       {escape(finding.got)}", highlight=False)
    console.print(f"      at        {escape(finding.where)}", highlight=False, soft_wrap=True)
    for line in finding.curl_lines:
        console.print(f"      $ {line}", markup=False, highlight=False, soft_wrap=True)


def _print_not_exercised(console: Console, verdict: Verdict) -> None:
    reasons: dict[str, list[str]] = {}
    for outcome in verdict.outcomes:
        if outcome.result is Result.NOT_EXERCISED:
            reasons.setdefault(outcome.reason, []).append(outcome.rule_id)
    for reason, rule_ids in reasons.items():
        listed = ", ".join(dict.fromkeys(rule_ids))
        console.print(f"[dim]· not exercised: {escape(reason)} ({listed})[/]", highlight=False)
    if reasons:
        console.print()


def _rules(verdict: Verdict, contract: Contract) -> Table:
    table = Table.grid(padding=(0, 2))
    groups: dict[str, list[str]] = {}
    for rule_id, result in verdict.rule_results(contract).items():
        groups.setdefault(contract.rule(rule_id).group, []).append(f"{_MARKS[result]} {rule_id}")
    for group, cells in groups.items():
        table.add_row(f"[dim]{escape(group)}[/]", "  ".join(cells))
    return table


def _coverage(verdict: Verdict) -> Table:
    table = Table(
        title="Contract coverage: responses by operation, status and rule", box=None, padding=(0, 2, 0, 0)
    )
    for heading in ("operation", "status", "passed", "failed"):
        table.add_column(heading)
    for row in coverage_rows(verdict):
        table.add_row(
            row.operation_id, str(row.status), " ".join(row.passed), f"[red]{' '.join(row.failed)}[/]"
        )
    return table
