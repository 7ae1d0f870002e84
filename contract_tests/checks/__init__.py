"""All checks, in the order in which they are made."""

from contract_tests.checking import Check, ResponseCheck
from contract_tests.checks import (
    authentication,
    balances,
    bounds,
    following_shown,
    follows,
    gift_prices,
    gift_refusals,
    gifts,
    ids,
    page_laws,
    pagination,
    refusal_order,
    renewals,
    rental_access,
    rentals,
    replay_laws,
    response_laws,
    response_schema,
    responses,
    robustness,
    routes,
    search,
    search_letters,
    search_places,
    spending,
    state_order,
    streams,
    viewers,
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
    *pagination.CHECKS,
    *search.CHECKS,
    *search_letters.CHECKS,
    *search_places.CHECKS,
    *viewers.CHECKS,
    *streams.CHECKS,
    *follows.CHECKS,
    *following_shown.CHECKS,
    *rentals.CHECKS,
    *renewals.CHECKS,
    *rental_access.CHECKS,
    *gifts.CHECKS,
    *gift_refusals.CHECKS,
    *gift_prices.CHECKS,
    *balances.CHECKS,
    *spending.CHECKS,
    *routes.CHECKS,
    *refusal_order.CHECKS,
    *state_order.CHECKS,
    *robustness.CHECKS,
)
"""Checks that send requests of their own."""
