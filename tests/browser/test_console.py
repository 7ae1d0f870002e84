"""The console: the backstage in a browser."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kulis.mock_target import MockTarget
from tests.browser.conftest import Visiting, address_of
from tests.browser.watching import Visit, visiting

NOON_TOLD = "1 Mar 2026, 12:00:00 UTC"
POLLED = 2500
"""Milliseconds after which the console has asked anew."""


@pytest.fixture(scope="module")
def console_visit(browser: Browser, steered: MockTarget) -> Iterator[Visit]:
    permissions = ["clipboard-read", "clipboard-write"]
    with visiting(browser, address_of(steered), permissions=permissions) as kept:
        yield kept


@pytest.fixture
def console(console_visit: Visit, served: MockTarget) -> Iterator[Visit]:
    """The console of a mock that is as it was at its start."""
    console_visit.goto("/console#/journal")
    expect(console_visit.page.locator(".clock-time")).to_have_text(NOON_TOLD)
    yield console_visit
    console_visit.assert_quiet()


def ask(target: MockTarget, path: str, token: str | None = None) -> int:
    """The status of a request to the API from outside of the browser."""
    headers = {"Authorization": token} if token else {}
    try:
        with urlopen(Request(target.profile.base_url + path, headers=headers), timeout=10) as answer:
            status: int = answer.status
            return status
    except HTTPError as refusal:
        return refusal.code


def entry(page: Page, words: str) -> Any:
    return page.locator(".entries > li", has_text=words).first


def test_the_journal_shows_requests_as_they_come_and_explains_them(
    console: Visit, served: MockTarget
) -> None:
    stream = served.profile.streams["active"][0]
    ask(served, f"/live-stream/{stream}/viewers?sarch=isik", served.mock.token("viewer"))

    shown = entry(console.page, "sarch=isik")
    expect(shown).to_contain_text("getLiveStreamViewers · viewer")
    expect(shown).to_contain_text("2 remarks")
    shown.get_by_role("button").first.press("Enter")

    expect(shown.locator(".sentences")).to_contain_text("unknown query parameter 'sarch', ignored")
    expect(shown.get_by_label("Response body")).to_contain_text('"isSuccess": true')
    assert served.mock.token("viewer") not in console.page.content(), "a token stands in the journal"


def test_the_journal_is_sifted(console: Visit, served: MockTarget) -> None:
    ask(served, "/live-stream/featured?first")
    ask(served, "/gifts/gift-types")
    expect(entry(console.page, "/gifts/gift-types")).to_be_visible()

    console.page.get_by_label("Only what is remarkable").check()
    console.page.get_by_label("Show only entries with").fill("listGiftTypes")

    expect(entry(console.page, "/gifts/gift-types")).to_be_visible()
    expect(entry(console.page, "featured?first")).to_be_hidden()
    console.page.get_by_label("Only what is remarkable").uncheck()
    console.page.get_by_label("Show only entries with").fill("")


def test_the_journal_is_saved_as_an_archive(console: Visit, served: MockTarget) -> None:
    ask(served, "/live-stream/featured?saved")
    with console.page.expect_download() as begun:
        console.page.get_by_role("button", name="Save the journal as an HTTP Archive").click()

    archive = json.loads(begun.value.path().read_text(encoding="utf-8"))
    assert archive["log"]["entries"][-1]["request"]["url"].endswith("/featured?saved")


def test_a_personas_token_is_copied_and_opens_the_api(console: Visit, served: MockTarget) -> None:
    console.page.get_by_role("button", name="Copy the token of rich").click()
    expect(console.page.locator(".toast").last).to_have_text("The token of rich is on the clipboard")

    token = console.page.evaluate("navigator.clipboard.readText()")

    assert ask(served, "/gifts/gift-types", f"Bearer {token}") == 200


def test_a_spoilt_token_is_made(console: Visit, served: MockTarget) -> None:
    console.page.get_by_role("combobox", name="Token of").select_option("viewer")
    console.page.get_by_role("combobox", name="Kind").select_option("expired")
    console.page.get_by_role("button", name="Make and copy").click()
    expect(console.page.locator(".toast").last).to_have_text("A token of viewer is on the clipboard")

    token = console.page.evaluate("navigator.clipboard.readText()")

    assert ask(served, "/gifts/gift-types", f"Bearer {token}") == 401


def test_the_clock_is_moved_and_let_run(console: Visit, served: MockTarget) -> None:
    page = console.page
    page.get_by_role("button", name="Move on by 25h").click()
    expect(page.locator(".clock-time")).to_have_text("2 Mar 2026, 13:00:00 UTC")

    page.get_by_role("button", name="Let it run").click()
    expect(page.locator("#clock .badge")).to_have_text("Running")
    page.get_by_role("button", name="Freeze now").click()

    expect(page.locator("#clock .badge")).to_have_text("Frozen")
    assert served.mock.clock.frozen_at is not None


def test_what_cannot_be_done_is_told_in_a_sentence(console: Visit) -> None:
    console.page.get_by_label("Stand still at").fill("tomorrow")
    console.page.get_by_role("button", name="Freeze there").click()

    expect(console.page.locator(".toast-bad")).to_contain_text("tomorrow")
    expect(console.page.locator(".clock-time")).to_have_text(NOON_TOLD)


def test_a_fault_is_set_and_removed(console: Visit, served: MockTarget) -> None:
    page, token = console.page, f"Bearer {served.mock.token('poor')}"
    page.get_by_role("combobox", name="Operation").select_option("listGiftTypes")
    page.get_by_role("combobox", name="Sent by").select_option("poor")
    page.get_by_role("button", name="Set the fault").click()
    expect(page.locator("#faults code")).to_have_text("listGiftTypes:persona=poor,status=503")
    assert ask(served, "/gifts/gift-types", token) == 503

    expect(page.locator("#faults .things")).to_contain_text("struck 1 of 1")
    page.get_by_role("button", name="Remove fault listGiftTypes:persona=poor,status=503").click()

    expect(page.locator("#faults code")).to_have_count(0)
    assert ask(served, "/gifts/gift-types", token) == 200


def test_a_snapshot_brings_back_what_was(console: Visit, served: MockTarget) -> None:
    page, users = console.page, served.mock.store["users"]
    page.get_by_label("Keep this state as").fill("as-it-was")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#snapshots b")).to_have_text("as-it-was")
    users.update_one({"username": "deniz.kaya"}, {"$set": {"credits": 1}})

    page.get_by_role("button", name="Restore as-it-was").click()
    expect(page.locator(".toast").last).to_have_text("Back to as-it-was")
    page.get_by_role("button", name="Delete the snapshot as-it-was").click()
    expect(page.locator("#snapshots b")).to_have_count(0)

    kept = served.mock.store["users"].find_one({"username": "deniz.kaya"})
    assert kept is not None and kept["credits"] == 1000


def test_another_world_is_begun_with_its_personas(console: Visit, served: MockTarget) -> None:
    page = console.page
    page.get_by_role("combobox", name="World").select_option("empty")
    page.locator("#world").get_by_label("Seed").fill("7")

    page.get_by_role("button", name="Switch").click()

    expect(page.locator(".facts")).to_have_text("empty · seed 7")
    expect(page.locator("#personas")).to_contain_text("Finds nothing to watch")
    assert served.mock.backstage.world.name == "empty"


def test_the_simulation_is_started_watched_paused_and_switched_off(
    console: Visit, served: MockTarget
) -> None:
    page, simulation = console.page, served.mock.backstage.simulation
    panel = page.locator("#simulation")
    panel.get_by_label("Seed").fill("7")
    panel.get_by_label("Speed").fill("20")
    panel.get_by_label("Speed").press("Enter")
    expect(panel.locator(".badge")).to_have_text("running")
    expect(panel).to_contain_text("The clock stands still, and nothing happens until it moves.")
    page.get_by_role("button", name="Move on by 1h", exact=True).click()

    lately = panel.get_by_role("list", name="What has happened lately").get_by_role("listitem")
    expect(lately).to_have_count(6)
    panel.get_by_role("button", name="Pause").press("Enter")
    expect(panel.locator(".badge")).to_have_text("paused")
    expect(lately.first).to_contain_text(simulation.as_data()["lately"][-1]["sentence"])
    expect(page.locator(".facts")).to_have_text("default · seed 1 · simulation paused")
    assert (simulation.state, simulation.as_data()["seed"]) == ("paused", 7)
    expect(panel.get_by_role("button", name="Go on")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel.locator(".badge")).to_have_text("running")
    panel.get_by_role("button", name="Stop").click()

    expect(panel.get_by_role("button", name="Start")).to_be_visible()
    expect(lately).to_have_count(0)


def test_the_state_is_looked_into_page_by_page(console: Visit) -> None:
    page = console.page
    page.get_by_role("link", name="State").click()
    page.get_by_role("button", name="streams 32").click()
    expect(page.locator(".documents details")).to_have_count(10)

    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".pager-place")).to_have_text("Page 2 of 4")
    page.locator(".documents summary").first.press("Enter")

    shown = json.loads(page.locator(".documents pre").first.inner_text())
    assert len(shown["_id"]) == 24


def test_the_console_fits_a_phone_and_every_view_is_accessible(console: Visit, served: MockTarget) -> None:
    page = console.page
    page.get_by_role("button", name="Clear", exact=True).click()
    served.mock.simulation.start(1)
    served.mock.clock.advance(timedelta(minutes=5))
    ask(served, "/live-stream/featured?x=1")
    entry(page, "featured?x=1").get_by_role("button").first.click()
    console.assert_accessible()
    page.set_viewport_size({"width": 360, "height": 740})

    for view, there in (
        ("Journal", ".entry-head"),
        ("Steer", ".lately li"),
        ("State", ".documents details"),
    ):
        page.get_by_role("link", name=view).click()
        page.locator(there).first.wait_for()
        console.assert_fits()
    console.assert_accessible()
    page.get_by_role("link", name="Steer").click()
    console.assert_accessible()
    page.set_viewport_size({"width": 1280, "height": 720})


def test_a_lost_server_is_told_while_it_lasts(served: MockTarget, visit: Visiting) -> None:
    begun = visit(served)
    begun.page.clock.install()
    page = begun.goto("/console")
    expect(page.locator(".clock-time")).to_have_text(NOON_TOLD)

    page.route("**/__kulis/**", lambda route: route.abort())
    page.clock.run_for(POLLED)
    expect(page.locator(".strip")).to_have_text("The server does not answer. Trying again…")
    page.unroute("**/__kulis/**")
    page.clock.run_for(POLLED)

    expect(page.locator(".strip")).to_be_empty()


def test_a_server_that_wants_a_token_is_given_one(served: MockTarget, visit: Visiting) -> None:
    begun = visit(served)

    def guard(route: Route) -> None:
        if route.request.headers.get("kulis-control-token") == "a secret":
            route.continue_()
        else:
            route.fulfill(status=403, json={"error": "Only this machine may steer the mock"})

    begun.page.route("**/__kulis/**", guard)
    page = begun.goto("/console")
    dialog = page.get_by_role("dialog", name="Control token")
    expect(dialog).to_contain_text("Only this machine may steer the mock")
    begun.assert_accessible()
    dialog.get_by_label("Control token").fill("a secret")
    page.keyboard.press("Enter")

    expect(page.locator(".clock-time")).to_have_text(NOON_TOLD)
    expect(page.locator("#personas b")).to_have_count(7)
