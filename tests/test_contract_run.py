"""`kulis test`: its verdicts, exit codes and reports."""

import json
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest
import trustme
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_tests.checks import CHECKS, RESPONSE_CHECKS
from contract_tests.plan import Plan
from contract_tests.preflight import CouldNotRun
from contract_tests.profile import Profile, ProfileError, load_profile
from contract_tests.reports.files import as_annotations, as_json, as_junit
from contract_tests.reports.page import as_page
from contract_tests.reports.terminal import time_spent
from contract_tests.runner import run
from contract_tests.verdict import Result, TimeSpent, Verdict
from kulis.app import Mock
from kulis.mock_target import serving_mock
from kulis.profile_command import profile_text
from tests.commands import run_here
from tests.staging import CONTRACT, no_phases


def verdict_of(profile: Profile, **plan: Any) -> Verdict:
    with httpx2.Client(timeout=5) as http:
        return run(Plan(CONTRACT, profile, CHECKS, RESPONSE_CHECKS, "quick", **plan), http)


@pytest.fixture(scope="module")
def kept() -> Verdict:
    with serving_mock() as target:
        return verdict_of(target.profile)


@pytest.fixture(scope="module")
def broken() -> Verdict:
    """A verdict that reports are made of: some checks find enough for them, and no phase is needed."""
    with serving_mock(wrap=without_milliseconds) as target, httpx2.Client(timeout=5) as http:
        plan = Plan(CONTRACT, target.profile, CHECKS[:20], RESPONSE_CHECKS, "quick", phases=no_phases)
        return run(plan, http)


def test_the_mock_keeps_its_contract(kept: Verdict) -> None:
    assert kept.is_kept, [(finding.rule_id, finding.check, finding.got) for finding in kept.findings]
    assert kept.requests > 500


def test_a_broken_rule_is_named_with_what_was_expected_and_a_line_that_shows_it(broken: Verdict) -> None:
    assert not broken.is_kept
    assert {finding.rule_id for finding in broken.findings} == {"ENV-5"}
    finding = broken.findings[0]
    assert finding.exchanges[-1].request.as_curl().startswith("curl -i ")
    assert finding.expected
    assert finding.got


def test_no_token_stands_in_any_report(broken: Verdict) -> None:
    with serving_mock() as target:
        tokens = [credential.token for credential in target.profile.credentials.values()]

    for report in (as_json, as_junit, as_annotations, as_page):
        text = report(broken, CONTRACT)
        assert "ENV-5" in text
        assert not [token for token in tokens if token in text], report.__name__


def test_junit_counts_what_fails_and_what_was_not_exercised(broken: Verdict) -> None:
    suite = ElementTree.fromstring(as_junit(broken, CONTRACT)).find("testsuite")

    assert suite is not None
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure")) > 0
    assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))


def test_json_has_a_result_for_every_rule(kept: Verdict) -> None:
    document = json.loads(as_json(kept, CONTRACT))

    assert set(document["rules"]) == set(CONTRACT.rules)
    assert document["isKept"] is True


def test_a_run_tells_where_its_time_went(kept: Verdict) -> None:
    shares = json.loads(as_json(kept, CONTRACT))["timeShares"]

    assert sum(shares.values()) == pytest.approx(1, abs=0.01)
    assert [name for name, share in shares.items() if share > 0] == ["waiting", "generating", "checking"]


def test_where_the_time_went_is_one_sentence(kept: Verdict) -> None:
    spent = TimeSpent(waiting=5.0, pausing=0.0, generating=3.0)

    told = time_spent(replace(kept, requests=200, seconds=10.0, spent=spent))

    assert told == (
        "20 requests/s; of the time 50% waiting for the target, 30% Hypothesis and Schemathesis, 20% checks"
    )


def test_what_a_profile_lacks_is_not_exercised_and_never_passed() -> None:
    with serving_mock() as target:
        verdict = verdict_of(Profile(target.profile.base_url, "local"))

    assert verdict.is_kept
    assert verdict.rule_results(CONTRACT)["AUTH-1"] is Result.NOT_EXERCISED


def test_an_address_that_nobody_marked_counts_as_production_and_is_only_read() -> None:
    methods: set[str] = set()
    with serving_mock(wrap=lambda mock: noting_methods(mock.app, methods)) as target:
        code, output, _ = run_here("test", target.profile.base_url, "--level", "quick")

    assert code == 0
    assert "(production), basis documented" in " ".join(output.split())
    assert methods <= {"GET", "HEAD", "OPTIONS"}


