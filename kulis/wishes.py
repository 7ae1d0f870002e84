"""Wishes of a single request: the header Prefer, by RFC 7240 and as users of Prism know it."""

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.contract import Contract, Operation
from handlers.services import Clock
from kulis.durations import duration
from kulis.envelope import as_example
from kulis.exchange import Exchange, exchange_of

LONGEST_DELAY = 60
"""Seconds that a request may wish to wait at most."""

_WISH = re.compile(r'([^\s=,;"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?')
_SHOWN = 40


@dataclass(frozen=True)
class Wishes:
    """What a request wishes for and can have; `ignored` says of the rest why it cannot.

    `answer` is an example of the contract with its status, given at once where the status was asked for.
    """

    granted: tuple[str, ...]
    ignored: tuple[str, ...]
    answer: tuple[int, Mapping[str, Any]] | None = None
    is_at_once: bool = False
    delay: float = 0


@dataclass(frozen=True)
class WishLayer:
    """Grant wishes before anything else is asked of a request, once its operation is known."""

    app: ASGIApp
    contract: Contract
    clock: Clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            sent = [value.decode("latin-1") for name, value in scope["headers"] if name == b"prefer"]
            if sent:
                exchange = exchange_of(scope)
                wishes = read_wishes(sent, self.contract.operation(exchange.operation_id or ""))
                _note(exchange, wishes)
                await asyncio.sleep(wishes.delay)
                if wishes.answer is not None:
                    status, example = wishes.answer
                    response = as_example(example, status=status, now=self.clock.now())
                    if wishes.is_at_once:
                        exchange.is_judged = False
                        await response(scope, receive, send)
                        return
                    exchange.response = response
        await self.app(scope, receive, send)


def read_wishes(headers: Iterable[str], operation: Operation) -> Wishes:
    """The wishes of a request's Prefer headers: code, example, delay, dynamic; of a name twice, the first."""
    sent: dict[str, str] = {}
    for name, quoted, plain in _WISH.findall(", ".join(headers)):
        sent.setdefault(name.lower(), re.sub(r"\\(.)", r"\1", quoted) or plain)
    ignored = [f"{_shown(name, sent[name])}: no such wish" for name in sent if name not in _READERS]
    read: dict[str, Any] = {}
    for name in (name for name in _READERS if name in sent):
        try:
            read[name] = _READERS[name](sent[name], operation, read.get("code"))
        except ValueError as problem:
            ignored.append(f"{_shown(name, sent[name])}: {problem}")
    return Wishes(
        granted=tuple(f"{name}={sent[name]}" for name in read),
        ignored=tuple(ignored),
        answer=_answer(operation, read),
        is_at_once="code" in read,
        delay=read.get("delay", 0),
    )


def _note(exchange: Exchange, wishes: Wishes) -> None:
    exchange.wishes.extend(wishes.granted)
    exchange.remarks.extend(f"ignored Prefer: {sentence}" for sentence in wishes.ignored)
    if wishes.granted:
        exchange.headers.append((b"preference-applied", ", ".join(wishes.granted).encode()))
        exchange.headers.append((b"vary", b"Prefer"))


def _code(wish: str, operation: Operation, _: int | None) -> int:
    possible = {str(status): status for status, response in operation.responses.items() if response.examples}
    if wish not in possible:
        raise ValueError(
            f"{operation.id} answers {', '.join(possible)}; a fault rule makes it answer something else"
        )
    return possible[wish]


def _example(wish: str, operation: Operation, code: int | None) -> tuple[int, Mapping[str, Any]]:
    statuses = operation.responses if code is None else (code,)
    found = {name: status for status in statuses for name in operation.responses[status].examples}
    if wish not in found:
        whose = operation.id if code is None else f"{operation.id} with {code}"
        raise ValueError(f"the examples of {whose} are {', '.join(found)}")
    return found[wish], operation.responses[found[wish]].examples[wish]


def _delay(wish: str, *_: object) -> float:
    seconds = duration(wish).total_seconds()
    if seconds > LONGEST_DELAY:
        raise ValueError(f"the longest is {LONGEST_DELAY}s")
    return seconds


def _dynamic(wish: str, *_: object) -> bool:
    if wish not in ("true", "false"):
        raise ValueError("it is true or false")
    return wish == "true"


_READERS: Mapping[str, Callable[[str, Operation, int | None], Any]] = {
    "code": _code,
    "example": _example,
    "delay": _delay,
    "dynamic": _dynamic,
}


def _answer(operation: Operation, read: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]] | None:
    if "example" in read:
        answer: tuple[int, Mapping[str, Any]] = read["example"]
        return answer
    if "code" not in read and read.get("dynamic", True):
        return None
    status = read.get("code") or min(operation.responses)
    return next(((status, example) for example in operation.responses[status].examples.values()), None)


def _shown(name: str, value: str) -> str:
    wish = f"{name}={value}" if value else name
    return wish if len(wish) <= _SHOWN else wish[:_SHOWN] + "…"
