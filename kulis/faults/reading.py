"""Reading fault rules, written as a text, as plain data, or in a world file.

A text is `OPERATION:setting=value,setting=value`, such as `createGift:status=503,probability=0.3`; `*` is any
operation. The same settings with the same values make a rule as data.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from contract_tests.contract import Contract
from fixtures import World
from fixtures.problems import Problem, meant_or, world_error
from kulis.durations import duration
from kulis.faults.rule import BODIES, CONNECTIONS, LONGEST_WAIT, Delay, FaultRule

_WHAT = ("delay", "status", "body", "slow", "connection")


class FaultError(ValueError):
    """A fault rule that cannot be used; `problems` are pairs of a setting, or "", and a sentence."""

    def __init__(self, problems: Collection[tuple[str, str]], rule: str = "") -> None:
        self.problems = tuple(problems)
        told = "; ".join(": ".join(filter(None, problem)) for problem in problems)
        super().__init__(f"fault rule {rule}: {told}" if rule else told)


def rule_of_text(text: str, contract: Contract, personas: Collection[str]) -> FaultRule:
    """The rule of a text; raises FaultError."""
    try:
        return rule_of(_settings(text), contract, personas)
    except FaultError as error:
        raise FaultError(error.problems, text) from None


def rule_of(settings: Mapping[str, Any], contract: Contract, personas: Collection[str]) -> FaultRule:
    """The rule of plain data, its values texts or numbers; raises FaultError with all that is wrong."""
    read: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    readers = _readers(contract, personas)
    for name, value in settings.items():
        try:
            if name not in readers:
                known = meant_or(name, readers, f"expected one of: {', '.join(readers)}")
                raise ValueError(f"no such setting; {known}")
            read[name] = readers[name]("" if value is None else str(value))
        except ValueError as problem:
            problems.append((name, str(problem)))
    if not problems:
        problems += _contradictions(read)
    if problems:
        raise FaultError(problems)
    return FaultRule(**read)


def world_rules(world: World, contract: Contract) -> list[FaultRule]:
    """The rules that a world brings along; raises WorldError with file, place and cure."""
    personas = [persona.name for persona in world.personas]
    rules: list[FaultRule] = []
    problems: list[Problem] = []
    for number, settings in enumerate(world.faults):
        try:
            rules.append(rule_of(settings, contract, personas))
        except FaultError as error:
            place = ("faults", number)
            problems += [Problem((*place, name) if name else place, told) for name, told in error.problems]
    if problems:
        raise world_error(world.file, problems)
    return rules


def _settings(text: str) -> dict[str, str]:
    operation, colon, rest = text.partition(":")
    if "=" in operation or not colon:
        operation, rest = ("*", text) if "=" in text else (text, "")
    settings = {"operation": operation.strip()}
    for part in filter(None, (part.strip() for part in rest.split(","))):
        name, equals, value = (each.strip() for each in part.partition("="))
        if not equals:
            raise FaultError([("", f'"{part}" is no setting=value; write such as status=503')])
        if name in settings:
            raise FaultError([(name, "given more than once; keep one of them")])
        settings[name] = value
    return settings


def _readers(contract: Contract, personas: Collection[str]) -> Mapping[str, Callable[[str], Any]]:
    return {
        "operation": lambda text: None if text == "*" else _one_of(text, contract.operations, "operation"),
        "persona": lambda text: _one_of(text, personas, "persona"),
        "path": _path,
        "probability": _probability,
        "first": _count,
        "every": _count,
        "delay": _delay,
        "status": _status,
        "body": lambda text: _one_of(text, BODIES, "body"),
        "slow": _delay,
        "connection": lambda text: _one_of(text, CONNECTIONS, "connection"),
    }


def _contradictions(read: Mapping[str, Any]) -> list[tuple[str, str]]:
    if not any(name in read for name in _WHAT):
        return [("", f"it says nothing to happen; add one of: {', '.join(_WHAT)}")]
    if "connection" in read:
        also = [name for name in ("status", "body", "slow") if name in read]
        return [
            (name, "nothing is answered when the connection ends; leave one of them out") for name in also
        ]
    return []


def _one_of(text: str, known: Collection[str], kind: str) -> str:
    if text in known:
        return text
    expected = f"expected one of: {', '.join(known)}" if known else "this world has none"
    raise ValueError(f'no {kind} "{text}"; {meant_or(text, known, expected)}')


def _path(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError(
            f'"{text}" is no path; write one below the base path, such as /live-stream/*/viewers'
        )
    return text


def _probability(text: str) -> float:
    number = float(text) if re.fullmatch(r"[0-9]*\.?[0-9]+", text) else 0
    if not 0 < number <= 1:
        raise ValueError(f'"{text}" is no probability; expected a number above 0 and up to 1, such as 0.3')
    return number


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise ValueError(f'"{text}" is no count; expected a whole number, at least 1')
    return int(text)


def _status(text: str) -> int:
    if not re.fullmatch(r"[45][0-9][0-9]", text):
        raise ValueError(f'"{text}" is no status of a failure; expected one from 400 to 599')
    return int(text)


def _delay(text: str) -> Delay:
    kind, *rest = text.split(":")
    numbers = {"uniform": 2, "normal": 2, "exponential": 1}.get(kind)
    if numbers is None:
        kind, rest, numbers = "fixed", text.split(":"), 1
    try:
        seconds = [duration(each).total_seconds() for each in rest]
    except ValueError:
        seconds = []
    if len(seconds) != numbers or (kind == "exponential" and not seconds[0]):
        raise ValueError(
            f'"{text}" is no delay; write such as 2s, uniform:1s:3s, normal:2s:500ms or exponential:1s'
        )
    if max(seconds) > LONGEST_WAIT:
        raise ValueError(f'"{text}" is too long; expected up to {LONGEST_WAIT:.0f}s')
    if kind == "uniform" and seconds[0] > seconds[1]:
        raise ValueError(f'"{text}" begins after its end; turn the two round')
    return Delay(text, kind, *seconds)
