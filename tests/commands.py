"""Running a command of Kulis in this process."""

import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from unittest.mock import patch

from kulis.cli import main


def run_here(*arguments: str) -> tuple[object, str, str]:
    """A command's exit code, what it printed, and what it complained of."""
    output, complaint = StringIO(), StringIO()
    words = ["kulis", *arguments]
    with redirect_stdout(output), redirect_stderr(complaint), patch.object(sys, "argv", words):
        try:
            main()
        except SystemExit as ended:
            return ended.code or 0, output.getvalue(), complaint.getvalue()
    return 0, output.getvalue(), complaint.getvalue()
