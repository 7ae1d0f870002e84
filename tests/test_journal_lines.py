"""The journal in a terminal."""

from io import StringIO

from rich.console import Console, RenderableType

from kulis.journal_data import summary, whole
from kulis.journal_lines import lines, whole_entry
from tests.staging import Stage


def printed(shown: RenderableType) -> str:
    console = Console(file=StringIO(), width=80, markup=False, emoji=False, highlight=False)
    console.print(shown, soft_wrap=True)
    output = console.file
    assert isinstance(output, StringIO)
    return output.getvalue()


def test_a_line_tells_the_exchange_and_what_its_sender_should_know(quiet_stage: Stage) -> None:
    quiet_stage.get("/live-stream/my-replay-rentals", limit=500, search="ışık")

    first, *notes = printed(lines(summary(quiet_stage.mock.journal.entries[-1]))).splitlines()

    assert first.startswith(
        "12:00:00  ✗ 400 GET    /api/v1/live-stream/my-replay-rentals?limit=500&search=ışık"
    )
    assert [note.strip() for note in notes] == [
        "error: limit must be an integer from 1 to 100, in plain decimal digits, not '500'"
    ]


def test_what_was_asked_for_is_told_in_place_of_its_error(quiet_stage: Stage) -> None:
    quiet_stage.send("GET", "/gifts/gift-types", None, headers={"Prefer": "code=403, wait=3"})

    _, *notes = printed(lines(summary(quiet_stage.mock.journal.entries[-1]))).splitlines()

    assert [note.strip() for note in notes] == [
        "note: ignored Prefer: wait=3: no such wish",
        "wished: code=403",
    ]


def test_a_request_cannot_write_into_the_terminal(quiet_stage: Stage) -> None:
    quiet_stage.client.get("/api/v1/nowhere%0a%1b[31m", headers={"Prefer": "x=\x1b[31m"})

    shown = printed(whole_entry(whole(quiet_stage.mock.journal.entries[-1])))

    assert all(line.isprintable() for line in shown.splitlines()), repr(shown)
    assert "/api/v1/nowhere\\x0a\\x1b[31m" in shown


def test_a_whole_entry_lays_its_bodies_out(quiet_stage: Stage) -> None:
    quiet_stage.post("/gifts/create", json={"giftTypeId": "ş"})

    shown = printed(whole_entry(whole(quiet_stage.mock.journal.entries[-1])))

    assert "request\n" in shown and "authorization: Bearer <viewer>" in shown
    assert '\n  "giftTypeId": "ş"\n' in shown
    assert '"statusCode": 400' in shown
