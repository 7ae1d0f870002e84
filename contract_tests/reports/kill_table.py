"""The kill table on a terminal: which defects the suite noticed, rule by rule."""

from rich.console import Console
from rich.table import Table

from contract_tests.contract import Contract
from contract_tests.proof import Proof, Trial, kill_rows


def print_proof(proof: Proof, contract: Contract, console: Console) -> None:
    """Print the table by rule, then what is left to do, then one line that sums up."""
    if proof.trials:
        console.print(_table(proof, contract))
    for trial in proof.survivors:
        console.print(f"[red]✗ survived[/] {trial.defect.name}: {trial.defect.sentence}", highlight=False)
    for trial in proof.trials:
        if trial.unexplained:
            console.print(f"[yellow]≠ {trial_line(trial)}[/]", highlight=False, soft_wrap=True)
    for seed, rule_ids in proof.alarms.items():
        console.print(f"[red]✗ alarm on the sound mock[/] with seed {seed}: {', '.join(rule_ids)}")
    word = "[green bold]PROVEN[/]" if proof.is_complete else "[red bold]NOT PROVEN[/]"
    console.print(f"{word}  {summary(proof)}", highlight=False)


def summary(proof: Proof) -> str:
    """One line that sums a proof up."""
    killed = len(proof.trials) - len(proof.survivors)
    across = [trial for trial in proof.trials if trial.defect.needs_several_requests]
    parts = []
    if proof.trials:
        parts.append(
            f"{killed} of {len(proof.trials)} defects killed at level {proof.level}, "
            f"{sum(trial.is_killed for trial in across)} of {len(across)} that show only across requests"
        )
        unexplained = sum(bool(trial.unexplained) for trial in proof.trials)
        parts.append(f"{unexplained} with an unexplained rule")
    if any(trial.seen_by_plain is not None for trial in proof.trials):
        seen = sum(bool(trial.seen_by_plain) for trial in proof.trials)
        parts.append(f"plain Schemathesis noticed {seen}")
    if proof.sound_seeds:
        quiet = len(proof.sound_seeds) - len(proof.alarms)
        parts.append(f"{quiet} of {len(proof.sound_seeds)} runs on the sound mock without an alarm")
    return "; ".join(parts)


def trial_line(trial: Trial) -> str:
    """One line about a trial: killed or not, by which rules, and whether any of them is unexplained."""
    word = "killed" if trial.is_killed else "survived"
    line = f"{word:8} {trial.defect.name}  ({', '.join(trial.defect.rule_ids)})"
    if trial.named:
        line += f"  by {', '.join(trial.named)}"
    if trial.unexplained:
        line += f"  unexplained: {', '.join(trial.unexplained)}"
    if trial.seen_by_plain is not None:
        line += f"  plain Schemathesis: {'noticed' if trial.seen_by_plain else 'missed'}"
    return line


def _table(proof: Proof, contract: Contract) -> Table:
    rows = kill_rows(proof, tuple(contract.rules))
    table = Table(title="Defects killed, by rule", box=None, padding=(0, 3, 0, 0), title_justify="left")
    table.add_column("rule")
    for heading in ("defects", "killed", "plain Schemathesis"):
        if heading in ("defects", "killed") or rows[0].seen_by_plain is not None:
            table.add_column(heading, justify="right")
    for row in rows:
        killed = f"[{'green' if row.killed == row.defects else 'red'}]{row.killed}[/]"
        plain = () if row.seen_by_plain is None else (str(row.seen_by_plain),)
        table.add_row(row.rule_id, str(row.defects), killed, *plain)
    return table
