"""What watches the pages sees what it is there for."""

import pytest
from playwright.sync_api import Error

from tests.browser.watching import Visit

STRANGER = "http://127.0.0.2:7799/"


def test_a_visit_notes_complaints_and_requests_to_strangers(demo: Visit) -> None:
    demo.page.evaluate("console.error('a complaint')")
    demo.page.evaluate(f"fetch('{STRANGER}').catch(() => null)")
    demo.page.evaluate("void setTimeout(() => { throw Error('uncaught') })")
    demo.page.wait_for_timeout(50)
    with pytest.raises(Error, match="ERR_CONNECTION"):
        demo.page.goto(STRANGER)
    demo.page.wait_for_url("chrome-error://**")

    complaints, strangers = demo.complaints[:], demo.strangers[:]
    demo.complaints.clear()
    demo.strangers.clear()

    assert any("a complaint" in complaint for complaint in complaints)
    assert any("uncaught" in complaint for complaint in complaints)
    assert any("Content Security Policy" in complaint for complaint in complaints), "the policy let it pass"
    assert strangers == [STRANGER], "asked by going there, while the policy let nothing be fetched"


def test_an_accessibility_check_finds_grey_on_grey(demo: Visit) -> None:
    demo.page.evaluate("document.documentElement.style.setProperty('--ink-soft', '#bbb')")

    try:
        demo.assert_accessible()
    except AssertionError as found:
        assert "color-contrast" in str(found)
    else:
        raise AssertionError("axe-core did not see that grey on white cannot be read")
    finally:
        demo.page.evaluate("document.documentElement.style.removeProperty('--ink-soft')")
