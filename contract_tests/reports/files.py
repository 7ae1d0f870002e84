"""Verdicts as files: JUnit XML for CI servers, JSON for programs, annotations for GitHub."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from contract_tests.contract import Contract
from contract_tests.findings import Finding
from contract_tests.reports.coverage import coverage_rows, unseen_statuses
from contract_tests.verdict import CheckOutcome, Result, Verdict


def as_json(verdict: Verdict, contract: Contract) -> str:
    """The whole verdict as JSON, without tokens."""
    document = {
        "baseUrl": verdict.base_url,
        "environment": verdict.environment,
        "level": verdict.level,
        "seed": verdict.seed,
        "basis": verdict.basis,
        "isKept": verdict.is_kept,
        "requests": verdict.requests,
        "seconds": round(verdict.seconds, 3),
        "requestsPerSecond": round(verdict.requests_per_second, 1),
        "timeShares": {name: round(share, 3) for name, share in verdict.shares.items()},
        "rules": verdict.rule_results(contract),
        "findings": [_finding(verdict, finding) for finding in verdict.findings],
        "checks": [_check(outcome) for outcome in verdict.outcomes],
        "coverage": [vars(row) for row in coverage_rows(verdict)],
        "statusesNotExercised": unseen_statuses(verdict, contract),
        "notes": verdict.notes,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_junit(verdict: Verdict, contract: Contract) -> str:
    """The verdict as JUnit XML: a test case for each check, classed by rule."""
    outcomes = verdict.outcomes
    suite = ElementTree.Element(
        "testsuite",
        name=f"contract of {verdict.base_url}",
        tests=str(len(outcomes)),
        failures=str(sum(any(map(verdict.fails, outcome.findings)) for outcome in outcomes)),
        skipped=str(sum(outcome.result is Result.NOT_EXERCISED for outcome in outcomes)),
        time=f"{verdict.seconds:.3f}",
    )
    for outcome in outcomes:
        _add_case(suite, outcome, verdict)
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def as_annotations(verdict: Verdict, contract: Contract) -> str:
    """The findings as GitHub workflow commands, a line each."""
    lines = []
    for finding in verdict.findings:
        kind = "error" if verdict.fails(finding) else "warning"
        text = f"{finding.check}: expected {finding.expected}, got {finding.got}, at {finding.where}"
        escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        lines.append(f"::{kind} title={finding.rule_id} broken::{escaped}")
    return "".join(f"{line}\n" for line in lines)


def told(finding: Finding) -> Iterator[str]:
    """A finding in lines of plain text."""
    yield f"expected {finding.expected}"
    yield f"got {finding.got}"
    yield f"at {finding.where}"
    for line in finding.curl_lines:
        yield f"$ {line}"


def _add_case(suite: ElementTree.Element, outcome: CheckOutcome, verdict: Verdict) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=f"{outcome.rule_id}.{outcome.basis}", name=outcome.sentence
    )
    if outcome.result is Result.NOT_EXERCISED:
        ElementTree.SubElement(case, "skipped", message=outcome.reason)
    failing = [finding for finding in outcome.findings if verdict.fails(finding)]
    if failing:
        message = f"{', '.join(dict.fromkeys(finding.rule_id for finding in failing))} broken"
        ElementTree.SubElement(case, "failure", message=message).text = _lines(failing)
    differing = [finding for finding in outcome.findings if not verdict.fails(finding)]
    if differing:
        ElementTree.SubElement(case, "system-out").text = f"differs from an assumed rule\n{_lines(differing)}"


def _lines(findings: Iterable[Finding]) -> str:
    return "\n".join(_clean(line) for finding in findings for line in told(finding))


def _clean(text: str) -> str:
    # XML has no way to write most control characters, and hostile input is full of them.
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)


def _finding(verdict: Verdict, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule_id,
        "basis": finding.basis,
        "fails": verdict.fails(finding),
        "check": finding.check,
        "operation": finding.operation_id,
        "expected": finding.expected,
        "got": finding.got,
        "where": finding.where,
        "curl": list(finding.curl_lines),
    }


def _check(outcome: CheckOutcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule_id,
        "basis": outcome.basis,
        "check": outcome.sentence,
        "operations": outcome.operations,
        "result": outcome.result,
        "reason": outcome.reason,
    }
