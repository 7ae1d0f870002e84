"""Servers that share a socket share what comes to it."""

import asyncio
import socket
from contextlib import ExitStack

import uvicorn

from kulis.clock import Clock
from kulis.journal import Journal
from kulis.server import listening_socket, server_of


def test_connections_that_come_together_are_shared() -> None:
    taken = asyncio.run(taken_by_two(16))

    assert sum(taken) == 16
    assert min(taken) >= 4, f"of two servers on one socket, {taken} connections are each one's"


async def taken_by_two(count: int) -> list[int]:
    """How many of so many connections each of two servers has, when all have come at once."""
    with ExitStack() as opened:
        listener = opened.enter_context(listening_socket("127.0.0.1", 0))
        servers = [server_of(answer_nothing, Clock(), Journal({})) for _ in range(2)]
        running = [asyncio.create_task(one.serve(sockets=[listener.dup()])) for one in servers]
        while not all(one.started for one in servers):
            await asyncio.sleep(0.01)
        for _ in range(count):
            opened.enter_context(socket.create_connection(listener.getsockname(), timeout=10))
        while sum(map(connections, servers)) < count:
            await asyncio.sleep(0.01)
        taken = list(map(connections, servers))
        for one in servers:
            one.should_exit = True
        await asyncio.gather(*running)
        return taken


def connections(server: uvicorn.Server) -> int:
    return len(server.server_state.connections)


async def answer_nothing(scope: object, receive: object, send: object) -> None:
    raise AssertionError("nothing was asked")
