"""The console of a proxy: what a real backend breaks, where its developer looks."""

import httpx2
from playwright.sync_api import Browser, expect
from starlette.types import ASGIApp

from kulis.app import Mock
from kulis.mock_target import serving_mock
from kulis.proxy.app import create_proxy
from kulis.proxy.backend import backend_at
from tests.browser.conftest import address_of
from tests.browser.watching import visiting
from tests.proxying import HandMade, enveloped
from tests.staging import CONTRACT

STREAM = "64f0a1b2c3d4e5f6a7b80901"
LATE = enveloped({"streamId": STREAM, "viewerCount": 3}, timestamp="2026-03-01T12:00:00Z")


def test_a_breach_of_the_backend_shows_and_only_kulis_own_pages_are_linked(browser: Browser) -> None:
    with serving_mock(wrap=_before_a_late_backend) as target, visiting(browser, address_of(target)) as visit:
        httpx2.get(f"{target.profile.base_url}/live-stream/{STREAM}/viewer-count")
        visit.goto("/console#/journal")

        entry = visit.page.locator(".entries > li", has_text="viewer-count").first
        expect(entry).to_contain_text("answered by upstream")
        expect(entry).to_contain_text("breaks the contract")
        entry.click()
        expect(entry).to_contain_text("ENV-5: expected a timestamp such as")
        expect(visit.page.locator("select[name=operation] option")).to_have_count(
            len(CONTRACT.operations) + 1
        )
        expect(visit.page.locator(".links a")).to_have_count(0)
        visit.assert_quiet()


def _before_a_late_backend(_: Mock) -> ASGIApp:
    backend = backend_at(CONTRACT, "https://api.example.com", environment="development")
    return create_proxy(backend, CONTRACT, transport=httpx2.ASGITransport(HandMade(body=LATE))).app
