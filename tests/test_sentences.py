"""Lines for the terminal."""

import re
import sys
from io import StringIO

import pytest

from kulis.sentences import print_timed


class NobodyReads(StringIO):
    """A terminal whose other end has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_line_stands_behind_the_time_of_day(capsys: pytest.CaptureFixture[str]) -> None:
    print_timed("200 GET /gifts as viewer")

    assert re.fullmatch(r"\d\d:\d\d:\d\d 200 GET /gifts as viewer\n", capsys.readouterr().err)


def test_a_line_that_nobody_reads_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", NobodyReads())

    print_timed("200 GET /gifts as viewer")
