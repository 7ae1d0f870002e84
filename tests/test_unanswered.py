"""Requests that are left without an answer, and requests that are sent at once."""

from collections.abc import Iterator

import pytest

from contract_tests.checking import Check
from contract_tests.checks import RESPONSE_CHECKS
from contract_tests.client import Client, Unreachable, http_client
from contract_tests.exchange import UNANSWERED, Request
from contract_tests.plan import Plan
from contract_tests.runner import run
from contract_tests.scene import Scene
from kulis.mock_target import MockTarget, serving_mock
from kulis.settings import Settings
from tests.staging import CONTRACT, no_phases

CUT = Settings(faults=("getViewerCount:connection=reset",))


@pytest.fixture
def target() -> Iterator[MockTarget]:
    with serving_mock(CUT) as target:
        yield target


def viewers_are_counted(scene: Scene) -> None:
    scene.data("getLiveStream", path={"id": scene.profile.stream("active")})
    scene.data("getViewerCount", path={"id": scene.profile.stream("active")})


def test_a_request_without_an_answer_is_the_last_that_its_failure_shows(target: MockTarget) -> None:
    check = Check("VIEW-1", "documented", viewers_are_counted, ("getViewerCount",))

    with http_client(5) as http:
        plan = Plan(CONTRACT, target.profile, (check,), RESPONSE_CHECKS, "quick", phases=no_phases)
        (finding,) = run(plan, http).findings

    assert (finding.rule_id, finding.operation_id) == ("ENV-8", "getViewerCount")
    assert finding.curl_lines[-1].endswith("/viewer-count")
    assert finding.exchanges[-1].status == UNANSWERED


def test_each_of_the_requests_sent_at_once_has_its_answer(target: MockTarget) -> None:
    paths = ("/live-stream/featured", "/nowhere", "/gifts/gift-types")
    seen: list[object] = []

    with http_client(5) as http:
        client = Client(http, is_read_only=False, observe=seen.append)
        answers = client.send_at_once([Request("GET", target.profile.base_url + path) for path in paths])

    assert [answer.status for answer in answers] == [200, 404, 401]
    assert client.trail == answers
    assert (client.sent, len(seen)) == (3, 3)


def test_a_request_sent_at_once_that_has_no_answer_is_told(target: MockTarget) -> None:
    path = f"/live-stream/{target.profile.stream('active')}/viewer-count"
    request = Request("GET", target.profile.base_url + path, target.profile.credential("viewer"))

    with http_client(5) as http:
        client = Client(http, is_read_only=False, observe=print)
        with pytest.raises(Unreachable, match="viewer-count failed"):
            client.send_at_once([request] * 2)

    assert [(one.where, one.status) for one in client.trail] == [(f"GET {request.url}", UNANSWERED)] * 2
