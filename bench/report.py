"""The bench's report in Markdown."""

from collections.abc import Iterator, Mapping, Sequence

from bench.cases import Case
from bench.growth import Growth
from bench.measuring import Effort, Measured
from bench.targets import targets_of, waiting_told


def report_of(
    found: Mapping[str, Measured],
    cases: Sequence[Case],
    effort: Effort,
    machine: str,
    growth: Growth | None,
    notes: Sequence[str],
) -> str:
    """Everything that was measured, with what it was measured on."""
    return "\n".join(_lines(found, cases, effort, machine, growth, notes)) + "\n"


def _lines(
    found: Mapping[str, Measured],
    cases: Sequence[Case],
    effort: Effort,
    machine: str,
    growth: Growth | None,
    notes: Sequence[str],
) -> Iterator[str]:
    yield "# Benchmark\n"
    yield "Written by `python -m bench`, which runs everything on one machine in one go, round by round:"
    yield f"{effort.rounds} rounds of {effort.seconds} s for each figure, {effort.starts} starts; medians.\n"
    yield f"{machine}\n"
    yield from (f"- {note}" for note in notes)
    yield "\n![Requests a second, and time to start](benchmark.svg)\n"
    yield "## Targets\n"
    yield "| viewers, limit 20, 1,000 viewers, 16 connections | ratio | target | |"
    yield "| --- | ---: | ---: | --- |"
    for target in targets_of(found):
        met = "met" if target.is_met else "**missed**"
        yield f"| {target.sentence} | {target.ratio:.2f} | {target.bound} | {met} |"
    yield from (f"\n{sentence}" for sentence in waiting_told(found))
    yield "\n## Starting, and memory\n"
    yield "| server | version | to the first 200, s | memory after the load, MiB |"
    yield "| --- | --- | ---: | ---: |"
    for one in found.values():
        yield f"| {one.server.name} | {one.server.version} | {one.start:.2f} | {one.memory:.0f} |"
    for case in cases:
        yield from _table(case, found, effort)
    if growth is not None:
        yield from _growth(growth)


def _table(case: Case, found: Mapping[str, Measured], effort: Effort) -> Iterator[str]:
    yield f"\n## {case.name[0].upper()}{case.name[1:]}\n"
    heads = [f"requests/s, p50 and p99 in ms, {number} open" for number in effort.connections]
    yield f"| server | {' | '.join(heads)} | bytes |"
    yield f"| --- |{' ---: |' * (len(heads) + 1)}"
    for one in found.values():
        if case.name in one.wrong:
            yield f"| {one.server.name} |{' – |' * len(heads)} {one.wrong[case.name]} |"
            continue
        cells = []
        for connections in effort.connections:
            load = one.middle(case.name, connections)
            cells.append(f"{load.per_second:,.0f}, {load.p50:.2f}, {load.p99:.2f}" if load else "–")
        yield f"| {one.server.name} | {' | '.join(cells)} | {one.sizes[case.name]:,} |"


def _growth(growth: Growth) -> Iterator[str]:
    yield "\n## Cost as an audience grows\n"
    yield "Milliseconds in the handler and the store, below HTTP.\n"
    yield "![Cost against the number of viewers](growth.svg)\n"
    yield f"| operation | {' | '.join(f'{size:,}' for size in growth.sizes)} |"
    yield f"| --- |{' ---: |' * len(growth.sizes)}"
    for name, by_size in growth.milliseconds.items():
        yield f"| {name} | {' | '.join(f'{by_size[size]:.3f}' for size in growth.sizes)} |"
    loading = (f"{growth.loading[size] + growth.filling[size]:.2f} s" for size in growth.sizes)
    yield f"| to set up the world | {' | '.join(loading)} |"
