"""The proof that the suite bites: what it made of each defect, and of a sound implementation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract_tests.defects import DEFECTS, Defect


class UnknownDefect(Exception):
    """A name that no defect of the bank has; the text says which there are."""


@dataclass(frozen=True)
class Trial:
    """What the suite made of one defect. `named` are the rules of its report, `seconds` how long it took.

    `seen_by_plain` tells whether plain Schemathesis, with its own checks, found anything; None where it was
    not asked.
    """

    defect: Defect
    named: tuple[str, ...]
    seconds: float
    seen_by_plain: bool | None = None

    @property
    def is_killed(self) -> bool:
        """Whether the report names a rule that the defect breaks."""
        return bool(set(self.named) & set(self.defect.rule_ids))

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The rules that the report names although the defect does not break them."""
        return tuple(rule_id for rule_id in self.named if rule_id not in self.defect.rule_ids)


@dataclass(frozen=True)
class Proof:
    """All trials. `alarms` are the seeds with which the suite found fault with the sound implementation."""

    level: str
    trials: tuple[Trial, ...]
    sound_seeds: tuple[int, ...]
    alarms: Mapping[int, tuple[str, ...]]

    @property
    def survivors(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if not trial.is_killed)

    @property
    def is_complete(self) -> bool:
        """Whether every defect was killed, every named rule is explained, and no sound run gave alarm."""
        return not self.alarms and all(trial.is_killed and not trial.unexplained for trial in self.trials)


@dataclass(frozen=True)
class KillRow:
    """One rule's line of the kill table; a defect counts for each rule that it breaks."""

    rule_id: str
    defects: int
    killed: int
    seen_by_plain: int | None


def kill_rows(proof: Proof, rule_ids: Sequence[str]) -> list[KillRow]:
    """The kill table: every rule that a tried defect breaks, in the order given."""
    rows = []
    for rule_id in rule_ids:
        tried = [trial for trial in proof.trials if rule_id in trial.defect.rule_ids]
        if tried:
            rows.append(
                KillRow(rule_id, len(tried), sum(trial.is_killed for trial in tried), _seen_by_plain(tried))
            )
    return rows


def defects_named(names: Sequence[str]) -> tuple[Defect, ...]:
    """The defects of these names, all where there are none; raises UnknownDefect."""
    by_name = {defect.name: defect for defect in DEFECTS}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise UnknownDefect(f"no defect {', '.join(unknown)}; kulis prove --list names those there are")
    return tuple(by_name[name] for name in names) or DEFECTS


def as_data(proof: Proof) -> dict[str, Any]:
    """The proof in a form that JSON can hold."""
    return {
        "level": proof.level,
        "soundRuns": {"seeds": proof.sound_seeds, "alarms": {str(k): v for k, v in proof.alarms.items()}},
        "defects": [
            {
                "name": trial.defect.name,
                "breaks": trial.defect.rule_ids,
                "needsSeveralRequests": trial.defect.needs_several_requests,
                "named": trial.named,
                "unexplained": trial.unexplained,
                "isKilled": trial.is_killed,
                "seenByPlainSchemathesis": trial.seen_by_plain,
                "seconds": round(trial.seconds, 1),
            }
            for trial in proof.trials
        ],
    }


def _seen_by_plain(trials: Sequence[Trial]) -> int | None:
    if all(trial.seen_by_plain is None for trial in trials):
        return None
    return sum(bool(trial.seen_by_plain) for trial in trials)
