"""The demo page is for everybody: two languages, small screens, keyboards and screen readers."""

from playwright.sync_api import expect

from kulis.mock_target import MockTarget
from tests.browser.conftest import Visiting
from tests.browser.watching import Visit, become, stream_path


def test_the_language_is_the_browsers_until_another_is_chosen(
    quiet_served: MockTarget, visit: Visiting
) -> None:
    page = visit(quiet_served, locale="en-GB").goto(stream_path(quiet_served))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("searchbox").fill("emily")
    expect(page.locator(".viewers-figure")).to_have_text("1 person found · 128 have joined in all")

    page.get_by_role("button", name="Türkçe").click()
    expect(page.locator(".viewers-figure")).to_have_text("1 kişi bulundu · toplam 128 kişi katıldı")
    page.reload()

    expect(page.locator("html")).to_have_attribute("lang", "tr")
    expect(page.get_by_role("button", name="Türkçe")).to_have_attribute("aria-pressed", "true")


def test_a_browser_of_neither_language_is_shown_english(quiet_served: MockTarget, visit: Visiting) -> None:
    page = visit(quiet_served, locale="fr-FR").goto("/demo")

    expect(page.get_by_role("heading", level=1)).to_have_text("On air now")


def test_the_keyboard_is_enough_to_skip_the_header_and_to_change_persona(
    quiet_served: MockTarget, demo: Visit
) -> None:
    page = demo.goto("/demo#/")
    page.reload()
    expect(page.locator(".cards-live .card")).to_have_count(10)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="İçeriğe geç")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.locator("#account").press("Enter")
    expect(page.get_by_role("dialog", name="Kimsin?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    expect(page.locator("#account")).to_be_focused()


def test_every_view_fits_a_narrow_phone(quiet_served: MockTarget, visit: Visiting) -> None:
    begun = visit(quiet_served, viewport={"width": 360, "height": 740}, has_touch=True)

    for path, shown in (
        ("/demo", ".shelf .card"),
        (stream_path(quiet_served), ".viewer"),
        (stream_path(quiet_served, "rentable"), ".replay .button"),
    ):
        begun.goto(path).locator(shown).first.wait_for()
        begun.assert_fits()
    become(begun.page, "renter")
    begun.goto("/demo#/rentals").locator(".card").first.wait_for()
    begun.assert_fits()
    begun.page.locator("#account").click()
    begun.page.locator(".persona").first.wait_for()
    begun.assert_fits()


def test_what_is_watched_is_accessible(quiet_served: MockTarget, demo: Visit) -> None:
    demo.goto("/demo#/").locator(".cards-live .badge-watchers").first.wait_for()
    shown(demo, ".shelf .card")
    demo.goto(stream_path(quiet_served)).get_by_text("Tablo olarak").click()
    shown(demo, ".viewer")
    demo.page.locator("#account").click()
    shown(demo, ".persona")


def test_what_is_rented_and_refused_is_accessible(quiet_served: MockTarget, demo: Visit) -> None:
    demo.goto("/demo#/rentals")
    become(demo.page, "renter")
    shown(demo, ".card")
    demo.page.locator(".card a").first.click()
    shown(demo, ".time-left")
    demo.goto(stream_path(quiet_served, "blocked"))
    become(demo.page, "blocked")
    shown(demo, ".viewers .notice")


def shown(visit: Visit, selector: str) -> None:
    visit.page.locator(selector).first.wait_for()
    visit.assert_accessible()
