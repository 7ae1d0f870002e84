"""The pictures in README.md, taken anew: `python -m tests.browser.pictures`."""

import shutil
from datetime import timedelta
from pathlib import Path

import httpx2
from playwright.sync_api import Browser, Page, sync_playwright

from kulis.mock_target import MockTarget, serving_mock
from kulis.settings import Settings
from tests.browser.conftest import address_of
from tests.browser.watching import stream_path, visiting
from tests.staging import NOON

_DOCS = Path(__file__).parent.parent.parent / "docs"
_DESKTOP = {"width": 1080, "height": 1040}
_WIDE = {"width": 1400, "height": 1100}
_PHONE = {"width": 390, "height": 844}


def main() -> None:
    with sync_playwright() as playwright, serving_mock(Settings(frozen_at=NOON)) as target:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _take_demo(browser, target)
        _take_demo_on_a_phone(browser, target)
        _take_console(browser, target)
        browser.close()


def _take_demo(browser: Browser, target: MockTarget) -> None:
    with visiting(browser, address_of(target), viewport=_DESKTOP, color_scheme="dark") as visit:
        page = visit.goto(stream_path(target))
        page.locator(".viewer").first.wait_for()
        page.get_by_role("radio", name="5 kredilik hediye").check()
        page.get_by_role("button", name="5 krediye gönder").click()
        page.get_by_text("5 kredilik hediye gönderildi.").wait_for()
        page.get_by_role("button", name="Takip et: Emily Stone").click()
        page.get_by_role("button", name="Takibi bırak: Emily Stone").wait_for()
        _take(page, "demo.png")


def _take_demo_on_a_phone(browser: Browser, target: MockTarget) -> None:
    options = {"viewport": _PHONE, "color_scheme": "light", "locale": "en-GB"}
    with visiting(browser, address_of(target), **options) as visit:
        page = visit.goto("/demo")
        page.locator(".cards-live .badge-watchers").last.wait_for()
        _take(page, "demo-phone.png")


def _take_console(browser: Browser, target: MockTarget) -> None:
    target.mock.journal.clear()
    target.mock.simulation.start(1, 4.0)
    target.mock.clock.advance(timedelta(minutes=2))
    with visiting(browser, address_of(target), viewport=_WIDE, color_scheme="dark") as visit:
        page = visit.goto("/console")
        page.get_by_role("combobox", name="Operation").select_option("createGift")
        page.get_by_label("Probability").fill("0.3")
        page.get_by_role("button", name="Set the fault").click()
        page.locator("#faults code").wait_for()
        page.locator(".toast").wait_for(state="detached", timeout=10_000)
        _take_part(target)
        told = page.locator(".entries > li", has_text="limit=101")
        told.get_by_role("button").click()
        told.locator(".sentences").first.wait_for()
        _take(page, "console.png")


def _take_part(target: MockTarget) -> None:
    base, stream = target.profile.base_url, target.profile.streams["active"][0]
    viewer, blocked = target.mock.token("viewer"), target.mock.token("blocked")
    gift = next(iter(target.mock.store["giftTypes"].find({"creditAmount": 10})))["_id"]
    with httpx2.Client(base_url=base, headers={"Authorization": f"Bearer {viewer}"}) as client:
        client.get(f"/live-stream/{stream}/viewers", headers={"Authorization": f"Bearer {blocked}"})
        client.get(f"/live-stream/{stream}/viewers?sarch=isik", headers={"Authorization": viewer})
        for _ in range(6):
            client.post("/gifts/create", json={"giftTypeId": gift, "liveStreamId": stream})
        client.get(f"/live-stream/{stream}/viewers?limit=101")
        client.get("/live-stream/featured")


def _take(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.screenshot(path=_DOCS / name)


if __name__ == "__main__":
    main()
