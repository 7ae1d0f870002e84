"""A browser's page that is watched: what it complains of, and whom it asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from kulis.mock_target import MockTarget

_REFUSED = "Failed to load resource"
# Posters are many shapes, all hidden from those who hear the page: looking through them takes seconds.
_WORDS = {"exclude": [[".poster"]]}
PATIENCE = 15_000
"""Milliseconds that a busy machine is given; a test that passes never waits so long."""
_GRAVE = ("serious", "critical")


@dataclass
class Visit:
    """A page of a server at `address`; it must complain of nothing and ask nobody else."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def goto(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def assert_quiet(self) -> None:
        """Nothing was complained of and nobody else was asked, since this was last asserted."""
        complaints, strangers = self.complaints[:], self.strangers[:]
        self.complaints.clear()
        self.strangers.clear()
        assert not complaints, f"the page complained: {complaints}"
        assert not strangers, f"the page asked outside the machine: {strangers}"

    def note_console(self, message: ConsoleMessage) -> None:
        # Chromium reports each refused request there, which is no mistake of the page's.
        if message.type in ("error", "warning") and not message.text.startswith(_REFUSED):
            self.complaints.append(f"{message.type}: {message.text}")

    def note_request(self, request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme not in ("data", "blob") and f"{target.scheme}://{target.netloc}" != self.address:
            self.strangers.append(request.url)

    def assert_accessible(self) -> None:
        """No serious or critical finding of axe-core in what the page shows now, by day and by night."""
        self.page.emulate_media(color_scheme="light")
        grave = self._grave_findings({"resultTypes": ["violations"]})
        self.page.emulate_media(color_scheme="dark")
        # Nothing but its colours changes by night.
        grave += self._grave_findings({"runOnly": ["color-contrast"]})
        assert not grave, f"axe-core finds at {self.page.url}:\n" + "\n".join(grave)

    def assert_fits(self) -> None:
        """Nothing sticks out to the right."""
        beyond = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, f"{self.page.url} is {beyond} pixels wider than the window"

    def _grave_findings(self, options: dict[str, Any]) -> list[str]:
        return [
            f"{violation['id']}: {violation['help']}\n    " + "\n    ".join(_places(violation))
            for violation in Axe().run(self.page, _WORDS, options).response["violations"]
            if violation["impact"] in _GRAVE
        ]


@contextmanager
def visiting(browser: Browser, address: str, **context_options: Any) -> Iterator[Visit]:
    """A fresh page with a memory of its own, Turkish and 1280 pixels wide unless told otherwise."""
    options = {"locale": "tr-TR", "timezone_id": "Europe/Istanbul", "reduced_motion": "reduce"}
    context = browser.new_context(**{**options, **context_options})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    visit = Visit(page, address)
    page.on("console", visit.note_console)
    page.on("pageerror", lambda problem: visit.complaints.append(f"uncaught: {problem}"))
    page.on("request", visit.note_request)
    try:
        yield visit
        visit.assert_quiet()
    finally:
        context.close()


def stream_path(target: MockTarget, role: str = "active") -> str:
    """Where the demo shows a stream, such as the most watched."""
    return f"/demo#/stream/{target.profile.streams[role][0]}"


def become(page: Page, persona: str) -> None:
    """Choose a persona in the demo's header."""
    page.locator("#account").click()
    page.locator(f".persona[data-persona={persona}]").click()


def _places(violation: dict[str, Any]) -> list[str]:
    return [f"{', '.join(map(str, node['target']))}: {node['failureSummary']}" for node in violation["nodes"]]
