"""What stands in before the backend: each request refused, mocked, or passed on and its answer judged."""

from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from contract_tests.exchange import Exchange as JudgedExchange
from handlers.errors import Forbidden, Refusal
from kulis.exchange import Exchange, exchange_of
from kulis.proxy.answer_checks import AnswerChecks, judged_exchange
from kulis.proxy.fallback import Fallback
from kulis.proxy.forwarding import Answer, BadGateway, Forwarder
from kulis.proxy.incoming import Incoming, incoming
from kulis.proxy.passing_on import passed_on
from kulis.proxy.recording.recorder import Recorder
from kulis.proxy.request_checks import Recognised, RequestChecks
from kulis.security import sent_token
from kulis.tokens import claimed_subject

BACKEND, MOCK, PROXY = "upstream", "mock", "proxy"
"""The sides that can answer."""


@dataclass(frozen=True)
class StandIn:
    """The ASGI app that passes requests on; `failing` are the bases whose breaches make a 502."""

    forwarder: Forwarder
    request_checks: RequestChecks
    answer_checks: AnswerChecks
    failing: frozenset[str]
    fallback: Fallback | None
    recorder: Recorder | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange, request = exchange_of(scope), await incoming(scope, receive)
        recognised = self.request_checks.recognise(request.method, scope["path"])
        _begin(exchange, request, recognised)
        if self.fallback is not None and self.fallback.takes(recognised.operation):
            await self._mocked(self.fallback, scope, request, receive, send)
            return
        already_told = len(exchange.remarks)
        if recognised.is_api:
            exchange.remarks += self.request_checks.remarks(request, recognised, scope["path"])
        answer = await self._asked(exchange, request, recognised)
        judged = judged_exchange(request, recognised, answer, self._url(request))
        is_whole = answer.rest is None
        if self.fallback and is_whole and self.fallback.takes_over(recognised.operation, judged):
            # The mock makes its own remarks on what it answers.
            del exchange.remarks[already_told:]
            await self._mocked(self.fallback, scope, request, receive, send)
            return
        if recognised.is_api:
            self._judge(exchange, judged, answer)
        exchange.answered_by = BACKEND
        await passed_on(answer)(scope, receive, send)
        if self.recorder is not None and recognised.operation is not None and is_whole:
            # Without a secured operation nobody has verified the token.
            caller = exchange.caller_id if recognised.operation.secured else None
            self.recorder.observe(judged, caller)

    async def _mocked(
        self, fallback: Fallback, scope: Scope, request: Incoming, receive: Receive, send: Send
    ) -> None:
        exchange_of(scope).answered_by = MOCK
        await fallback.answer(scope, request, receive, send)

    async def _asked(self, exchange: Exchange, request: Incoming, recognised: Recognised) -> Answer:
        try:
            self.forwarder.backend.refuse_change(request.method)
            return await self.forwarder.send(request, is_held=recognised.is_api)
        except Forbidden:
            exchange.remarks.append("not passed on: it may change data of a production server")
            raise
        except Refusal as refusal:
            exchange.breaches.extend(refusal.details)
            raise

    def _judge(self, exchange: Exchange, judged: JudgedExchange, answer: Answer) -> None:
        if answer.rest is not None:
            exchange.remarks.append("the answer is too long to be judged")
            return
        breaches = self.answer_checks.breaches(judged)
        exchange.breaches.extend(str(breach) for breach in breaches)
        failing = [str(breach) for breach in breaches if breach.basis in self.failing]
        if failing:
            raise BadGateway(*failing)

    def _url(self, request: Incoming) -> str:
        return self.forwarder.backend.origin + self.forwarder.target(request).decode("latin-1")


def _begin(exchange: Exchange, request: Incoming, recognised: Recognised) -> None:
    exchange.body = request.body
    exchange.is_judged = recognised.is_api
    exchange.operation_id = recognised.operation.id if recognised.operation else None
    exchange.caller_id = _caller(request)
    exchange.answered_by = PROXY


def _caller(request: Incoming) -> str | None:
    try:
        token, _ = sent_token(request.headers.getlist("authorization"))
    except Refusal:
        return None
    return claimed_subject(token)
