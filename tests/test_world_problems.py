"""What is said of a world file that is wrong: where, what, and what to write instead."""

from pathlib import Path
from typing import Any

import pytest

from tests.small_world import (
    AYSE,
    BORA,
    CEM,
    LIVE,
    RENTAL,
    REPLAY,
    live,
    present,
    problems,
    replay,
    world_file,
)


@pytest.mark.parametrize(
    ("sections", "sentence"),
    [
        # Shape
        ({"usrs": []}, 'usrs: no such field; did you mean "users"?'),
        ({"blocks": None}, "blocks: found nothing; expected a list of blocks"),
        (live(titel="x"), 'streams[0].titel: no such field; did you mean "title"?'),
        (live(status="activ"), 'streams[0].status: found "activ"; did you mean "active"?'),
        (live(access="?"), 'streams[0].access: found "?"; expected one of: free, paid'),
        (live(title=5), "streams[0].title: found 5; expected text"),
        (live(id="AB"), 'streams[0].id: found "AB"; expected 24 lowercase hex digits'),
        (
            {"users": [{**AYSE, "credits": -1}, BORA, CEM]},
            "users[0].credits: found -1; expected a whole number from 0 to 1000000000",
        ),
        (
            {"personas": [{"name": "viewer", "user": "bora"}]},
            "personas[0].description: missing; expected text",
        ),
        # Names
        (live(creator="ayse"), 'streams[0].creator: no user "ayse"; did you mean "ayşe"?'),
        (
            live(type="duoself", guests=["bara"]),
            'streams[0].guests[0]: no user "bara"; did you mean "bora"?',
        ),
        (live(broadcasters=["zz"]), 'streams[0].broadcasters[0]: no user "zz"; expected one of users'),
        (present("cen"), 'streams[0].audience.present[0]: no user "cen"; did you mean "cem"?'),
        (live(gifts={"ros": 1}), 'streams[0].gifts.ros: no gift type "ros"; did you mean "rose"?'),
        (
            {"personas": [{"name": "viewer", "user": "BORA", "description": "x"}]},
            'personas[0].user: no user "BORA"; did you mean "bora"?',
        ),
        (
            {"rentals": [{**RENTAL, "stream": "reply"}]},
            'rentals[0].stream: no stream "reply"; did you mean "replay"?',
        ),
        (
            {"users": [AYSE, BORA, CEM, CEM]},
            'users[3].username: "cem" is taken by users[2]; expected another username',
        ),
        (
            {"users": [{**AYSE, "id": "a" * 24}, {**BORA, "id": "a" * 24}, CEM]},
            f'users[1].id: "{"a" * 24}" is taken by users[0]; expected another id',
        ),
        (
            {"gift_types": [{"key": key, "credits": 1} for key in ("rose", "cake", "rose")]},
            'gift_types[2].key: "rose" is taken by gift_types[0]; expected another key',
        ),
        # Times
        (
            live(started="45 min ago"),
            'streams[0].started: "45 min ago" is no time; write "45m ago", "in 3h", "now" or '
            '"2026-01-01T10:00:00Z"',
        ),
        (
            live(started="2026-02-30T10:00:00Z"),
            'streams[0].started: "2026-02-30T10:00:00Z" is no time: day is out of range for month',
        ),
        (
            live(planned_end="in 999999w"),
            'streams[0].planned_end: "in 999999w" lies beyond the calendar; expected a year from 1 to 9999',
        ),
        (live(started="in 3h"), 'streams[0].started: "in 3h" lies ahead; expected a time up to now'),
        (
            live(ended="1m ago"),
            "streams[0].ended: a stream that is active has not ended; leave it out",
        ),
        (
            {"streams": [{**LIVE, "key": "b", "status": "scheduled", "started": "1m ago"}, REPLAY]},
            'streams[0].planned_start: missing; a stream that is scheduled needs it, such as "in 2h"',
        ),
        (
            replay(ended="4d ago"),
            "streams[0].ended: 2025-12-28T10:00:00.000Z is before started, 2025-12-29T10:00:00.000Z; "
            "expected a later time",
        ),
        # Streams
        (
            live(guests=["bora"]),
            "streams[0].guests: a solo stream has no guests; make its type duocrowd or duoself",
        ),
        (
            live(broadcasters=["ayşe"]),
            'streams[0].broadcasters[0]: "ayşe" already is the creator of this stream; name them once',
        ),
        (
            present("ayşe"),
            'streams[0].audience.present[0]: "ayşe" hosts, broadcasts or guests in this stream; '
            "such people are not its audience",
        ),
        (
            live(audience={"present": ["cem"], "left": ["cem"]}),
            'streams[0].audience.left[0]: "cem" is in this audience already; name them once',
        ),
        (
            present({"user": "cem", "joined": "1h ago"}),
            "streams[0].audience.present[0].joined: 2026-01-01T09:00:00.000Z is outside the stream; "
            "expected from 2026-01-01T09:20:00.000Z to 2026-01-01T10:00:00.000Z",
        ),
        (
            live(audience={"left": [{"user": "cem", "joined": "5m ago", "left": "6m ago"}]}),
            "streams[0].audience.left[0].left: 2026-01-01T09:54:00.000Z is outside the stream; "
            "expected from 2026-01-01T09:55:00.000Z to 2026-01-01T10:00:00.000Z",
        ),
        (
            present({"user": "cem", "left": "6m ago"}),
            "streams[0].audience.present[0].left: one who is present has not left; list them under left",
        ),
        (
            present({"user": "cem", "generate": 4}),
            "streams[0].audience.present[0]: expected either a user or how many to generate",
        ),
        (
            present({"generate": 4, "joined": "1m ago"}),
            "streams[0].audience.present[0]: generated people take their times from the stream; "
            "give generate alone",
        ),
        (
            replay(audience={"present": ["cem"]}),
            "streams[0].audience.present: nobody is present in a stream that has ended; list them as left",
        ),
        (
            live(status="preparing", audience={"left": ["cem"]}),
            "streams[0].audience: a stream that is preparing has no audience; "
            "expected one only where it is active or ended",
        ),
        # What ties people and streams
        (
            {"follows": [{"user": "bora", "follows": ["bora", "ayşe"]}]},
            'follows[0].follows[0]: "bora" cannot follow themselves; name others only',
        ),
        (
            {"follows": [{"user": "bora", "follows": ["ayşe", "ayşe"]}]},
            'follows[0].follows[1]: "bora" follows "ayşe" already; name them once',
        ),
        (
            {"follows": [{"user": "bora", "follows": ["cem"]}]},
            "users[2].followers: found 0; the world's follows make it at least 1",
        ),
        (
            {"blocks": [{"host": "cem", "blocks": ["bora"]}]},
            'blocks[0].host: "cem" hosts no stream; expected the creator of one',
        ),
        (
            {"rentals": [RENTAL, RENTAL]},
            'rentals[1]: "bora" has rented "replay" in rentals[0]; expected one rental per user and stream',
        ),
        (
            {"rentals": [{**RENTAL, "user": "ayşe"}]},
            'rentals[0].user: "ayşe" takes part in this stream and watches it without a rental',
        ),
        (
            {"rentals": [{**RENTAL, "stream": "live"}]},
            'rentals[0].stream: "live" is active; only a stream that has ended can be rented',
        ),
        (
            {"rentals": [{**RENTAL, "rented": "60h ago"}]},
            "rentals[0].rented: 2025-12-29T22:00:00.000Z is before the stream ended, "
            "2025-12-30T10:00:00.000Z; expected a later time",
        ),
        (
            replay(deleted="1h ago"),
            "rentals[0].status: a deleted stream has no open rentals; "
            "expected refunded, or rented more than 24 hours ago",
        ),
    ],
    ids=lambda value: None if isinstance(value, dict) else value.split(";")[0],
)
def test_a_problem_is_told_with_its_place_and_its_cure(
    tmp_path: Path, sections: dict[str, Any], sentence: str
) -> None:
    assert sentence in problems(world_file(tmp_path, sections))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty; expected a world, which at least has a description"),
        (b"- a\n", "found a list; expected a mapping with description, personas, users, gift_types, "
         "streams, follows, blocks, rentals, faults"),
        (b"description: \xff", "not UTF-8 from byte 13 on; save it as UTF-8"),
        (b"description: x\nusers: [\n", "line 3, column 1: not YAML: did not find expected node content"),
        (b"description: x\ndescription: y", "description: written a second time (line 2); keep one of them"),
        (b"description: &a x\nusers: *a", "users: an alias; write out what it stands for"),
        (b"description: !secret x", 'description: the tag "!secret"; expected plain YAML'),
        (b"description: x\n? [a]\n: b", "a key that is no text (line 2); expected a name"),
        (b"description: " + b"[" * 40 + b"]" * 40, "description[0][0]: nested more than 30 levels deep; "
         "no world needs that"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_well_written_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "world.yaml"
    path.write_bytes(content)
    assert sentence in problems(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path / "no.yaml") == ["there is no such file; expected the path of a YAML file"]
    assert problems(tmp_path) == ["is a directory; expected the path of a YAML file"]


def test_all_problems_of_a_file_are_told_together_in_the_order_of_its_entries(tmp_path: Path) -> None:
    wrong = {
        "users": [{**AYSE, "expertise": "cheff"}, BORA, {**CEM, "surname": None}],
        **present("ayşe", "xx"),
    }
    assert [problem.split(": ")[0] for problem in problems(world_file(tmp_path, wrong))] == [
        "streams[0].audience.present[0]",
        "streams[0].audience.present[1]",
        "users[0].expertise",
        "users[2].surname",
    ]
