"""What a report shows of a breach: the requests that lead to it, and nothing that follows from another."""

import gzip
import subprocess
from base64 import b64decode
from dataclasses import replace

import pytest

from contract_tests.checking import Basis
from contract_tests.consequences import without_consequences
from contract_tests.evidence import evidence
from contract_tests.exchange import Credential, Exchange, Request
from contract_tests.findings import Broken, Finding
from contract_tests.verdict import CheckOutcome, Result

VIEWERS = "http://127.0.0.1/viewers"


def exchange(method: str, path: str, status: int = 200, *, is_of_hook: bool = False) -> Exchange:
    request = Request(method, f"http://127.0.0.1/{path}", operation_id=path.partition("?")[0])
    return Exchange(request, status, {}, b"{}", 0.0, is_of_hook)


def breach(at: Exchange, *, is_of_status: bool = False) -> Broken:
    return Broken(expected="this", got="that", where=at.where, is_of_status=is_of_status)


def shown(trail: list[Exchange], at: int, *, is_of_status: bool = False) -> list[str]:
    found = evidence(breach(trail[at], is_of_status=is_of_status), trail)
    return [one.where.replace("http://127.0.0.1/", "") for one in found]


def test_what_changed_something_leads_to_a_breach_and_what_was_refused_does_not() -> None:
    trail = [
        exchange("POST", "follow", 200),
        exchange("POST", "gifts", 409),
        exchange("GET", "count"),
        exchange("DELETE", "follow", 200),
    ]

    assert shown(trail, 2, is_of_status=True) == ["POST follow", "GET count"]


def test_an_answer_stands_beside_those_that_it_is_compared_with() -> None:
    trail = [exchange("GET", path) for path in ("detail", "viewers?page=1", "viewers?page=2", "count")]

    assert shown(trail, 3) == ["GET viewers?page=1", "GET viewers?page=2", "GET count"]


def test_what_was_sent_before_the_data_came_back_is_left_out() -> None:
    trail = [
        exchange("POST", "gifts", 201),
        exchange("POST", "reset", 204, is_of_hook=True),
        exchange("POST", "rent", 201),
        exchange("POST", "gifts", 409),
    ]

    assert shown(trail, 3, is_of_status=True) == ["POST reset", "POST rent", "POST gifts"]


def outcome(rule_id: str, status: int, *, is_consequence: bool, basis: Basis = "assumed") -> CheckOutcome:
    seen = exchange("GET", "viewers", status)
    finding = Finding(rule_id, basis, rule_id, "viewers", "this", "that", seen.where, (seen,), is_consequence)
    return CheckOutcome(rule_id, basis, rule_id, (), Result.FAILED, findings=(finding,))


def results(*outcomes: CheckOutcome) -> list[str]:
    return [one.result.value for one in without_consequences(outcomes)]


def test_a_consequence_is_left_out_where_its_cause_is_told() -> None:
    cause, effect = outcome("ID-3", 404, is_consequence=False), outcome("GIFT-3", 404, is_consequence=True)

    assert results(cause, effect) == ["failed", "not exercised"]


@pytest.mark.parametrize("cause", [outcome("ID-3", 403, is_consequence=False), None])
def test_a_consequence_is_told_where_nothing_accounts_for_its_status(cause: CheckOutcome | None) -> None:
    effect = outcome("GIFT-3", 404, is_consequence=True)

    assert results(*([cause] if cause else []), effect)[-1] == "failed"


def test_what_is_documented_is_not_hidden_by_what_is_assumed() -> None:
    cause = outcome("GIFT-5", 200, is_consequence=False)
    effect = outcome("ENV-8", 200, is_consequence=True, basis="documented")

    assert results(cause, effect) == ["failed", "failed"]


def test_a_line_repeats_odd_headers_and_tokens_that_were_made_up() -> None:
    request = Request(
        "GET", VIEWERS, Credential('Bearer "x', 'Bearer \\"x', scheme=""), further=(("Accept", "a'b"),)
    )

    assert words(request.as_curl()) == [
        "curl",
        "-i",
        "-H",
        'Authorization: Bearer "x',
        "-H",
        "Accept: a'b",
        VIEWERS,
    ]


def test_a_long_body_is_packed_into_a_line_that_can_be_pasted() -> None:
    body = bytes(range(256)) * 40
    line = Request("POST", VIEWERS, body=body, media_type="application/json").as_curl()

    packed = line.partition("echo ")[2].partition(" |")[0]
    sent = subprocess.run(["bash", "-c", line.replace("curl", "echo", 1)], capture_output=True, check=True)

    assert len(line) < 2000
    assert gzip.decompress(b64decode(packed)) == body
    assert b"@/dev/fd/" in sent.stdout


def words(line: str) -> list[str]:
    """The words that a shell makes of a line."""
    script = f'set -- {line}; printf "%s\\n" "$@"'
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )[:-1]


def test_what_is_sent_over_and_over_again_stands_once_in_a_loop() -> None:
    twice, last = exchange("POST", "gifts", 201), exchange("GET", "count")

    assert finding_with(twice, twice, last).curl_lines == (
        "for i in $(seq 2); do curl -i -X POST http://127.0.0.1/gifts; done",
        "curl -i http://127.0.0.1/count",
    )


def test_what_is_sent_at_once_is_pasted_so() -> None:
    tap = replace(exchange("POST", "rent", 201), is_at_once=True)

    (line,) = finding_with(tap, tap, tap).curl_lines

    assert line == "for i in $(seq 3); do curl -i -X POST http://127.0.0.1/rent & done; wait"


def finding_with(*exchanges: Exchange) -> Finding:
    return Finding("GIFT-5", "assumed", "a check", "createGift", "this", "that", "there", exchanges)
