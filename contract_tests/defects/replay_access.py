"""Defects of who may watch a replay, and of what is told of it (RENT-6 to RENT-8)."""

from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.looking import stream_seen_by_its_host
from contract_tests.defects.renting import DETAIL, RENT, RENTALS, STATUS, accesses
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import changing_data, remembering, with_changed_data

_AS_BEFORE_RENTING = {
    "status": "available",
    "canRent": True,
    "canViewRecording": False,
    "rentedAt": None,
    "expiresAt": None,
    "remainingSeconds": 0,
}


def _leaking(tokens: Tokens) -> Respond:
    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        stream = await stream_seen_by_its_host(asked, ask, tokens) if answer.status == 200 else None
        if stream is None:
            return answer
        return with_changed_data(answer, lambda data: data.update(recordingUrl=stream["recordingUrl"]))

    return respond


def _withhold(data: Any, asked: Asked) -> None:
    if data["status"] == "active":
        data["recordingUrl"] = None


def _guests_pay(data: Any, asked: Asked) -> None:
    if data["status"] == "participant":
        data |= _AS_BEFORE_RENTING | {"recordingUrl": None}


def _offer_again(data: Any, asked: Asked) -> None:
    data["canRent"] |= data["status"] == "active"


def _offer_what_there_is_not(data: Any, asked: Asked) -> None:
    if data["status"] == "unavailable":
        data |= {"status": "available", "canRent": True}


def _a_minute_less(data: Any, asked: Asked) -> None:
    if data["status"] == "active":
        data["remainingSeconds"] = max(data["remainingSeconds"] - 60, 0)


def _window_before_renting(data: Any, asked: Asked) -> None:
    for access in accesses(data):
        if access["status"] == "available":
            access["remainingSeconds"] = 86400


def _price_of_admission(data: Any, asked: Asked) -> None:
    data["replayAccess"]["price"] = int(data["price"])


def _price_with_a_fee(data: Any, asked: Asked) -> None:
    data["price"] += data["price"] > 0


def _without_seconds(data: Any, asked: Asked) -> None:
    for access in list(accesses(data)):
        if access["status"] == "unavailable":
            del access["remainingSeconds"]


def _another_word(data: Any, asked: Asked) -> None:
    for access in accesses(data):
        if access["status"] == "active":
            access["status"] = "rented"


def _nobody_in_particular(data: Any, asked: Asked) -> None:
    if data["replayAccess"]["status"] == "active":
        data["replayAccess"] |= _AS_BEFORE_RENTING
        data["recordingUrl"] = None


def _withheld_from_guests(data: Any, asked: Asked) -> None:
    if caller_of(asked) in [person["_id"] for person in data["guests"]]:
        data["recordingUrl"] = None


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "recording-in-the-detail",
        ("RENT-7",),
        "The detail of a stream shows its recording to everybody.",
        False,
        remembering(DETAIL, by=_leaking),
    ),
    Defect(
        "recording-in-the-replay-status",
        ("RENT-7",),
        "The replay status shows the recording to everybody.",
        False,
        remembering(STATUS, by=_leaking),
    ),
    Defect(
        "recording-withheld-from-renters",
        ("RENT-7",),
        "The replay status does not show the recording to those who have rented it.",
        True,
        changing_data(STATUS, by=_withhold),
    ),
    Defect(
        "guest-shown-as-anybody",
        ("RENT-6", "RENT-8"),
        "The replay status of a guest or broadcaster is that of somebody who would have to pay.",
        True,
        changing_data(STATUS, by=_guests_pay),
    ),
    Defect(
        "can-rent-while-active",
        ("RENT-8",),
        "The replay status of an active rental says that it can be rented.",
        False,
        changing_data(STATUS, by=_offer_again),
    ),
    Defect(
        "unavailable-shown-as-available",
        ("RENT-1", "RENT-8"),
        "The replay status offers what cannot be rented.",
        True,
        changing_data(STATUS, by=_offer_what_there_is_not),
    ),
    Defect(
        "remaining-seconds-a-minute-less",
        ("RENT-8",),
        "The replay status of an active rental says a minute too little.",
        False,
        changing_data(STATUS, by=_a_minute_less),
    ),
    Defect(
        "remaining-seconds-before-renting",
        ("RENT-8",),
        "What could be rented has 24 hours left before it is.",
        False,
        changing_data(STATUS, DETAIL, by=_window_before_renting),
    ),
    Defect(
        "access-without-remaining-seconds",
        ("RENT-8",),
        "What is unavailable has no remainingSeconds.",
        False,
        changing_data(STATUS, DETAIL, by=_without_seconds),
    ),
    Defect(
        "access-price-of-admission",
        ("RENT-8",),
        "In a stream's detail the replay costs what admission costs.",
        False,
        changing_data(DETAIL, by=_price_of_admission),
    ),
    Defect(
        "status-price-with-a-fee",
        ("RENT-8",),
        "The replay status asks for one credit more than the stream's detail.",
        True,
        changing_data(STATUS, by=_price_with_a_fee),
    ),
    Defect(
        "active-called-rented",
        ("RENT-8",),
        "The status of an active rental is called rented.",
        False,
        changing_data(RENT, STATUS, DETAIL, RENTALS, by=_another_word),
    ),
    Defect(
        "rental-not-shown-in-the-detail",
        ("RENT-7", "RENT-8"),
        "A stream's detail does not know of the caller's rental.",
        True,
        changing_data(DETAIL, by=_nobody_in_particular),
    ),
    Defect(
        "recording-withheld-from-guests",
        ("RENT-6", "RENT-7"),
        "A stream's detail shows its guests no recordingUrl.",
        True,
        changing_data(DETAIL, by=_withheld_from_guests),
    ),
)
