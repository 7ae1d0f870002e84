"""`kulis prove`: which defects the suite notices, and what the table makes of it."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from contract_tests.contract import load_contract
from contract_tests.defects import DEFECTS
from contract_tests.proof import Proof, Trial, kill_rows
from contract_tests.reports.kill_table import print_proof
from contract_tests.reports.proof_document import as_document
from tests.commands import run_here

GIFT = next(defect for defect in DEFECTS if defect.name == "gift-on-credit")
FOLD = next(defect for defect in DEFECTS if defect.name == "dotless-i-not-folded")


def proof(*trials: Trial, alarms: dict[int, tuple[str, ...]] | None = None) -> Proof:
    return Proof("quick", trials, (1, 2), alarms or {})


@pytest.mark.parametrize(
    ("made", "is_complete"),
    [
        (proof(Trial(GIFT, ("GIFT-5",), 1.0)), True),
        (proof(Trial(GIFT, (), 1.0)), False),
        (proof(Trial(GIFT, ("PAGE-1",), 1.0)), False),
        (proof(Trial(GIFT, ("GIFT-5", "PAGE-1"), 1.0)), False),
        (proof(Trial(GIFT, ("GIFT-5",), 1.0), alarms={2: ("ENV-6",)}), False),
    ],
    ids=["killed", "survived", "another rule named", "a further rule named", "alarm on the sound mock"],
)
def test_a_proof_is_complete_only_with_every_defect_killed_and_explained(
    made: Proof, is_complete: bool
) -> None:
    assert made.is_complete is is_complete


def test_the_table_counts_a_defect_for_each_rule_that_it_breaks() -> None:
    rules = tuple(load_contract().rules)
    made = proof(Trial(GIFT, ("GIFT-5",), 1.0, seen_by_plain=True), Trial(FOLD, (), 1.0, seen_by_plain=False))

    rows = {row.rule_id: (row.defects, row.killed, row.seen_by_plain) for row in kill_rows(made, rules)}

    assert rows["GIFT-5"] == (1, 1, 1)
    assert rows["FIND-2"] == (1, 0, 0)


def test_the_document_tells_rules_defects_and_what_is_left_to_do() -> None:
    made = proof(
        Trial(GIFT, ("GIFT-5", "PAGE-1"), 1.0, seen_by_plain=True),
        Trial(FOLD, (), 1.0, seen_by_plain=False),
        alarms={2: ("ENV-6",)},
    )

    lines = as_document(made, load_contract(), command="kulis prove --plain").splitlines()

    assert "`kulis prove --plain`" in lines[2]
    assert "| GIFT-5 | 1 | 1 | 1 |" in lines
    assert "| FIND-2 | 1 | 0 | 0 |" in lines
    assert f"| `{FOLD.name}` | {FOLD.sentence} | FIND-2 | – | across | missed |" in lines
    assert "- survived: `dotless-i-not-folded`" in lines
    assert "- unexplained: `gift-on-credit` named PAGE-1" in lines
    assert "- alarm with seed 2: ENV-6" in lines


def test_a_proof_without_plain_schemathesis_does_not_speak_of_it() -> None:
    text = as_document(proof(Trial(GIFT, ("GIFT-5",), 1.0)), load_contract(), command="kulis prove")

    assert "| GIFT-5 | 1 | 1 |" in text
    assert "lain Schemathesis" not in text


def test_what_survived_and_what_gave_alarm_is_named() -> None:
    text = io.StringIO()
    made = proof(Trial(FOLD, (), 1.0), alarms={2: ("ENV-6",)})

    print_proof(made, load_contract(), Console(file=text, width=200))

    assert f"survived dotless-i-not-folded: {FOLD.sentence}" in text.getvalue()
    assert "alarm on the sound mock with seed 2: ENV-6" in text.getvalue()
    assert "NOT PROVEN  0 of 1 defects killed" in text.getvalue()


def test_a_defect_is_put_before_the_mock_and_killed(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"

    code, output, _ = run_here(
        "prove", "gift-on-credit", "--level", "quick", "--sound-runs", "0", "--json", str(path)
    )

    (told,) = json.loads(path.read_text())["defects"]
    assert (code, told["isKilled"], told["named"]) == (0, True, ["GIFT-5"]), output


def test_a_defect_that_nobody_knows_is_told() -> None:
    code, _, complaint = run_here("prove", "gravity")

    assert code == 2
    assert "no defect gravity; kulis prove --list names those there are" in complaint
