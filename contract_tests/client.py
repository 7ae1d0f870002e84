"""Sending requests to a target: at its pace, within its time, and never more than it may be sent."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock

import httpx2

from contract_tests.exchange import UNANSWERED, Exchange, Request
from contract_tests.findings import NotExercised
from contract_tests.stopwatch import Stopwatch

_TRIES = 4
_LONGEST_PAUSE = 5.0
_CHUNK = 64 * 1024
_KEPT_ALIVE = 1.0
"""Seconds, which is less than the servers that are common keep an idle connection by default."""

READING_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))


class Unreachable(Exception):
    """The target did not answer a request as an HTTP server does; the sentence says how."""

    def __init__(self, request: Request, problem: str) -> None:
        self.where = f"{request.method} {request.url}"
        super().__init__(f"{self.where} {problem}")


class TooManyRequests(Exception):
    """The target goes on refusing with 429; the sentence says what to do."""


class OutOfTime(Exception):
    """The run's time budget is spent."""


def http_client(timeout: float) -> httpx2.Client:
    """What requests are sent with: connections are let go before servers end them without a word."""
    return httpx2.Client(
        timeout=timeout, follow_redirects=False, limits=httpx2.Limits(keepalive_expiry=_KEPT_ALIVE)
    )


@dataclass
class Pace:
    """How fast a target is asked, by however many clients at once.

    `pause` is the least time between two requests, `deadline` a moment of `time.monotonic`; both in seconds.
    `waiting` tells how long the target was waited for, answered or not, `pausing` how long the pace held it.
    """

    pause: float = 0.0
    deadline: float = float("inf")
    waiting: Stopwatch = field(default_factory=Stopwatch)
    pausing: Stopwatch = field(default_factory=Stopwatch)
    _next: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def wait(self) -> None:
        """Return when the next request may be sent; raises OutOfTime."""
        with self._lock:
            now = time.monotonic()
            if now >= self.deadline:
                raise OutOfTime
            turn = max(now, self._next)
            self._next = turn + self.pause
        if turn > now:
            with self.pausing.running():
                time.sleep(turn - now)


@dataclass
class Client:
    """Sends requests and shows each exchange to an observer.

    `is_read_only` refuses whatever could change the target's data.
    """

    http: httpx2.Client
    is_read_only: bool
    observe: Callable[[Exchange], object]
    pace: Pace = field(default_factory=Pace)
    sent: int = 0
    trail: list[Exchange] = field(default_factory=list)

    def beside(self) -> tuple["Client", list[Exchange]]:
        """A client for requests that are sent meanwhile, at the same pace, and what it will have seen."""
        seen: list[Exchange] = []
        return Client(self.http, self.is_read_only, seen.append, self.pace), seen

    def send_at_once(self, requests: Sequence[Request]) -> list[Exchange]:
        """The exchanges of requests none of which waits for another's answer; raises what `send` does."""
        clients = [self.beside() for _ in requests]
        with ThreadPoolExecutor(max_workers=len(clients)) as pool:
            sent = [
                pool.submit(client.send, request)
                for (client, _), request in zip(clients, requests, strict=True)
            ]
        for client, seen in clients:
            self.take_over(seen)
            self.trail += [replace(exchange, is_at_once=True) for exchange in client.trail]
        return [replace(one.result(), is_at_once=True) for one in sent]

    def take_over(self, seen: Iterable[Exchange]) -> None:
        """Count what another client has seen, and show it to the observer."""
        for exchange in seen:
            self.sent += 1
            self.observe(exchange)

    def send(self, request: Request) -> Exchange:
        """The exchange of a request; raises NotExercised, OutOfTime or Unreachable."""
        if self.is_read_only and request.method not in READING_METHODS:
            raise NotExercised("this target is only read, and the check would change its data")
        self.pace.wait()
        begun = time.monotonic()
        try:
            with self.pace.waiting.running():
                response = self._patient_answer(request)
        except Unreachable:
            self.trail.append(Exchange(request, UNANSWERED, {}, b"", time.monotonic() - begun))
            raise
        exchange = Exchange(
            request=request,
            status=response.status_code,
            headers=_lower(response.headers),
            body=response.content,
            seconds=time.monotonic() - begun,
        )
        self.sent += 1
        self.trail.append(exchange)
        self.observe(exchange)
        return exchange

    def _patient_answer(self, request: Request) -> httpx2.Response:
        for _ in range(_TRIES):
            response = self._answer(request)
            if response.status_code != 429:
                return response
            time.sleep(_wished_pause(response))
        raise TooManyRequests(
            f"{request.method} {request.url} is refused with 429, too many requests; "
            "set limits.requests_per_second in the profile, or wait"
        )

    def _answer(self, request: Request) -> httpx2.Response:
        try:
            response = self.http.request(
                request.method, request.url, headers=request.headers, content=_content(request)
            )
        except httpx2.TimeoutException:
            raise Unreachable(request, "was not answered in time; --timeout gives it longer") from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as problem:
            raise Unreachable(request, f"failed: {_told(problem)}") from None
        return response


def _content(request: Request) -> bytes | Iterator[bytes] | None:
    """What is sent at once, or in chunks, whose number nobody is told beforehand."""
    body, headers = request.body, request.headers
    if body is None or headers.get("Transfer-Encoding") != "chunked":
        return body
    return (body[at : at + _CHUNK] for at in range(0, len(body), _CHUNK))


def _wished_pause(response: httpx2.Response) -> float:
    wished = response.headers.get("retry-after", "")
    return min(float(wished), _LONGEST_PAUSE) if wished.isdecimal() else 1.0


def _told(problem: Exception) -> str:
    text = str(problem) or type(problem).__name__
    if "CERTIFICATE" in text.upper():
        return (
            f"its TLS certificate is not trusted ({text}); "
            "name the authority that has signed it in the environment variable SSL_CERT_FILE"
        )
    return f"{text}; is the target up, and is its address right?"


def _lower(headers: httpx2.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}
