"""Tours: requests that are sent to an app in order, so that what two apps answer can be compared."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2

from contract_tests.defects import App
from kulis.app import Mock
from kulis.tokens import SPOILERS
from tests.staging import BASE


@dataclass(frozen=True)
class Step:
    """A request of a tour. `path` names streams and users of the world in braces; `spoilt` spoils the token.

    With `later` the clock moves on, in seconds, before the request is sent. `times` are sent at once.
    A `token` stands for the persona's.
    """

    method: str
    path: str
    persona: str | None = "viewer"
    spoilt: str | None = None
    body: str | None = None
    media_type: str = "application/json"
    later: float = 0
    times: int = 1
    token: str | None = None


Tour = Sequence[Step]


def get(path: str, persona: str | None = "viewer", *, spoilt: str | None = None, **query: Any) -> Step:
    return Step("GET", path + (f"?{urlencode(query, doseq=True)}" if query else ""), persona, spoilt)


def post(path: str, persona: str | None = "viewer", **options: Any) -> Step:
    return Step("POST", path, persona, **options)


def delete(path: str, persona: str | None = "viewer") -> Step:
    return Step("DELETE", path, persona)


def gift(kind: str = "rose", stream: str = "{main}", persona: str | None = "viewer", **more: Any) -> Step:
    """The gift of a type; both are named as in the world, or by an id."""
    body = {"giftTypeId": f"{{{kind}}}" if kind.isalpha() else kind, "liveStreamId": stream, **more}
    return post("/gifts/create", persona, body=json.dumps(body))


async def answers(app: App, mock: Mock, tour: Tour) -> list[httpx2.Response]:
    """What an app answers to a tour; `mock` lends the tokens, the names and the clock."""
    names = ids_by_name(mock)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1") as client:
        found = []
        for step in tour:
            mock.clock.advance(timedelta(seconds=step.later))
            requests = [_request(client, step, mock, names) for _ in range(step.times)]
            found += await asyncio.gather(*[client.send(request) for request in requests])
        return found


def told(answer: httpx2.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """All of an answer that there is to compare; its number in the journal is no part of it."""
    headers = [pair for pair in answer.headers.multi_items() if pair[0] != "kulis-journal"]
    return answer.status_code, headers, answer.content


def changed(sound: Iterable[httpx2.Response], other: Iterable[httpx2.Response]) -> list[httpx2.Response]:
    """Those of the others that are not, byte for byte, what the sound app answers."""
    pairs = zip(sound, other, strict=True)
    return [answer for expected, answer in pairs if told(expected) != told(answer)]


def ids_by_name(mock: Mock) -> Mapping[str, str]:
    """Ids by the names that paths and bodies give them: titles, usernames and personas in short."""
    streams = {stream["title"]: stream["_id"] for stream in mock.world.documents["streams"]}
    kinds = {kind["creditAmount"]: kind["_id"] for kind in mock.world.documents["giftTypes"]}
    users = {user["username"]: user["_id"] for user in mock.world.documents["users"]}
    return {
        **{name: streams[title] for name, title in _TITLES.items()},
        **{name: kinds[credits] for name, credits in _PRICES.items()},
        **{persona.name: persona.user_id for persona in mock.world.personas},
        "isik": users["isik.yilmaz"],
        "unknown": "f" * 24,
    }


_TITLES = {
    "main": "Akustik Gece",
    "duet": "İki Ses Bir Gitar",
    "empty": "Nefes ve Sessizlik",
    "solo": "Akustik Gece, Bahar",
    "duo": "Sahne Arkası",
    "snack": "On Dakikada Mercimek",
    "dear": "Sıfırdan Ustalığa",
    "yoga": "Güne Başlarken",
    "band": "Provadan Konsere",
    "portrait": "Işıkla Portre",
    "lost": "Kaydı Olmayan Yayın",
    "hidden": "Profilde Gizli",
    "free": "Herkese Açık Kayıt",
    "lonely": "Gelmeyen Konuk",
    "deleted": "Silinen Yayın",
    "scheduled": "Haftaya Akustik",
    "called_off": "Ertelenen Ders",
}
_PRICES = {"rose": 1, "heart": 5, "fire": 10, "crown": 500}


def _request(client: httpx2.AsyncClient, step: Step, mock: Mock, names: Mapping[str, str]) -> httpx2.Request:
    headers = {}
    if step.persona is not None:
        headers["Authorization"] = f"Bearer {_token(step, mock)}"
    if step.body is not None:
        headers["Content-Type"] = step.media_type
    body = None if step.body is None else _filled(step.body, names).encode()
    return client.build_request(step.method, BASE + _filled(step.path, names), headers=headers, content=body)


def _token(step: Step, mock: Mock) -> str:
    if step.token is not None:
        return step.token
    if step.spoilt is None:
        return mock.token(step.persona or "")
    user_id = mock.world.persona(step.persona or "").user_id
    return SPOILERS[step.spoilt](user_id, mock.settings.secret, mock.clock.now())


def _filled(text: str, names: Mapping[str, str]) -> str:
    for name, id in names.items():
        text = text.replace(f"{{{name}}}", id)
    return text
