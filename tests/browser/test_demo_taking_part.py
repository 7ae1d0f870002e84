"""The demo page: following, sending gifts, renting a replay."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from kulis.mock_target import MockTarget
from tests.browser.conftest import Visiting
from tests.browser.watching import Visit, become, stream_path

POLLED = 6000
"""Milliseconds after which the page has asked anew for what moves."""


def choose_gift(page: Page, credits: int) -> None:
    page.get_by_role("radio", name=f"{credits} kredilik hediye").check()


def ask_again(page: Page) -> None:
    with page.expect_response("**/replay-status"):
        page.clock.run_for(POLLED)


def test_following_somebody_shows_and_stays(served: MockTarget, visit: Visiting) -> None:
    page = visit(served).goto(stream_path(served))
    row = page.locator(".viewer", has_text="Emily Stone")
    expect(row).to_contain_text("7,6 B takipçi")
    button = row.get_by_role("button", name="Takip et: Emily Stone")

    button.focus()
    page.keyboard.press("Enter")
    followed = row.get_by_role("button", name="Takibi bırak: Emily Stone")
    expect(followed).to_have_attribute("aria-pressed", "true")
    expect(followed).to_be_focused()
    page.reload()
    expect(followed).to_have_text("Takiptesin")
    followed.click()

    expect(button).to_have_attribute("aria-pressed", "false")
    follows = served.mock.store["follows"]
    assert follows.find_one({"followed": page.locator(".viewer").nth(2).get_attribute("data-user")}) is None


def test_a_gift_raises_its_bar_and_the_total(served: MockTarget, visit: Visiting) -> None:
    page = visit(served).goto(stream_path(served))
    expect(page.locator("[data-total]")).to_have_text("324 hediye")

    choose_gift(page, 5)
    page.get_by_role("button", name="5 krediye gönder").click()

    expect(page.locator(".gifts .outcome")).to_have_text("5 kredilik hediye gönderildi.")
    expect(page.locator("[data-total]")).to_have_text("325 hediye")
    expect(page.get_by_role("img", name="Bedeline göre hediyeler")).to_contain_text("5 kredi: 58")
    page.get_by_text("Tablo olarak").click()
    expect(page.get_by_role("row", name="5 kredi", exact=False).first).to_contain_text("58")


def test_too_few_credits_for_a_gift_are_told_and_nothing_is_sent(served: MockTarget, visit: Visiting) -> None:
    page = visit(served).goto(stream_path(served))
    become(page, "poor")

    choose_gift(page, 10)
    page.get_by_role("button", name="10 krediye gönder").click()

    expect(page.locator(".gifts .outcome-bad")).to_contain_text("Bunun için 10 kredin yok")
    expect(page.locator("[data-total]")).to_have_text("324 hediye")


def test_hosts_are_not_asked_for_gifts_to_themselves(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto(stream_path(quiet_served))

    become(page, "creator")

    expect(page.locator(".gifts")).to_contain_text("Bu senin yayının")
    expect(page.get_by_role("radio")).to_have_count(0)


def test_a_rented_replay_counts_down_by_the_servers_clock_until_it_expires(
    served: MockTarget, visit: Visiting
) -> None:
    begun = visit(served)
    begun.page.clock.install()
    page = begun.goto(stream_path(served, "rentable"))

    page.get_by_role("button", name="krediye kirala").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile("^2[34]:"))
    expect(page.locator(".replay .outcome")).to_have_text("Kiralandı. İyi seyirler!")
    served.mock.clock.advance(timedelta(hours=23, seconds=15))
    ask_again(page)
    ask_again(page)
    expect(page.get_by_role("timer")).to_have_text("59:45")
    served.mock.clock.advance(timedelta(hours=2))
    ask_again(page)

    expect(page.locator(".replay-body")).to_contain_text("Kiralaman 1 sa. önce sona erdi.")
    expect(page.get_by_role("button", name="krediye yeniden kirala")).to_be_visible()


def test_a_replay_that_one_cannot_pay_stays_unrented(served: MockTarget, visit: Visiting) -> None:
    page = visit(served).goto(stream_path(served, "rentable"))
    become(page, "poor")

    page.get_by_role("button", name="krediye kirala").click()

    expect(page.locator(".replay .outcome-bad")).to_contain_text("Hiçbir şey harcanmadı.")
    expect(page.get_by_role("timer")).to_have_count(0)
    assert served.mock.store["rentals"].find_one({"user": served.profile.users["poor"]}) is None


def test_what_one_has_rented_is_listed_with_its_state(quiet_served: MockTarget, demo: Visit) -> None:
    page = demo.goto("/demo#/rentals")
    expect(page.locator(".notice-title")).to_have_text("Henüz bir şey kiralamadın")

    become(page, "renter")

    expect(page.locator(".card .badge").first).to_have_text("İzlenebilir")
    expect(page.locator(".card").first.get_by_role("timer")).to_contain_text(re.compile("^2[12]:"))
    assert page.locator(".card .badge-expired, .card .badge-refunded").count() == 2


def test_a_stream_that_ends_under_ones_eyes_becomes_its_replay(served: MockTarget, visit: Visiting) -> None:
    begun = visit(served)
    begun.page.clock.install()
    page = begun.goto(stream_path(served))
    expect(page.locator(".viewer")).to_have_count(10)
    with served.mock.store.transaction():
        ended = {"status": "ended", "endedAt": "2026-03-01T12:00:00.000Z"}
        served.mock.store["streams"].update_one({"_id": served.profile.streams["active"][0]}, {"$set": ended})

    page.clock.run_for(POLLED)

    expect(page.locator(".toast")).to_have_text("Yayın sona erdi.")
    expect(page.locator(".replay")).to_contain_text("Bu yayının kiralanacak bir tekrarı yok.")


def test_who_leaves_is_gone_from_count_and_list_without_a_reload(served: MockTarget, visit: Visiting) -> None:
    begun = visit(served)
    begun.page.clock.install()
    page = begun.goto(stream_path(served))
    first = page.locator(".viewer").first
    expect(first).to_contain_text("Lars Nygård")
    with served.mock.store.transaction():
        gone = {"user": first.get_attribute("data-user"), "stream": served.profile.streams["active"][0]}
        served.mock.store["audience"].update_one(gone, {"$set": {"leftAt": "2026-03-01T12:00:00.000Z"}})

    page.clock.run_for(POLLED)

    expect(page.locator(".stage .badge-watchers")).to_have_text("44 kişi izliyor")
    expect(first).to_contain_text("Deniz Kaya")


def test_what_the_simulation_does_is_seen_without_a_reload(served: MockTarget, visit: Visiting) -> None:
    begun = visit(served)
    begun.page.clock.install()
    page = begun.goto(stream_path(served))
    expect(page.locator(".viewer")).to_have_count(10)
    served.mock.backstage.simulation.start(1, 4)
    served.mock.clock.advance(timedelta(minutes=1))

    page.clock.run_for(POLLED)

    expect(page.locator("[data-total]")).not_to_have_text("324 hediye")
    page.clock.run_for(POLLED)
    present = {"stream": served.profile.streams["active"][0], "leftAt": None}
    watching = served.mock.store["audience"].count_documents(present)
    assert watching != 45, "nobody came or went in four simulated minutes"
    expect(page.locator(".stage .badge-watchers")).to_have_text(f"{watching} kişi izliyor")
    expect(page.locator(".viewers-figure")).to_contain_text(f"Şu an {watching} kişi")
