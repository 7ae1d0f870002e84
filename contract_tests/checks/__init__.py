"""All checks, in the order in which they are made."""

from contract_tests.checking import Check, ResponseCheck
from contract_tests.checks import (
    authentication,
    bounds,
    ids,
    page_laws,
    refusal_order,
    replay_laws,
    response_laws,
    response_schema,
    responses,
    robustness,
    routes,
)

RESPONSE_CHECKS: tuple[ResponseCheck, ...] = (
    *responses.RESPONSE_CHECKS,
    *response_schema.RESPONSE_CHECKS,
    *page_laws.RESPONSE_CHECKS,
    *response_laws.RESPONSE_CHECKS,
    *replay_laws.RESPONSE_CHECKS,
)
"""What is checked on every response."""

CHECKS: tuple[Check, ...] = (
    *authentication.CHECKS,
    *ids.CHECKS,
    *bounds.CHECKS,
    *routes.CHECKS,
    *refusal_order.CHECKS,
    *robustness.CHECKS,
)
"""Checks that send requests of their own."""
