"""The demo page: what a person is told when something does not work."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from kulis.mock_target import MockTarget
from tests.browser.conftest import Visiting
from tests.browser.watching import Visit, become, stream_path

FAULT = {
    "isSuccess": False,
    "statusCode": 500,
    "data": None,
    "errors": ["Internal server error"],
    "timestamp": "2026-03-01T12:00:00.000Z",
}


def test_who_is_signed_out_is_led_back_in(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto(stream_path(quiet_served))
    page.locator("#account").click()
    page.get_by_role("button", name="Çıkış yap").click()
    expect(page.locator("main .notice-title")).to_have_text("Devam etmek için giriş yap")

    page.locator("main").get_by_role("button", name="Giriş yap").click()
    page.locator(".persona[data-persona=rich]").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Akustik Gece")
    expect(page.locator("#account")).to_have_text("LŞLeyla Şahin")


def test_a_session_that_has_ended_asks_to_sign_in_again(quiet_served: MockTarget, demo: Visit) -> None:

    def spoil(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "authorization": "Bearer spoilt"})

    demo.page.route("**/api/v1/live-stream/*", spoil)
    page = demo.goto(stream_path(quiet_served))

    expect(page.locator(".notice-title")).to_have_text("Devam etmek için giriş yap")
    expect(page.locator("main").get_by_role("button", name="Giriş yap")).to_be_visible()


def test_who_is_blocked_is_told_so_where_it_matters(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto(stream_path(quiet_served, "blocked"))
    become(page, "blocked")
    expect(page.locator(".viewers .notice-title")).to_have_text("Burası sana kapalı")

    page.get_by_role("button", name="1 krediye gönder").click()

    expect(page.locator(".gifts .outcome-bad")).to_contain_text("Yayının sahibi katılmana izin vermiyor.")


def test_a_stream_that_is_gone_is_not_shown(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto(stream_path(quiet_served, "deleted"))

    expect(page.locator(".notice-title")).to_have_text("Burada bir şey yok")
    page.get_by_role("link", name="Canlı yayınlara dön").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Şu an yayında")


def test_a_stream_to_come_tells_when(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto(stream_path(quiet_served, "scheduled"))

    expect(page.locator(".notice-title")).to_have_text("Başlangıç: 8 Mar 2026 15:00")


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        (lambda route: route.abort(), "Sunucuya ulaşamıyoruz"),
        (lambda route: route.fulfill(status=500, body=json.dumps(FAULT)), "Bizim tarafta bir şey ters gitti"),
        (lambda route: route.fulfill(body='{"isSuccess": tru'), "Bizim tarafta bir şey ters gitti"),
        (lambda route: route.fulfill(body='{"data": []}'), "Bizim tarafta bir şey ters gitti"),
    ],
    ids=["away", "fault", "malformed", "no-envelope"],
)
def test_a_failure_is_told_calmly_and_another_try_succeeds(
    quiet_served: MockTarget, demo: Visit, answer: Callable[[Route], None], title: str
) -> None:
    demo.page.route("**/live-stream/featured", answer)
    page = demo.goto("/demo#/")
    expect(page.locator(".notice-title")).to_have_text(title)

    page.unroute("**/live-stream/featured")
    page.get_by_role("button", name="Yeniden dene").click()

    expect(page.locator(".cards-live .card")).to_have_count(10)


def test_a_lost_connection_is_told_while_it_lasts_and_loses_nothing(
    quiet_served: MockTarget, visit: Visiting
) -> None:
    begun = visit(quiet_served)
    begun.page.clock.install()
    page = begun.goto(stream_path(quiet_served))
    expect(page.locator(".viewer")).to_have_count(10)

    page.route("**/api/v1/**", lambda route: route.abort())
    page.clock.run_for(5000)
    expect(page.locator(".strip")).to_have_text("Bağlantı yok. Yeniden deniyoruz…")
    expect(page.locator(".viewer")).to_have_count(10)
    page.unroute("**/api/v1/**")
    page.clock.run_for(5000)

    expect(page.locator(".strip")).to_be_empty()
