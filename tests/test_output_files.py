"""What a command cannot write, it says before the work; a run that stumbles is no verdict."""

from pathlib import Path

import pytest

from contract_tests.preflight import CouldNotRun
from handlers.errors import Conflict
from kulis.output_files import OutputError, refuse_unwritable, write_output
from kulis.store import StoreError
from kulis.test_run import told_as_exit_code
from tests.commands import run_here

NOBODY = "http://127.0.0.1:1/api/v1"


@pytest.mark.parametrize("option", ["--html", "--junit", "--json", "--failures"])
def test_a_report_that_cannot_be_written_is_told_before_the_run(option: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")

    code, output, complaint = run_here("test", NOBODY, option, str(tmp_path / "file" / "report"))

    assert code == 2
    assert "file is no folder; name another file" in " ".join(complaint.split())
    assert output == ""
    assert (tmp_path / "file").read_text() == "kept"


def test_a_proof_that_cannot_be_written_is_told_before_the_runs(tmp_path: Path) -> None:
    code, output, complaint = run_here("prove", "gift-on-credit", "--json", str(tmp_path))

    assert code == 1
    assert "cannot be written: it is a folder" in " ".join(complaint.split())
    assert output == ""


def test_a_file_is_written_with_the_folders_that_it_lies_in(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "today" / "report.html"
    refuse_unwritable([path, None])

    write_output(path, "kept")

    assert path.read_text() == "kept"


def test_a_file_that_there_is_no_place_for_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 300)

    with pytest.raises(OutputError, match="File name too long; name another file"):
        refuse_unwritable([path])
    with pytest.raises(OutputError, match="File name too long; name another file"):
        write_output(path, "kept")


@pytest.mark.parametrize(
    "mistake", [CouldNotRun("It is away."), StoreError("It is away."), OutputError("It is away.")]
)
def test_what_keeps_a_run_from_being_made_is_a_sentence_and_exit_code_2(
    mistake: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, told_as_exit_code():
        raise mistake

    assert ended.value.code == 2
    assert capsys.readouterr().err == "kulis: It is away.\n"


def test_a_fault_of_kulis_itself_shows_its_traceback_and_is_no_verdict(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended, told_as_exit_code():
        raise Conflict("nobody expects this here")

    complaint = capsys.readouterr().err
    assert ended.value.code == 2, "exit code 1 would say that the target breaks the contract"
    assert "Traceback" in complaint
    assert "a fault of Kulis itself and no verdict on the target" in complaint
