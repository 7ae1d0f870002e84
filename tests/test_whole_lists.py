"""At which limit a whole list is read."""

from urllib.parse import parse_qs, urlsplit

from contract_tests.checking import Check
from contract_tests.checks import RESPONSE_CHECKS
from contract_tests.checks.lists import whole_list
from contract_tests.client import http_client
from contract_tests.plan import Plan
from contract_tests.runner import run
from contract_tests.scene import Scene
from kulis.mock_target import serving_mock
from tests.staging import CONTRACT, no_phases


def test_a_list_is_read_at_the_limit_that_is_asked_for_and_at_none_above_the_greatest() -> None:
    greatest = CONTRACT.bounds("getLiveStreamViewers", "limit").maximum
    assert greatest is not None
    limits: list[int] = []

    def viewers_are_listed(scene: Scene) -> None:
        for limit in (greatest, 2 * greatest, None):
            whole_list(scene, "getLiveStreamViewers", limit=limit)
            limits.append(int(parse_qs(urlsplit(scene.client.trail[-1].request.url).query)["limit"][0]))

    check = Check("PAGE-6", "assumed", viewers_are_listed, ("getLiveStreamViewers",))
    with serving_mock() as target, http_client(5) as http:
        run(Plan(CONTRACT, target.profile, (check,), RESPONSE_CHECKS, "quick", phases=no_phases), http)

    assert limits == [greatest, greatest, greatest - 1]
