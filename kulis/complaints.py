"""A user's mistakes, which end in one plain sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kulis.sentences import say

_COMPLAINTS = (
    ("contract_tests.contract", "ContractError"),
    ("fixtures", "UnknownPersona"),
    ("fixtures", "WorldError"),
    ("kulis.control.client", "ControlError"),
    ("kulis.faults.reading", "FaultError"),
    ("kulis.output_files", "OutputError"),
    ("kulis.proxy.backend", "ProxyError"),
    ("kulis.server", "AddressError"),
    ("kulis.simulation.running", "SimulationError"),
    ("kulis.store", "StoreError"),
)
"""Modules with what they raise for a user to read."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Let a user's mistake end in its sentence and exit code 1."""
    try:
        yield
    except Exception as problem:
        if not is_a_users_mistake(problem):
            raise
        say(f"kulis: {problem}", is_complaint=True)
        sys.exit(1)


def is_a_users_mistake(problem: Exception) -> bool:
    """Whether the text of an exception is all that its reader needs."""
    # What was never imported has raised nothing, and need not be imported for a command that does not use it.
    kinds = (getattr(sys.modules[name], kind) for name, kind in _COMPLAINTS if name in sys.modules)
    return isinstance(problem, tuple(kinds))
