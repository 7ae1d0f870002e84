"""The demo page: what is on air, and who watches it."""

from playwright.sync_api import Page, expect

from kulis.mock_target import MockTarget
from tests.browser.watching import Visit, stream_path


def viewer_names(page: Page) -> list[str]:
    return page.locator(".viewer-name").all_inner_texts()


def test_home_shows_what_is_on_air_the_most_watched_first(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto("/demo#/")

    cards = page.locator(".cards-live .card")
    expect(cards).to_have_count(10)
    expect(cards.first).to_contain_text("Akustik Gece")
    expect(cards.first).to_contain_text("45 kişi izliyor")
    expect(page.locator(".shelf .card")).to_have_count(8)


def test_a_card_leads_to_its_stream_by_the_keyboard(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto("/demo#/")

    page.get_by_role("link", name="Akustik Gece", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Akustik Gece")
    expect(page).to_have_title("Akustik Gece · Kulis")


def test_a_search_waits_for_typing_to_rest_and_folds_turkish_letters(
    quiet_served: MockTarget, demo: Visit
) -> None:
    demo.page.clock.install()
    page = demo.goto(stream_path(quiet_served))
    expect(page.locator(".viewer")).to_have_count(10)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/viewers?" in request.url else None)

    # However slowly the letters come here, for the page they come 20 ms apart.
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    for letter in "isik":
        page.get_by_role("searchbox", name="İzleyici ara").press_sequentially(letter)
        page.clock.run_for(20)
    assert asked == [], "a search that does not wait for the typing to rest"
    page.clock.resume()

    expect(page.locator(".viewer")).to_have_count(4)
    assert {"Işık Yılmaz", "IŞIK DEMİRCİ", "isik aydin"} <= set(viewer_names(page))
    expect(page.locator(".viewers-figure")).to_contain_text("4 kişi bulundu")
    assert len(asked) == 1, f"four letters were one search, not {asked}"


def test_what_nobody_is_called_is_said_in_words(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto(stream_path(quiet_served))

    page.get_by_role("searchbox").fill(".*")

    expect(page.locator(".viewers-none")).to_have_text("Burada “.*” adında kimse yok.")


def test_pages_are_leafed_through_and_kept_in_the_address(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto(stream_path(quiet_served))
    expect(page.locator(".viewer")).to_have_count(10)
    first = viewer_names(page)

    page.get_by_role("button", name="Sonraki sayfa").click()
    expect(page.locator(".pager-place")).to_have_text("Sayfa 2 / 5")
    second = viewer_names(page)
    page.reload()

    expect(page.locator(".pager-place")).to_have_text("Sayfa 2 / 5")
    assert viewer_names(page) == second
    assert not set(first) & set(second), "a viewer stands on two pages"
