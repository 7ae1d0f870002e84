"""Authorization headers that every implementation must refuse, none of which needs its secret (AUTH-4)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from string import ascii_letters

from contract_tests.exchange import Credential

_NO_OBJECTS = ("W10.W10.W10", "bnVsbA.bnVsbA.bnVsbA", "MQ.MQ.MQ")
"""Three parts that are JSON, but no objects: lists, null, and numbers."""


def bad_credentials(sound: Credential | None, user_id: str, other_id: str) -> Mapping[str, Credential]:
    """Bad credentials by the name of what is wrong with them; some are made of a sound token of the user."""
    made = dict(_made_up(user_id))
    if sound is not None:
        made.update(_of_a_sound_token(sound))
        if sound.token.count(".") == 2:
            made.update(_of_a_sound_jwt(sound, other_id))
    return made


def _made_up(user_id: str) -> Iterator[tuple[str, Credential]]:
    yield "empty", Credential("", "", scheme="")
    yield "no-token", Credential("", "", scheme="Bearer")
    yield "no-scheme", _open("", "not-a-token")
    yield "basic", _open("Basic ", "dmlld2VyOnZpZXdlcg==")
    for text in ("null", "undefined", "a.b.c", "....", "e30.e30.e30", *_NO_OBJECTS, "x" * 2000):
        yield f"text-{text[:12]}", _open("Bearer ", text)
    for name in ("none", "None", "NONE"):
        yield f"alg-{name}", _open("Bearer ", f"{_unsigned(name, user_id)}.")
    for name in ("HS256", "RS256"):
        yield f"unsigned-{name}", _open("Bearer ", f"{_unsigned(name, user_id)}.")
    text = _unsigned("HS256", user_id)
    signature = hmac.new(b"", text.encode(), hashlib.sha256).digest()
    yield "signed-with-an-empty-key", _open("Bearer ", f"{text}.{_encoded(signature)}")


def _of_a_sound_token(sound: Credential) -> Iterator[tuple[str, Credential]]:
    token = sound.token
    yield "another-scheme", Credential(token, sound.shown, scheme="Basic ")
    yield "escaped-newline-behind", _altered(sound, f"{token}%0A", "s/$/%0A/")
    yield "space-within", _altered(sound, f"{token[:8]} {token[8:]}", "s/^......../& /")


def _of_a_sound_jwt(sound: Credential, other_id: str) -> Iterator[tuple[str, Credential]]:
    head, payload, signature = sound.token.split(".")
    foreign = _encoded(json.dumps({"sub": other_id}).encode())
    unsigned = _encoded(json.dumps({"alg": "none", "typ": "JWT"}).encode())
    other = "B" if signature.startswith("A") else "A"
    yield "cut-signature", _altered(sound, sound.token[:-4], "s/....$//")
    letters = f"y/{ascii_letters}/{ascii_letters.swapcase()}/"
    yield (
        "signature-in-other-case",
        _altered(
            sound,
            f"{head}.{payload}.{signature.swapcase()}",
            rf"h;s/.*\.//;{letters};x;s/[^.]*$//;G;s/\n//",
        ),
    )
    yield "no-signature", _altered(sound, f"{head}.{payload}.", r"s/[^.]*$//")
    yield "two-parts", _altered(sound, f"{head}.{payload}", r"s/\.[^.]*$//")
    yield "a-part-more", _altered(sound, f"{sound.token}.{signature}", r"s/\.[^.]*$/&&/")
    yield (
        "another-signature",
        _altered(sound, f"{head}.{payload}.{other}{signature[1:]}", rf"s/\.[^.]\([^.]*\)$/.{other}\1/"),
    )
    yield (
        "another-payload",
        _altered(sound, f"{head}.{foreign}.{signature}", rf"s/\.[^.]*\./.{foreign}./"),
    )
    yield (
        "alg-none-over-its-signature",
        _altered(sound, f"{unsigned}.{payload}.{signature}", rf"s/^[^.]*/{unsigned}/"),
    )


def _unsigned(algorithm: str, user_id: str) -> str:
    head = json.dumps({"alg": algorithm, "typ": "JWT"}).encode()
    return f"{_encoded(head)}.{_encoded(json.dumps({'sub': user_id}).encode())}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _open(scheme: str, token: str) -> Credential:
    return Credential(token, token, scheme)


def _altered(sound: Credential, token: str, program: str) -> Credential:
    """A token made of a sound one, which is not shown: a shell makes it again with sed."""
    return Credential(token, f"$(printf %s \"{sound.shown}\" | sed '{program}')")
