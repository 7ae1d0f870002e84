"""Commands that steer or tell something start without what a server needs."""

import json
import subprocess
import sys

import pytest

HEAVY = {
    "connexion",
    "fixtures",
    "hypothesis",
    "mongomock",
    "pymongo",
    "schemathesis",
    "starlette",
    "uvicorn",
}
NOBODY = "http://127.0.0.1:9"
SCRIPT = """
import json, sys
from kulis.cli import main
sys.argv = ["kulis", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    code = ended.code or 0
print(json.dumps([code, [name for name in sys.modules if "." not in name]]))
"""


@pytest.mark.parametrize(
    ("words", "exit_code"),
    [
        (("--version",), 0),
        (("clock", "show", "--server", NOBODY), 1),
        (("reset", "--server", NOBODY), 1),
        (("fault", "list", "--server", NOBODY), 1),
        (("simulation", "show", "--server", NOBODY), 1),
        (("journal", "--server", NOBODY), 1),
        (("test", NOBODY, "--dry-run"), 0),
    ],
)
def test_a_command_that_needs_no_server_imports_nothing_of_a_server(
    words: tuple[str, ...], exit_code: int
) -> None:
    code, imported = outcome(*words)

    assert code == exit_code
    assert not HEAVY & imported


def test_a_token_needs_the_world_and_no_server() -> None:
    code, imported = outcome("token", "--as", "viewer")

    assert code == 0
    assert (HEAVY - {"fixtures", "starlette"}) & imported == set()


def outcome(*words: str) -> tuple[int, set[str]]:
    """A command's exit code, and the packages that were imported for it."""
    ended = subprocess.run([sys.executable, "-c", SCRIPT, *words], capture_output=True, text=True, check=True)
    code, imported = json.loads(ended.stdout.splitlines()[-1])
    return code, set(imported)
