"""A browser for the session, a mock that is read and fresh ones to change, and watched visits to them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from kulis.mock_target import MockTarget, serving_mock
from kulis.settings import Settings
from tests.browser.watching import PATIENCE, Visit, visiting
from tests.staging import NOON

Visiting = Callable[..., Visit]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless.

    It ends with this package's tests: while Playwright is at work, nothing else can run a loop of its own.
    """
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("chromium is not on this machine; apt-get install chromium brings it")
    # Who runs as root, as in a container, gets no sandbox from Chromium.
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def quiet_served() -> Iterator[MockTarget]:
    """World `default`, shared by all tests that only read."""
    with serving_mock(Settings(frozen_at=NOON)) as target:
        yield target


@pytest.fixture(scope="package")
def steered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockTarget]:
    """A mock for tests that change it, one after the other."""
    snapshots = tmp_path_factory.mktemp("snapshots")
    with serving_mock(Settings(frozen_at=NOON, snapshots=snapshots)) as target:
        yield target


@pytest.fixture
def served(steered: MockTarget) -> MockTarget:
    """World `default` as at its start, its clock frozen at noon, for the test to change."""
    steered.mock.backstage.simulation.stop()
    steered.mock.backstage.switch("default", 1)
    steered.mock.faults.clear()
    return steered


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """`visit(target, **context_options)`: a watched page of a mock."""
    with ExitStack() as visits:

        def begin(target: MockTarget, **context_options: Any) -> Visit:
            return visits.enter_context(visiting(browser, address_of(target), **context_options))

        yield begin


@pytest.fixture(scope="package")
def kept_visit(browser: Browser, quiet_served: MockTarget) -> Iterator[Visit]:
    with visiting(browser, address_of(quiet_served)) as kept:
        yield kept


@pytest.fixture
def demo(kept_visit: Visit) -> Iterator[Visit]:
    """The demo on a mock that is only read. The page is kept, since loading one costs a second."""
    page = kept_visit.page
    if page.url.startswith(kept_visit.address) and page.evaluate("localStorage.length"):
        page.evaluate("localStorage.clear()")
        page.goto("about:blank")
    kept_visit.goto("/demo#/nowhere")
    yield kept_visit
    page.unroute_all()
    kept_visit.assert_quiet()


def address_of(target: MockTarget) -> str:
    return target.profile.base_url.removesuffix(target.mock.contract.base_path)
