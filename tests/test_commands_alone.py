"""Commands in an interpreter of their own, where nothing is imported but by themselves."""

import subprocess
import sys
from pathlib import Path

from kulis.mock_target import serving_mock


def test_a_foreign_target_is_tried_to_the_end(tmp_path: Path) -> None:
    with serving_mock() as target:
        words = ("test", target.profile.base_url, "--environment", "local", "--level", "quick")
        ended = run("-m", "kulis", *words, "--failures", str(tmp_path))

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "KEPT" in ended.stdout
    assert "Hypothesis" in ended.stdout, "Schemathesis's phases were left out"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, timeout=120)
