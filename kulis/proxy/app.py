"""The assembly of the proxy: a backend and a contract become an ASGI app with a journal."""

import secrets
from dataclasses import dataclass, field

import httpx2
from starlette.routing import Router
from starlette.types import ASGIApp

from contract_tests.contract import Contract
from kulis.app import open_backstage, steered
from kulis.backstage import Backstage
from kulis.journal import Journal
from kulis.journal_layer import JournalLayer
from kulis.layers import DateHeader, EnvelopedCors, EnvelopedErrors, WholeRequests
from kulis.proxy.answer_checks import BASES, AnswerChecks, answer_checks
from kulis.proxy.backend import Backend
from kulis.proxy.fallback import Fallback
from kulis.proxy.forwarding import Forwarder
from kulis.proxy.recording.recorder import Recorder
from kulis.proxy.request_checks import request_checks
from kulis.proxy.stand_in import StandIn
from kulis.settings import Settings
from kulis.state import SteeredClock


@dataclass(frozen=True)
class ProxySettings:
    """How to set up the proxy. `timeout` is in seconds; `basis` is documented or all.

    `backstage` is for a proxy without a mock, whose control API has little more than the journal to steer.
    """

    strict: bool = False
    basis: str = "documented"
    timeout: float = 30.0
    cors_origins: tuple[str, ...] = ()
    backstage: Settings = field(default_factory=lambda: Settings(world="empty"))


@dataclass(frozen=True)
class Proxy:
    """A proxy that is ready to be served, and what it is made of."""

    app: ASGIApp
    contract: Contract
    backend: Backend
    backstage: Backstage
    answer_checks: AnswerChecks

    @property
    def clock(self) -> SteeredClock:
        return self.backstage.clock

    @property
    def journal(self) -> Journal:
        return self.backstage.journal


def create_proxy(
    backend: Backend,
    contract: Contract,
    settings: ProxySettings | None = None,
    *,
    transport: httpx2.AsyncBaseTransport | None = None,
    fallback: Fallback | None = None,
    recorder: Recorder | None = None,
) -> Proxy:
    """Set up a proxy; `transport` may stand for the network, `fallback` answers in the backend's place.

    What the backend answers is shown to the `recorder`. The journal is that of the mock, where there is one,
    and the control API steers it.
    """
    settings = settings or ProxySettings()
    checks = answer_checks(contract)
    backstage = fallback.mock.backstage if fallback else open_backstage(settings.backstage, contract)[0]
    # Whatever else the backend has at such a path is its own.
    backstage.pages = ()
    clock = backstage.clock
    forwarder = Forwarder(
        backend=backend,
        contract_base=contract.base_path,
        client=httpx2.AsyncClient(transport=transport, follow_redirects=False),
        timeout=settings.timeout,
        via=f"1.1 kulis-{secrets.token_hex(4)}".encode(),
    )
    stand_in = StandIn(forwarder, request_checks(contract), checks, _failing(settings), fallback, recorder)
    app: ASGIApp = EnvelopedErrors(Router(redirect_slashes=False, default=stand_in), clock)
    app = EnvelopedCors(app, clock=clock, origins=settings.cors_origins)
    app = WholeRequests(JournalLayer(DateHeader(app, clock), backstage.journal, clock))
    return Proxy(steered(app, backstage), contract, backend, backstage, checks)


def _failing(settings: ProxySettings) -> frozenset[str]:
    if not settings.strict:
        return frozenset()
    return frozenset(BASES if settings.basis == "all" else ("documented",))
