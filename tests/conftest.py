from collections.abc import Iterator

import pytest

from tests.staging import Stage, staged


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rule(*ids): the rules of the contract that the test asserts")


@pytest.fixture
def stage() -> Iterator[Stage]:
    """World `default`, fresh for the test, its clock frozen at noon."""
    with staged() as fresh:
        yield fresh


@pytest.fixture(scope="module")
def quiet_stage() -> Iterator[Stage]:
    """World `default`, shared by a module's tests, which must only read."""
    with staged() as shared:
        yield shared
