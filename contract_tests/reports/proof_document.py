"""The proof as a Markdown document: what was killed rule by rule, and every defect that was tried."""

from collections.abc import Iterable, Iterator
from importlib.metadata import version

from contract_tests.contract import Contract
from contract_tests.proof import Proof, Trial, kill_rows
from contract_tests.reports.kill_table import summary


def as_document(proof: Proof, contract: Contract, *, command: str) -> str:
    """The document of a proof; `command` is what made it."""
    return "\n".join(_lines(proof, contract, command)) + "\n"


def _lines(proof: Proof, contract: Contract, command: str) -> Iterator[str]:
    beside = ("plain Schemathesis",) if any(trial.seen_by_plain is not None for trial in proof.trials) else ()
    yield "# Does the suite bite?"
    yield ""
    yield f"Written by `{command}`, which puts each defect before the mock, one at a time,"
    yield "and runs the suite against it. A defect is killed where the report names a rule that it breaks;"
    yield "one that breaks several counts for each of them."
    if beside:
        release = version("schemathesis")
        yield f"Beside it ran plain Schemathesis {release}, with its own checks and the same seed."
    yield ""
    yield f"**{summary(proof)}.**"
    yield from _left_to_do(proof)
    yield ""
    yield "## By rule"
    yield ""
    yield from _table(("rule",), _rule_rows(proof, contract), numbers=("defects", "killed", *beside))
    yield ""
    yield "## Every defect"
    yield ""
    yield "*across*: it shows only across several requests."
    yield ""
    yield from _table(("defect", "what is wrong", "breaks", "named", "", *beside), map(_row, proof.trials))


def _rule_rows(proof: Proof, contract: Contract) -> Iterator[tuple[str, ...]]:
    for row in kill_rows(proof, tuple(contract.rules)):
        beside = () if row.seen_by_plain is None else (str(row.seen_by_plain),)
        yield row.rule_id, str(row.defects), str(row.killed), *beside


def _left_to_do(proof: Proof) -> Iterator[str]:
    left = [f"- survived: `{trial.defect.name}`" for trial in proof.survivors]
    left += [
        f"- unexplained: `{trial.defect.name}` named {', '.join(trial.unexplained)}"
        for trial in proof.trials
        if trial.unexplained
    ]
    left += [f"- alarm with seed {seed}: {', '.join(rules)}" for seed, rules in proof.alarms.items()]
    if left:
        yield ""
        yield from left


def _row(trial: Trial) -> tuple[str, ...]:
    seen = trial.seen_by_plain
    return (
        f"`{trial.defect.name}`",
        trial.defect.sentence.replace("|", "\\|"),
        ", ".join(trial.defect.rule_ids),
        ", ".join(trial.named) or "–",
        "across" if trial.defect.needs_several_requests else "",
        *(() if seen is None else ("noticed" if seen else "missed",)),
    )


def _table(
    texts: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, numbers: tuple[str, ...] = ()
) -> Iterator[str]:
    yield f"| {' | '.join((*texts, *numbers))} |"
    yield f"|{' --- |' * len(texts)}{' ---: |' * len(numbers)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
