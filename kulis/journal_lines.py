"""Entries of the journal for a terminal, to be printed unbroken (`soft_wrap`).

An entry is plain data, as the control API tells it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from rich.console import Group, RenderableType
from rich.text import Text

from kulis.journal import printable

_MARKS = {
    "sound": ("✓", "green"),
    "tolerated": ("!", "yellow"),
    "refused": ("✗", "red"),
    "unjudged": ("·", "dim"),
}
_INDENT = " " * 12
_LONGEST_PATH = 120


def lines(entry: Mapping[str, Any]) -> Group:
    """One line for the exchange, and one for each thing that its sender should know."""
    return Group(_first_line(entry), *_notes(entry))


def whole_entry(entry: Mapping[str, Any]) -> Group:
    """The exchange with its headers and bodies."""
    parts: list[RenderableType] = [lines(entry)]
    for half in ("request", "response"):
        parts += ["", Text(half, "bold"), *_message(entry[half])]
    return Group(*parts)


def _first_line(entry: Mapping[str, Any]) -> Text:
    mark, colour = _MARKS.get(entry["verdict"], ("?", "dim"))
    path = printable(unquote(entry["path"]))
    line = Text()
    line.append(f"{entry['at'][11:19]}  ", "dim")
    line.append(f"{mark} ", f"bold {colour}")
    line.append(f"{entry['status'] or '---'} ", _colour_of(entry["status"]))
    line.append(f"{entry['method']:<6} ", "bold")
    line.append(path if len(path) <= _LONGEST_PATH else path[:_LONGEST_PATH] + "…")
    if entry["persona"]:
        line.append(f"  {printable(entry['persona'])}", "cyan")
    if entry.get("answeredBy"):
        line.append(f" by {entry['answeredBy']}", "blue")
    line.append(f"  {entry['milliseconds']:.1f} ms  #{entry['number']}", "dim")
    return line


def _colour_of(status: int) -> str:
    if status >= 500 or not status:
        return "bold red"
    return "yellow" if status >= 400 else "green"


def _notes(entry: Mapping[str, Any]) -> Iterator[Text]:
    for remark in entry["remarks"]:
        yield _note("note", remark, "yellow")
    # The first error is the same for each status; those after it say what is wrong, unless it was asked for.
    for error in entry["errors"][1:] if entry["verdict"] != "unjudged" else ():
        yield _note("error", error, "red" if entry["verdict"] == "refused" else "default")
    for wish in entry["wishes"]:
        yield _note("wished", wish, "magenta")
    for fault in entry["faults"]:
        yield _note("fault", fault, "magenta")
    for breach in entry["breaches"]:
        yield _note("breach", breach, "bold red")


def _note(kind: str, sentence: str, colour: str) -> Text:
    return Text.assemble(_INDENT, (f"{kind}: ", colour), printable(sentence))


def _message(message: Mapping[str, Any]) -> Iterator[Text]:
    for header in message["headers"]:
        yield Text.assemble((f"{printable(header['name'])}: ", "dim"), printable(header["value"]))
    if message["body"]:
        yield Text("")
        yield from (Text(printable(line)) for line in _laid_out(message["body"]).splitlines())
    if not message["isWhole"]:
        kept = len(message["body"].encode())
        yield Text(f"({kept} of {message['length']} bytes are kept)", "dim")


def _laid_out(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body
