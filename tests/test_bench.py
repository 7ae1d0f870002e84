"""The bench's own code: what it reads, which ratios it takes, and what it sends."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.__main__ import sizes_of
from bench.cases import cases_of, rentals
from bench.crowd import crowd, crowd_file
from bench.load import Load, read_report
from bench.measuring import Effort, Measured
from bench.report import report_of
from bench.request_profile import read_stack, shares
from bench.servers import BenchError, Server, running
from bench.suite import Measurement, lines_of
from bench.targets import Target, targets_of, waiting_told
from contract_tests.verdict import CheckOutcome, Result, Verdict
from tests.staging import staged

REPORT = """Running 2s test @ http://127.0.0.1:8080/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    12.47ms    3.02ms  41.00ms   91.20%
    Req/Sec     1.29k   120.33     1.41k    80.00%
  Latency Distribution
     50%   11.90ms
     75%   12.60ms
     90%   14.01ms
     99%    1.20s 
  2580 requests in 2.00s, 28.90MB read
  Non-2xx or 3xx responses: 7
Requests/sec:   1289.11
Transfer/sec:     14.44MB
"""


def load(per_second: float, p99: float = 1) -> Load:
    return Load(per_second, p99 / 2, p99, 100, 0)


def test_the_figures_are_those_that_wrk_prints() -> None:
    assert read_report(REPORT) == Load(per_second=1289.11, p50=11.9, p99=1200.0, requests=2580, refused=7)


def test_a_report_without_figures_is_refused() -> None:
    with pytest.raises(BenchError, match="wrk printed no figures: unable to connect"):
        read_report("unable to connect")


def test_a_report_of_requests_that_were_lost_is_refused() -> None:
    lost = REPORT.replace("  Non-2xx", "  Socket errors: connect 0, read 0, write 0, timeout 9\n  Non-2xx")

    with pytest.raises(BenchError, match="Socket errors: connect 0, read 0, write 0, timeout 9"):
        read_report(lost)


def test_a_server_that_ends_at_once_is_told_with_its_command() -> None:
    server = Server("none", "1", (sys.executable, "-c", "raise SystemExit(1)", "{port}"), "")

    with pytest.raises(BenchError, match="none ended at once; try it by hand: "), running(server, 1, "/", {}):
        pass


def test_targets_are_ratios_to_servers_of_the_same_run() -> None:
    found = {
        "kulis": Measured(
            Server("kulis", "1", (), ""),
            [1.0],
            {("viewers, limit 20", 16): [load(100, 10)], ("viewers, limit 100", 16): [load(50)]},
        ),
        "Prism, by default": Measured(
            Server("Prism, by default", "5", (), ""), [4.0], {("viewers, limit 20", 16): [load(80, 20)]}
        ),
        "Prism, silent": Measured(
            Server("Prism, silent", "5", (), ""), [4.0], {("viewers, limit 20", 16): [load(90, 20)]}
        ),
    }

    told = {target.sentence: (target.ratio, target.is_met) for target in targets_of(found)}

    assert told == {
        "requests/s, kulis to Prism, by default": (1.25, False),
        "p99, kulis to Prism, by default": (0.5, False),
        "time to the first 200, kulis to Prism, by default": (0.25, True),
        "requests/s at limit 100, to limit 20": (0.5, False),
    }


def test_what_writes_no_lines_is_compared_with_what_writes_none() -> None:
    page = ("viewers, limit 20", 16)
    names = ("kulis", "kulis, quiet", "Prism, silent")
    found = {
        name: Measured(Server(name, "1", (), ""), [1.0], {page: [load(rate)]})
        for name, rate in zip(names, (100, 120, 80), strict=True)
    }

    rates = {target.sentence: target.ratio for target in targets_of(found) if "requests/s" in target.sentence}

    assert rates == {"requests/s, kulis, quiet to Prism, silent": 1.5}


def test_the_report_tells_how_long_an_answer_waits_for_others() -> None:
    page = ("viewers, limit 20", 16)
    found = {
        "kulis, quiet": Measured(Server("kulis, quiet", "1", (), ""), [1.0], {page: [load(2000, 10)]}),
        "Prism, silent": Measured(Server("Prism, silent", "5", (), ""), [1.0], {page: [load(1000, 15)]}),
    }

    (told,) = waiting_told(found)

    assert "At 2,000 requests/s that takes 8.00 ms" in told
    assert "a third of the p99 of Prism, silent, would be 5.00 ms" in told


@pytest.mark.parametrize("text", ["abc", "1000,", "0", "10,-1"])
def test_sizes_that_are_none_are_told_plainly(text: str) -> None:
    with pytest.raises(BenchError, match="--sizes wants numbers of viewers"):
        sizes_of(text)


@pytest.mark.parametrize(("ratio", "is_met"), [(0.59, False), (0.6, True), (0.61, True)])
def test_a_target_is_met_from_its_bound_on(ratio: float, is_met: bool) -> None:
    assert Target("", ratio, least=0.6).is_met is is_met


def test_the_middle_of_several_rounds_is_their_median() -> None:
    one = Measured(Server("kulis", "1", (), ""), [1.0], {("a 400", 1): [load(10), load(90), load(20)]})

    middle = one.middle("a 400", 1)

    assert middle is not None
    assert middle.per_second == 20


def test_what_a_server_answers_wrongly_stands_in_place_of_a_figure() -> None:
    cases = cases_of(crowd(10))
    found = {"Mockoon": Measured(Server("Mockoon", "9", (), ""), [1.0], wrong={"a 400": "answers 200"})}
    found["kulis"] = Measured(Server("kulis", "1", (), ""), [1.0], wrong={case.name: "" for case in cases})

    text = report_of(
        found, [case for case in cases if case.name == "a 400"], Effort(), "A machine.", None, ()
    )

    assert "| Mockoon | – | – | answers 200 |" in text


def test_every_rental_of_the_bench_is_one_that_can_be_made(tmp_path: Path) -> None:
    with staged(world=str(crowd_file(tmp_path, 40)), frozen_at=None) as stage:
        listed = list(rentals(stage.mock.world))
        statuses = Counter(
            stage.send("POST", path, None, headers={"Authorization": f"Bearer {token}"}).status_code
            for token, path in listed
        )

    assert statuses == {201: len(set(listed))}
    assert len(listed) > 20


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ((Result.PASSED, Result.PASSED), "are the same."),
        ((Result.PASSED, Result.FAILED), "are NOT the same."),
    ],
)
def test_several_workers_are_told_by_their_time_and_verdict(
    results: tuple[Result, Result], told: str
) -> None:
    one, several = (ran(result, seconds) for result, seconds in zip(results, (8.0, 2.0), strict=True))

    lines = list(lines_of([Measurement(20, 1, (one,)), Measurement(20, 4, (several,))], "quick"))

    assert "| 20 ms | 4 | 2.0 | 0.25 | 50 |" in lines[-2]
    assert told in lines[-1]


def ran(result: Result, seconds: float) -> Verdict:
    outcome = CheckOutcome("PAGE-1", "documented", "a page is a page", (), result)
    return Verdict("http://127.0.0.1:1", "local", "quick", 1, "all", (outcome,), {}, 100, seconds)


LOOP = "main (/k/kulis/cli.py:9);serve (/k/kulis/server.py:8);_run (/usr/lib/asyncio/events.py:84)"


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (f"{LOOP};run_asgi (/v/uvicorn/x.py:4);_viewers (/k/handlers/viewers.py:5) 3", "handler"),
        (f"{LOOP};find (/k/kulis/indexed_collection.py:7);apply (/v/mongomock/filtering.py:3) 3", "store"),
        (
            f"{LOOP};send (/v/uvicorn/x.py:4);write (/k/kulis/gathering.py:5);send (/l/asyncio/t.py:1) 3",
            "server",
        ),
        (f"{LOOP};_read_ready (/usr/lib/asyncio/selector_events.py:9) 3", "event loop"),
        (
            "main (/k/kulis/cli.py:9);serve (/k/kulis/server.py:8);select (/usr/lib/selectors.py:4) 3",
            "event loop",
        ),
    ],
)
def test_time_belongs_to_the_innermost_part_within_the_event_loop(line: str, part: str) -> None:
    seen = [read_stack(line)]

    assert seen[0][1] == 3
    assert {name for name, share in shares(seen).items() if share} == {part}
