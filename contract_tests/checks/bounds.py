"""Numbers of pages and lengths of searches, at their bounds and beside them (PAGE-1, FIND-1)."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from contract_tests.checking import Check
from contract_tests.checks.asking import active_stream, request_of, sent_as, unless_answered
from contract_tests.contract import Operation
from contract_tests.findings import Broken
from contract_tests.scene import Scene, need

_PAGED = ("listMyReplayRentals", "getLiveStreamViewers")
_VIEWERS = ("getLiveStreamViewers",)
_NO_INTEGERS = ("abc", "1.5", "true", "null", "NaN", "Infinity", "one", "1,5", "-", "[1]", "{}")
_ODD_INTEGERS = (
    "01",
    "+1",
    "1.0",
    "1e0",
    "1e2",
    "",
    " ",
    " 1",
    "1 ",
    "1\n",
    "0x1",
    "0b1",
    "1_0",
    "١",  # Arabic-Indic one
    "１",  # full-width one
    "1\u00a0",
    "--1",
)


def numbers_within_their_bounds_are_taken(scene: Scene) -> Iterator[Broken]:
    for operation, path in _paged(scene):
        for name in ("page", "limit"):
            for number in _within(scene, operation.id, name):
                request = request_of(scene, operation.id, path=path, query={name: str(number)})
                exchange = sent_as(scene, request)
                # Of a page past the end another rule tells.
                if name != "page" or exchange.status != 404:
                    yield from unless_answered(exchange, 200, because="within its bounds")


def numbers_out_of_their_bounds_are_refused(scene: Scene) -> Iterator[Broken]:
    for operation, path in _paged(scene):
        for name in ("page", "limit"):
            for number in _beyond(scene, operation.id, name):
                yield from _unless(scene, operation, path, {name: str(number)}, 400, "out of its bounds")


def what_is_no_integer_is_refused(scene: Scene) -> Iterator[Broken]:
    for operation, path in _paged(scene):
        for name in ("page", "limit"):
            for text in _NO_INTEGERS:
                yield from _unless(scene, operation, path, {name: text}, 400, "no integer")


def integers_in_any_but_plain_digits_are_refused(scene: Scene) -> Iterator[Broken]:
    for operation, path in _paged(scene):
        for name in ("page", "limit"):
            for text in _ODD_INTEGERS:
                yield from _unless(scene, operation, path, {name: text}, 400, "not in plain decimal digits")


def a_repeated_parameter_is_refused(scene: Scene) -> Iterator[Broken]:
    for operation, path in _paged(scene):
        for query in ("page=1&page=2", "limit=1&limit=1", "limit=5&page=1&limit=6", "page=x&page=1"):
            yield from _unless(scene, operation, path, query, 400, "given twice")


def one_bad_parameter_is_refused_beside_a_good_one(scene: Scene) -> Iterator[Broken]:
    for operation, path in _paged(scene):
        for good, bad in (("page", "limit"), ("limit", "page")):
            number = next(_beyond(scene, operation.id, bad))
            yield from _unless(scene, operation, path, {good: "1", bad: str(number)}, 400, f"{bad} is bad")


def unknown_parameters_are_ignored(scene: Scene) -> Iterator[Broken]:
    for operation, path in _paged(scene):
        for query in (
            "no-such-parameter=1",
            "page=1&no-such-parameter=",
            "no-such-parameter=1&no-such-parameter=2",
        ):
            yield from _unless(scene, operation, path, query, 200, "unknown parameters are ignored")


def a_search_may_be_as_long_as_its_bound(scene: Scene) -> Iterator[Broken]:
    yield from _searches(scene, beyond=0, status=200)


def a_longer_search_is_refused(scene: Scene) -> Iterator[Broken]:
    yield from _searches(scene, beyond=1, status=400)


def _searches(scene: Scene, *, beyond: int, status: int) -> Iterator[Broken]:
    operation, path = _viewers(scene)
    longest = scene.contract.bounds(operation.id, "search").longest
    length = need(longest, "a search may be of any length") + beyond
    searches = {
        "ASCII letters": "a" * length,
        "letters of two bytes": "ş" * length,
        "emoji, of two UTF-16 units": "😀" * length,
        "letters with combining marks, one code point in NFC": "e\u0301" * length,
        "a letter and spaces, counted before trimming": "a" + " " * (length - 1),
        "characters to be escaped": "&" * length,
    }
    for name, search in searches.items():
        why = f"{length} characters, {longest} being allowed: {name}"
        query = f"search={quote(search, safe='')}"
        yield from _unless(scene, operation, path, query, status, why)


def _paged(scene: Scene) -> Iterator[tuple[Operation, Mapping[str, str]]]:
    """The operations with pages, and what stands in their paths; what needs no stream comes first."""
    yield scene.contract.operation("listMyReplayRentals"), {}
    yield _viewers(scene)


def _viewers(scene: Scene) -> tuple[Operation, Mapping[str, str]]:
    stream_id = need(active_stream(scene), "no active stream is known")
    return scene.contract.operation("getLiveStreamViewers"), {"id": stream_id}


def _within(scene: Scene, operation_id: str, name: str) -> Iterator[int]:
    bounds = scene.contract.bounds(operation_id, name)
    minimum = bounds.minimum or 1
    yield from (minimum, minimum + 1)
    if bounds.maximum is None:
        yield from (100, 1000)
    else:
        yield from (bounds.maximum - 1, bounds.maximum)
        yield from scene.random.sample(range(minimum, bounds.maximum), scene.effort)


def _beyond(scene: Scene, operation_id: str, name: str) -> Iterator[int]:
    bounds = scene.contract.bounds(operation_id, name)
    minimum = bounds.minimum or 1
    yield from (minimum - 1, minimum - 2, -100, -(2**63))
    if bounds.maximum is not None:
        yield from (bounds.maximum + 1, bounds.maximum * 10, 2**31, 2**63, 2**64 + 1, 10**30)


def _unless(
    scene: Scene,
    operation: Operation,
    path: Mapping[str, str],
    query: Mapping[str, str] | str,
    status: int,
    because: str,
) -> Iterator[Broken]:
    request = request_of(scene, operation.id, path=path, query=query)
    yield from unless_answered(sent_as(scene, request), status, because=because)


CHECKS: tuple[Check, ...] = (
    Check("PAGE-1", "documented", numbers_within_their_bounds_are_taken, _PAGED),
    Check("PAGE-1", "documented", numbers_out_of_their_bounds_are_refused, _PAGED),
    Check("PAGE-1", "documented", what_is_no_integer_is_refused, _PAGED),
    Check("PAGE-1", "documented", one_bad_parameter_is_refused_beside_a_good_one, _PAGED),
    Check("PAGE-1", "assumed", integers_in_any_but_plain_digits_are_refused, _PAGED),
    Check("PAGE-1", "assumed", a_repeated_parameter_is_refused, _PAGED),
    Check("PAGE-1", "assumed", unknown_parameters_are_ignored, _PAGED),
    Check("FIND-1", "assumed", a_search_may_be_as_long_as_its_bound, _VIEWERS),
    Check("FIND-1", "assumed", a_longer_search_is_refused, _VIEWERS),
)
