"""The contract is kept while somebody watches the console, and things happen of themselves."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from contract_tests.profile import Profile
from kulis.mock_target import serving_mock
from kulis.settings import Settings
from tests.browser.conftest import address_of
from tests.browser.watching import visiting

COMMAND = (sys.executable, "-W", "ignore", "-m", "kulis", "test", "--level", "quick", "--forget")
SECONDS = 12
"""What the run is given: enough for most of the checks, even where the machine is busy."""


def test_the_contract_is_kept_with_the_console_open_and_the_simulation_running(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        serving_mock(Settings(simulation_speed=2.0)) as target,
        visiting(browser, address_of(target)) as visit,
    ):
        page = visit.goto("/console")
        expect(page.locator("#simulation .badge")).to_have_text("running")
        profile, environment = written(target.profile, tmp_path / "mock.toml")

        # In a process of its own: while Playwright is at work, nothing else here can run a loop.
        tests = subprocess.Popen(
            [*COMMAND, "--profile", str(profile), "--basis", "all", "--json", str(tmp_path / "verdict.json")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **environment},
        )
        # A reset by the tests begins the simulation anew, and may be the last that they do.
        happened: set[str] = set()
        while tests.poll() is None:
            page.wait_for_timeout(250)
            happened |= set(target.mock.simulation.as_data()["happened"])
        report, _ = tests.communicate()

        assert tests.returncode == 0, report
        checks = json.loads((tmp_path / "verdict.json").read_text(encoding="utf-8"))["checks"]
        passed = [check for check in checks if check["result"] == "passed"]
        assert len(passed) > len(checks) / 3, f"{len(passed)} of {len(checks)} checks were made"
        expect(page.locator(".entries > li").first).to_be_visible()
        expect(page.locator("#simulation .lately li")).not_to_have_count(0)
        assert happened, "nothing happened while the tests ran"
        visit.assert_quiet()


def written(profile: Profile, path: Path) -> tuple[Path, Mapping[str, str]]:
    """A mock's profile as a file, and the environment in which its tokens are."""
    secrets = {f"{role.upper()}_TOKEN": credential.token for role, credential in profile.credentials.items()}
    assert profile.secret is not None
    tables: dict[str, dict[str, Any]] = {
        "tokens": {role: f"{role.upper()}_TOKEN" for role in profile.credentials},
        "jwt": {"secret": "JWT_SECRET"},
        "streams": {
            role: list(streams) if role in ("rentable", "unrentable") else streams[0]
            for role, streams in profile.streams.items()
        },
        "users": dict(profile.users),
        "hooks": {"reset": profile.reset, "pause": profile.pause, "resume": profile.resume},
        "limits": {"seconds": SECONDS},
    }
    lines = [f"base_url = {profile.base_url!r}", 'environment = "local"', "moving = true"]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *[f"{key} = {value!r}" for key, value in table.items()]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path, {**secrets, "JWT_SECRET": profile.secret.token}
