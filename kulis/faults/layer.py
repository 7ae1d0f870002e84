"""The ASGI layer that makes requests fail as the active faults say."""

import asyncio
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_tests.contract import Contract
from handlers.services import Clock
from kulis.connection import cut
from kulis.envelope import failure
from kulis.exchange import exchange_of
from kulis.faults.active import ActiveFault, Faults
from kulis.faults.spoiling import spoilt
from kulis.journal import Journal
from kulis.layers import EnvelopedErrors
from kulis.refusals import refusal_with


@dataclass(frozen=True)
class FaultLayer:
    """Strikes requests of callers who are known, before anything is carried out.

    What it does to an answer is done outside of the mock's own validation of responses.
    """

    app: ASGIApp
    faults: Faults
    contract: Contract
    journal: Journal
    clock: Clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The fewest steps while no fault is active.
        if not self.faults.active or scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = exchange_of(scope)
        persona = self.journal.names.get(exchange.caller_id or "")
        path = scope["path"].removeprefix(self.contract.base_path)
        strike = self.faults.strike(exchange.operation_id, persona, path)
        if strike is None:
            await self.app(scope, receive, send)
            return
        exchange.faults.extend(str(fault) for fault in strike.faults)
        await asyncio.sleep(strike.delay)
        if strike.spoiling is None:
            await self.app(scope, receive, send)
        else:
            await self._spoil(strike.spoiling, scope, receive, send)

    async def _spoil(self, fault: ActiveFault, scope: Scope, receive: Receive, send: Send) -> None:
        exchange, rule = exchange_of(scope), fault.rule
        # A refusal is spoilt like any other answer, so it has to become one in here.
        answer: ASGIApp = EnvelopedErrors(self.app, self.clock)
        if rule.status is not None:
            refusal = refusal_with(rule.status, f"Fault {fault.id} of the mock: {rule}")
            answer = failure(refusal, now=self.clock.now())
        exchange.is_judged = rule.status is None and rule.connection != "reset"
        if rule.connection == "lost":
            await answer(scope, receive, _nowhere)
        if rule.connection is not None:
            cut(scope, is_reset=True)
        else:
            slow = rule.slow.seconds(fault.random) if rule.slow is not None else 0
            await answer(scope, receive, spoilt(send, scope, body=rule.body, slow=slow))


async def _nowhere(_: Message) -> None: ...
