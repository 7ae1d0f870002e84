"""What stands in before the backend: each request refused, or passed on and its answer judged."""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from handlers.errors import Refusal
from kulis.exchange import ANSWERED_BY, Exchange, exchange_of
from kulis.proxy.answer_checks import AnswerChecks, Breach, judged_exchange
from kulis.proxy.forwarding import Answer, BadGateway, Forwarder
from kulis.proxy.incoming import Incoming, incoming
from kulis.proxy.passing_on import passed_on
from kulis.proxy.request_checks import Recognised, RequestChecks
from kulis.security import sent_token
from kulis.tokens import claimed_subject

_EVENTS = "text/event-stream"


@dataclass(frozen=True)
class StandIn:
    """The ASGI app that passes requests on; `failing` are the bases whose breaches make a 502."""

    forwarder: Forwarder
    request_checks: RequestChecks
    answer_checks: AnswerChecks
    failing: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange, request = exchange_of(scope), await incoming(scope, receive)
        recognised = self.request_checks.recognise(request.method, scope["path"])
        exchange.body = request.body
        exchange.is_judged = recognised.is_api
        exchange.operation_id = recognised.operation.id if recognised.operation else None
        exchange.caller_id = _caller(request)
        if recognised.is_api:
            exchange.remarks.extend(self.request_checks.remarks(request, recognised, scope["path"]))
        response = await self._response(exchange, request, recognised)
        await response(scope, receive, send)

    async def _response(self, exchange: Exchange, request: Incoming, recognised: Recognised) -> Response:
        answered_by(exchange, "proxy")
        try:
            self.forwarder.backend.refuse_change(request.method)
        except Refusal:
            exchange.remarks.append("not passed on: it may change data of a production server")
            raise
        try:
            answer = await self.forwarder.send(request, is_held=recognised.is_api)
        except Refusal as refusal:
            exchange.breaches.extend(refusal.details)
            raise
        breaches = self._breaches(exchange, request, recognised, answer)
        failing = [str(breach) for breach in breaches if breach.basis in self.failing]
        if failing:
            raise BadGateway(*failing)
        answered_by(exchange, "upstream")
        return passed_on(answer)

    def _breaches(
        self, exchange: Exchange, request: Incoming, recognised: Recognised, answer: Answer
    ) -> list[Breach]:
        if not recognised.is_api:
            return []
        if answer.rest is not None:
            exchange.remarks.append("the answer is too long to be judged")
            return []
        url = self.forwarder.backend.origin + self.forwarder.target(request).decode("latin-1")
        breaches = self.answer_checks.breaches(judged_exchange(request, recognised, answer, url))
        exchange.breaches.extend(str(breach) for breach in breaches)
        return breaches


def answered_by(exchange: Exchange, side: str) -> None:
    """Name the side that answers, in a header of the answer."""
    name = ANSWERED_BY.lower().encode()
    exchange.headers[:] = [pair for pair in exchange.headers if pair[0] != name]
    exchange.headers.append((name, side.encode()))


def _caller(request: Incoming) -> str | None:
    try:
        token, _ = sent_token(request.headers.getlist("authorization"))
    except Refusal:
        return None
    return claimed_subject(token)
