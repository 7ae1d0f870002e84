"""Faults that can be put in front of a sound implementation, to see that the contract tests find them."""

from contract_tests.defects import (
    audience,
    audience_counts,
    authentication,
    charges,
    envelopes,
    follows,
    gift_counts,
    gift_effects,
    gifts,
    identifiers,
    mixing,
    page_numbers,
    pages,
    refusal_order,
    rental_lists,
    rentals,
    renting_again,
    replay_access,
    robustness,
    search,
    search_folding,
    streams,
    viewers,
    whoever_asks,
)
from contract_tests.defects.defect import App, Defect, Tokens, Wrap

__all__ = ["DEFECTS", "App", "Defect", "Tokens", "Wrap"]

DEFECTS: tuple[Defect, ...] = (
    *envelopes.DEFECTS,
    *authentication.DEFECTS,
    *refusal_order.DEFECTS,
    *identifiers.DEFECTS,
    *page_numbers.DEFECTS,
    *pages.DEFECTS,
    *audience.DEFECTS,
    *audience_counts.DEFECTS,
    *viewers.DEFECTS,
    *whoever_asks.DEFECTS,
    *search.DEFECTS,
    *search_folding.DEFECTS,
    *gifts.DEFECTS,
    *gift_effects.DEFECTS,
    *charges.DEFECTS,
    *mixing.DEFECTS,
    *gift_counts.DEFECTS,
    *rentals.DEFECTS,
    *renting_again.DEFECTS,
    *replay_access.DEFECTS,
    *rental_lists.DEFECTS,
    *follows.DEFECTS,
    *streams.DEFECTS,
    *robustness.DEFECTS,
)
"""Every defect, in the order of the rules."""
