"""What is written of an answer in one go is sent in one go, and nothing is held for long."""

import asyncio
from collections.abc import Iterable
from typing import Any

from kulis.gathering import Gathering

HEAD, BODY, MORE = b"HTTP/1.1 200 OK\r\n\r\n", b"[1]", b"[2]"


class Noting(asyncio.Transport):
    """A connection that notes what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[Any] = []

    def write(self, data: Any) -> None:
        self.noted.append(bytes(data))

    def writelines(self, list_of_data: Iterable[Any]) -> None:
        parts = list(list_of_data)
        assert all(parts), "from Python 3.12 on an empty part is never done with, and keeps the loop busy"
        self.noted.append(b"".join(parts))

    def write_eof(self) -> None:
        self.noted.append("end")

    def close(self) -> None:
        self.noted.append("closed")

    def abort(self) -> None:
        self.noted.append("aborted")


def noted(*calls: tuple[str, bytes] | str, rounds: int = 0) -> list[Any]:
    """What a connection is asked for in the end, after so many rounds of the loop behind each call."""

    async def carry_out() -> list[Any]:
        connection = Noting()
        gathering = Gathering(connection, asyncio.get_running_loop())
        for call in calls:
            name, *arguments = (call,) if isinstance(call, str) else call
            getattr(gathering, name)(*arguments)
            for _ in range(rounds):
                await asyncio.sleep(0)
        return connection.noted

    return asyncio.run(carry_out())


def test_head_and_body_are_sent_in_one_go() -> None:
    assert noted(("write", HEAD), ("write", BODY)) == [HEAD + BODY]


def test_a_head_with_an_empty_body_is_sent_by_itself() -> None:
    assert noted(("write", HEAD), ("write", b"")) == [HEAD]


def test_what_follows_much_later_is_not_waited_for() -> None:
    assert noted(("write", HEAD), ("write", BODY), rounds=2) == [HEAD, BODY]


def test_a_body_of_many_parts_is_not_held_whole() -> None:
    parts = [("write", part) for part in (HEAD, BODY, MORE, MORE, MORE)]

    assert noted(*parts) == [HEAD + BODY, MORE + MORE, MORE]


def test_a_connection_is_closed_behind_what_was_written() -> None:
    assert noted(("write", HEAD), "close") == [HEAD, "closed"]
    assert noted(("write", HEAD), "write_eof") == [HEAD, "end"]


def test_a_connection_is_broken_off_without_what_was_written() -> None:
    assert noted(("write", HEAD), "abort") == ["aborted"]
