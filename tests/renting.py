"""Renting replays, and what became of the credits."""

from collections.abc import Mapping
from typing import Any

import httpx2

from tests.answers import assert_refused, data_of
from tests.sound_requests import SNACK, gift, stream_titled
from tests.staging import Stage

SOLO = "Akustik Gece, Bahar"
DUO = "Sahne Arkası"
BAND = "Provadan Konsere"
MASTERCLASS = "Sıfırdan Ustalığa"
RENTABLE = {
    SOLO: 25,
    DUO: 40,
    "İki Mutfak": 30,
    BAND: 15,
    MASTERCLASS: 5000,
    SNACK: 1,
    "Güne Başlarken": 10,
    "Işıkla Portre": 12,
}
NOT_RENTABLE = {
    "no recording": "Kaydı Olmayan Yayın",
    "not on the creator's profile": "Profilde Gizli",
    "no price": "Herkese Açık Kayıt",
    "a duo without a guest": "Gelmeyen Konuk",
    "active": "Akustik Gece",
    "scheduled": "Haftaya Akustik",
    "preparing": "Ses Provası",
    "expired": "Unutulan Yayın",
    "cancelled by the host": "Ertelenen Ders",
    "cancelled by the guest": "Konuksuz Düet",
}


def rent(stage: Stage, stream: str, persona: str = "viewer", **options: Any) -> httpx2.Response:
    return stage.post(f"/live-stream/{stream}/replay-rentals", persona, **options)


def replay_status(stage: Stage, stream: str, persona: str = "viewer") -> dict[str, Any]:
    found: dict[str, Any] = data_of(stage.get(f"/live-stream/{stream}/replay-status", persona))
    return found


def stream_detail(stage: Stage, stream: str, persona: str = "viewer") -> dict[str, Any]:
    found: dict[str, Any] = data_of(stage.get(f"/live-stream/{stream}", persona))
    return found


def rentals(stage: Stage, persona: str = "viewer") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data_of(stage.get("/live-stream/my-replay-rentals", persona))["list"]
    return found


def rental_rows(stage: Stage, stream: str, persona: str = "viewer") -> list[Mapping[str, Any]]:
    """What the store keeps of a persona's rental of a stream."""
    found = stage.mock.store["rentals"].find({})
    return [row for row in found if (row["user"], row["stream"]) == (stage.user_id(persona), stream)]


def payments(stage: Stage, persona: str = "viewer") -> list[int]:
    """The credits that a persona was charged or paid, in the order of time."""
    found = stage.mock.store["transactions"].find({})
    return [row["credits"] for row in found if row["account"] == stage.user_id(persona)]


def rented(stage: Stage, title: str, persona: str = "viewer") -> str:
    """The id of a replay that a persona has just rented."""
    stream = stream_titled(stage, title)
    data_of(stage.post(f"/live-stream/{stream}/replay-rentals", persona), 201)
    return stream


def spend(stage: Stage, persona: str) -> int:
    """How many credits a persona can spend on gifts, over HTTP, until none are left."""
    elsewhere, spent = stream_titled(stage, "Turnuva Finali"), 0
    for amount in (500, 100, 50, 10, 5, 1):
        while True:
            answer = stage.post("/gifts/create", persona, json=gift(stage, amount, elsewhere))
            if answer.status_code != 201:
                assert_refused(answer, 409)
                break
            spent += amount
    return spent


def shares(stage: Stage, stream: str, kind: str = "revenue") -> dict[str, int]:
    """What each account was paid by transactions of a kind, for one stream."""
    sums: dict[str, int] = {}
    for row in stage.mock.store["transactions"].find({}):
        if (row["stream"], row["kind"]) == (stream, kind):
            sums[row["account"]] = sums.get(row["account"], 0) + row["credits"]
    return sums


def user_id(stage: Stage, username: str) -> str:
    found = stage.mock.services.store["users"].find_one({"username": username})
    assert found is not None, f"the world has no user {username}"
    own_id: str = found["_id"]
    return own_id
