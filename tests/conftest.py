from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.staging import Stage, beginning, staged


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rule(*ids): the rules of the contract that the test asserts")
    # How long an example takes is the machine's matter, and says nothing of the code.
    settings.register_profile("untimed", settings(), deadline=None)
    settings.load_profile("untimed")


@pytest.fixture(scope="session")
def stage_again() -> Iterator[Callable[[], Stage]]:
    """One mock for all tests; each call puts everything in it back to its beginning."""
    with staged() as shared:
        begin_again = beginning(shared)

        def again() -> Stage:
            begin_again()
            return shared

        yield again


@pytest.fixture
def stage(stage_again: Callable[[], Stage]) -> Stage:
    """World `default`, fresh for the test, its clock frozen at noon."""
    return stage_again()


@pytest.fixture(scope="module")
def quiet_stage() -> Iterator[Stage]:
    """World `default`, shared by a module's tests, which must only read."""
    with staged() as shared:
        yield shared
