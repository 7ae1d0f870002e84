"""A drafted world as the YAML of a world file, with comments on what was seen and what was made up."""

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from fixtures.times import written
from kulis.proxy.recording.draft import Drafted, WorldDraft

_BLOCK_SECTIONS = ("streams",)


def world_text(draft: WorldDraft, *, keeps_ids: bool) -> str:
    """The text of a world file."""
    lines = [f"# {line}".rstrip() for line in _header(draft, keeps_ids=keeps_ids)]
    lines.append(f"description: {_flow(_description(draft))}")
    for name, entries in draft.sections.items():
        if entries:
            lines += ["", f"{name}:", *_section(name, entries)]
    return "\n".join(lines) + "\n"


def _header(draft: WorldDraft, *, keeps_ids: bool) -> Iterator[str]:
    yield f"Recorded by `kulis proxy` from {draft.answers} answers, the last of {written(draft.now)}."
    yield ""
    yield "Times count from that answer: each time this world is loaded, it is as the backend was then."
    yield "Names, usernames and photos are made up, the same for the same person everywhere. Titles and"
    yield "whatever else people write themselves are replaced; addresses are made up; there are no tokens."
    if keeps_ids:
        yield "Ids are those of the backend, so that links, and callers' tokens by their sub, go on working."
    else:
        yield "Ids are new."
    yield ""
    yield "Seen: " + ", ".join(draft.seen) + "."
    yield "Never told by the API, and made up: everybody's credits, who is blocked by whom, deleted streams,"
    yield "and those who have left. People who were counted but not seen are generated. What else is made"
    yield "up is named behind its entry."


def _description(draft: WorldDraft) -> str:
    return f"Recorded from a backend, {draft.now:%Y-%m-%d}: {len(draft.sections['streams'])} streams"


def _section(name: str, entries: Sequence[Drafted]) -> Iterator[str]:
    for entry in entries:
        remark = f"made up: {', '.join(entry.made_up)}" if entry.made_up else ""
        if name in _BLOCK_SECTIONS:
            if remark:
                yield f"  # {remark}"
            yield from _block(entry.values)
        else:
            yield f"  - {_flow(entry.values)}" + (f"  # {remark}" if remark else "")


def _block(values: dict[str, Any]) -> Iterator[str]:
    mark = "- "
    for field, value in values.items():
        if field == "audience":
            yield f"  {mark}{field}:"
            for part, viewers in value.items():
                yield f"      {part}:"
                yield from (f"        - {_flow(viewer)}" for viewer in viewers)
        else:
            yield f"  {mark}{field}: {_flow(value)}"
        mark = "  "


def _flow(value: Any) -> str:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(
        value, Dumper=dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
    )
    return text.strip().removesuffix("\n...").strip()
