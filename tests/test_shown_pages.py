"""The pages that come along, as files: who is shown them, and under what policy."""

import pytest

from tests.staging import Stage, staged

PAGES = ("/demo", "/console")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_lets_nothing_in_from_elsewhere(quiet_stage: Stage, page: str) -> None:
    for path in (page, f"{page}/assets/main.js", f"{page}/assets/shared/element.js"):
        shown = quiet_stage.client.get(path)

        assert shown.status_code == 200, f"{path} is not there"
        policy = shown.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';"), policy
        assert "unsafe" not in policy


def test_the_console_is_shown_under_names_of_this_machine_only(quiet_stage: Stage) -> None:
    for path in ("/console", "/console/assets/main.js"):
        refused = quiet_stage.client.get(path, headers={"Host": "rebound.example.com"})

        assert refused.status_code == 403
        assert refused.text == (
            "rebound.example.com is not a name of this machine; ask for localhost or 127.0.0.1\n"
        )
    assert quiet_stage.client.get("/console", headers={"Host": "localhost:8080"}).status_code == 200


def test_with_a_control_token_the_console_is_shown_under_any_name() -> None:
    with staged(control_token="a secret") as stage:
        assert stage.client.get("/console", headers={"Host": "mock.example.com"}).status_code == 200


def test_the_demo_is_handed_personas_and_links_but_no_secret(quiet_stage: Stage) -> None:
    opening = quiet_stage.client.get("/demo/opening.json").json()

    assert {persona["name"] for persona in opening["personas"]} == {
        persona.name for persona in quiet_stage.mock.world.personas
    }
    assert quiet_stage.mock.settings.secret not in str(opening)
    for replay in opening["replays"]:
        access = quiet_stage.get(f"/live-stream/{replay}/replay-status", "rich").json()["data"]
        assert access["canRent"], f"{replay} is handed out as a replay, but cannot be rented"