def test_a_dry_run_sends_nothing() -> None:
    code, output, _ = run_here("test", "http://127.0.0.1:1/api/v1", "--dry-run")

    assert code == 0
    assert "would be sent" in output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("http://127.0.0.1:1/api/v1",), "Connection refused"),
        (("--profile", "none.toml"), "cannot be read"),
        (("--level", "slow"), "expected one of quick, standard, deep"),
    ],
)
def test_what_cannot_run_ends_in_a_plain_sentence_and_exit_code_2(
    arguments: tuple[str, ...], sentence: str
) -> None:
    code, _, complaint = run_here("test", *arguments)

    assert code == 2
    assert sentence in complaint


@pytest.mark.parametrize(
    ("status", "headers", "sentence"),
    [
        (200, {"Content-Type": "text/html"}, "not with JSON"),
        (302, {"Location": "https://elsewhere.example/"}, "redirects"),
        (429, {"Retry-After": "0"}, "429, too many requests"),
    ],
)
def test_what_is_not_the_api_ends_in_a_plain_sentence_and_exit_code_2(
    status: int, headers: dict[str, str], sentence: str
) -> None:
    with Answering(status, headers) as address:
        code, _, complaint = run_here("test", address)

    assert code == 2
    assert sentence in complaint


def test_a_target_that_hangs_ends_in_a_plain_sentence_and_exit_code_2() -> None:
    with Answering(200, {}, seconds=2) as address:
        code, _, complaint = run_here("test", address, "--timeout", "0.2")

    assert code == 2
    assert "was not answered in time; --timeout gives it longer" in complaint


def test_a_certificate_that_is_not_trusted_ends_in_a_plain_sentence_and_exit_code_2() -> None:
    with Answering(200, {}, certificate=trustme.CA().issue_cert("127.0.0.1")) as address:
        code, _, complaint = run_here("test", address)

    assert code == 2
    assert address.startswith("https://")
    assert "its TLS certificate is not trusted" in complaint
    assert "SSL_CERT_FILE" in complaint


def test_a_target_that_goes_away_in_the_middle_is_told_and_not_called_broken() -> None:
    with (
        serving_mock(wrap=lambda mock: going_after(mock.app, 100)) as target,
        httpx2.Client(timeout=2) as http,
        pytest.raises(CouldNotRun) as gone,
    ):
        run(Plan(CONTRACT, target.profile, CHECKS, RESPONSE_CHECKS, "quick"), http)

    assert "answers no more, after 100 requests" in str(gone.value)


def test_a_profile_as_it_is_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(profile_text("http://127.0.0.1:8080/api/v1"), encoding="utf-8")

    profile = load_profile(path, environment={})

    assert (profile.environment, profile.is_read_only) == ("local", False)


def test_every_problem_of_a_profile_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('base_url = "x"\n[tokens]\nviewer = "NOT_SET"\nking = "A"\n[limits]\nseconds = -1\n')

    with pytest.raises(ProfileError) as refused:
        load_profile(path, environment={})

    for sentence in (
        "mine.toml: base_url: expected an address",
        "mine.toml: environment: expected one of production, development, local",
        "mine.toml: tokens.viewer: environment variable NOT_SET is not set",
        "mine.toml: tokens.king: unknown",
        "mine.toml: limits.seconds: expected a number above 0",
    ):
        assert sentence in str(refused.value)


def without_milliseconds(mock: Mock) -> ASGIApp:
    """The mock's app, its timestamps cut."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_cut(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0] != b"content-length"]
                message = {**message, "headers": kept}
            elif b'"timestamp":"' in message.get("body", b""):
                head, _, tail = message["body"].rpartition(b'"timestamp":"')
                message = {**message, "body": head + b'"timestamp":"' + tail[:19] + b"Z" + tail[24:]}
            await send(message)

        await mock.app(scope, receive, send_cut)

    return app


def noting_methods(inner: ASGIApp, methods: set[str]) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            methods.add(scope["method"])
        await inner(scope, receive, send)

    return app


def going_after(inner: ASGIApp, requests: int) -> ASGIApp:
    """An app that leaves every request but the first so many without an answer."""
    left = requests

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal left
        left -= 1
        while left < 0 and (await receive())["type"] != "http.disconnect":
            pass
        if left < 0:
            return
        await inner(scope, receive, send)

    return app


class Answering:
    """A server that gives every request the same answer, after some seconds, for the time of a `with`."""

    def __init__(
        self,
        status: int,
        headers: dict[str, str],
        *,
        seconds: float = 0,
        certificate: trustme.LeafCert | None = None,
    ) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                time.sleep(seconds)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"<html>")

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if certificate is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            certificate.configure_cert(context)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"
        self.thread = Thread(target=self.server.serve_forever)

    def __enter__(self) -> str:
        self.thread.start()
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    import logging

    yield
    logging.disable(logging.NOTSET)
