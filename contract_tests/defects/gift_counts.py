"""Defects of gift types and gift statistics as they are shown (GIFT-1 to GIFT-4)."""

from copy import deepcopy
from typing import Any

from contract_tests.defects.asking import Asked
from contract_tests.defects.defect import Defect
from contract_tests.defects.wrapping import changing_data

_STATISTICS = "getGiftStatistics"
_TYPES = "listGiftTypes"
_MISSING = "0badc0de" * 3
"""The id of a gift type that is not there."""


def _no_rows_of_zero(data: Any, asked: Asked) -> None:
    data["giftTypeCounts"] = [row for row in data["giftTypeCounts"] if row["count"]]


def _most_sent_first(data: Any, asked: Asked) -> None:
    data["giftTypeCounts"].sort(key=lambda row: -row["count"])


def _first_row_twice(data: Any, asked: Asked) -> None:
    data["giftTypeCounts"][1:1] = deepcopy(data["giftTypeCounts"][:1])


def _less_than_the_sum(data: Any, asked: Asked) -> None:
    data["totalCount"] = max(sum(row["count"] for row in data["giftTypeCounts"]) - 1, 0)


def _inactive_row(data: Any, asked: Asked) -> None:
    for row in deepcopy(data["giftTypeCounts"][-1:]):
        kind = row["giftType"]
        kind |= {"id": _MISSING, "isActive": False, "creditAmount": kind["creditAmount"] + 1}
        data["giftTypeCounts"].append({"giftType": kind, "count": 0})


def _dates_in_first_row(data: Any, asked: Asked) -> None:
    for row in data["giftTypeCounts"][:1]:
        row["giftType"]["createdAt"] = "2026-01-01T00:00:00.000Z"


def _underscored_id(data: Any, asked: Asked) -> None:
    for row in data["giftTypeCounts"][-1:]:
        row["giftType"] = {"_id": row["giftType"].pop("id"), **row["giftType"]}


def _stale_price(data: Any, asked: Asked) -> None:
    for row in data["giftTypeCounts"][-1:]:
        row["giftType"]["creditAmount"] += 1


def _inactive_type(data: Any, asked: Asked) -> None:
    for kind in deepcopy(data[-1:]):
        data.append(kind | {"id": _MISSING, "isActive": False, "creditAmount": kind["creditAmount"] + 1})


def _sorted_as_text(data: Any, asked: Asked) -> None:
    data.sort(key=lambda kind: str(kind["creditAmount"]))


def _dearest_left_out(data: Any, asked: Asked) -> None:
    del data[-1:]


def _without_update(data: Any, asked: Asked) -> None:
    for kind in data[-1:]:
        del kind["updatedAt"]


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "gift-types-never-sent-left-out",
        ("GIFT-3",),
        "Gift types that were not sent are not counted at 0 but left out.",
        True,
        changing_data(_STATISTICS, by=_no_rows_of_zero),
    ),
    Defect(
        "gift-counts-most-sent-first",
        ("GIFT-3",),
        "The gift counts come by count, not by creditAmount.",
        False,
        changing_data(_STATISTICS, by=_most_sent_first),
    ),
    Defect(
        "cheapest-gift-type-counted-twice",
        ("GIFT-3", "GIFT-2"),
        "The cheapest gift type stands in the counts twice.",
        False,
        changing_data(_STATISTICS, by=_first_row_twice),
    ),
    Defect(
        "total-below-the-sum-of-gifts",
        ("GIFT-2",),
        "totalCount is one less than the counts together.",
        False,
        changing_data(_STATISTICS, by=_less_than_the_sum),
    ),
    Defect(
        "inactive-type-among-the-counts",
        ("GIFT-2", "GIFT-3"),
        "A gift type that is no longer active stands in the counts.",
        False,
        changing_data(_STATISTICS, by=_inactive_row),
    ),
    Defect(
        "date-in-one-gift-count",
        ("GIFT-1",),
        "The cheapest gift type in the counts has a createdAt.",
        False,
        changing_data(_STATISTICS, by=_dates_in_first_row),
    ),
    Defect(
        "gift-type-under-an-underscored-id",
        ("GIFT-1",),
        "The dearest gift type in the counts has an _id in place of an id.",
        False,
        changing_data(_STATISTICS, by=_underscored_id),
    ),
    Defect(
        "gift-count-with-another-price",
        ("GIFT-1", "GIFT-3", "GIFT-4"),
        "The dearest gift type costs one credit more in the counts than in the list of types.",
        True,
        changing_data(_STATISTICS, by=_stale_price),
    ),
    Defect(
        "inactive-gift-type-listed",
        ("GIFT-4",),
        "The list of gift types ends with one that is no longer active.",
        False,
        changing_data(_TYPES, by=_inactive_type),
    ),
    Defect(
        "gift-types-sorted-as-text",
        ("GIFT-4",),
        "The list of gift types is sorted by creditAmount as a text: 10 before 5.",
        False,
        changing_data(_TYPES, by=_sorted_as_text),
    ),
    Defect(
        "dearest-gift-type-not-listed",
        ("GIFT-4", "GIFT-3"),
        "The list of gift types lacks the dearest, which the statistics count.",
        True,
        changing_data(_TYPES, by=_dearest_left_out),
    ),
    Defect(
        "gift-type-without-an-update",
        ("GIFT-4",),
        "The dearest gift type has no updatedAt.",
        False,
        changing_data(_TYPES, by=_without_update),
    ),
)
