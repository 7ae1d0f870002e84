"""All checks, in the order in which they are made."""

from contract_tests.checking import Check, ResponseCheck
from contract_tests.checks import page_laws, replay_laws, response_laws, response_schema, responses

RESPONSE_CHECKS: tuple[ResponseCheck, ...] = (
    *responses.RESPONSE_CHECKS,
    *response_schema.RESPONSE_CHECKS,
    *page_laws.RESPONSE_CHECKS,
    *response_laws.RESPONSE_CHECKS,
    *replay_laws.RESPONSE_CHECKS,
)
"""What is checked on every response."""

CHECKS: tuple[Check, ...] = ()
"""Checks that send requests of their own."""
