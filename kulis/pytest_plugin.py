"""What `pytest contract_tests` is told on its command line, and the verdict that its tests read."""

from pathlib import Path

import pytest

from contract_tests.failures import FOLDER
from contract_tests.verdict import Verdict


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kulis")
    group.addoption("--base-url", default=None, help="Implementation to hold to the contract; else the mock.")
    group.addoption("--profile", type=Path, default=None, help="Target profile, as for `kulis test`.")
    group.addoption("--environment", default=None, help="production, development or local.")
    group.addoption("--level", default="standard", help="quick, standard or deep.")
    group.addoption("--basis", default=None, help="What fails: documented rules, or all.")
    group.addoption("--failures", type=Path, default=FOLDER, help="Where failures are kept.")
    group.addoption("--contract-workers", type=int, default=1, help="How many reading checks at a time.")
    group.addoption("--contract-seed", type=int, default=1, help="The same seed makes the same choices.")


@pytest.fixture(scope="session")
def verdict(request: pytest.FixtureRequest) -> Verdict:
    """The verdict of one run against the target."""
    # Only the contract tests ask for it, and Schemathesis takes long to import.
    from kulis.mock_target import mock_within
    from kulis.test_run import verdict_of

    option = request.config.getoption
    return verdict_of(
        option("--base-url"),
        profile=option("--profile"),
        environment=option("--environment"),
        level=option("--level"),
        basis=option("--basis"),
        seed=option("--contract-seed"),
        failures=option("--failures"),
        workers=option("--contract-workers"),
        mock=mock_within,
    )
