"""The target profile: what is known of an implementation before it is tested.

A profile is a TOML file. Tokens and secrets stand in environment variables that it names, never in it.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contract_tests.exchange import Credential
from contract_tests.findings import NotExercised

ENVIRONMENTS = ("production", "development", "local")
TOKEN_ROLES = ("viewer", "poor", "blocked", "creator", "guest", "renter")
STREAM_ROLES = ("active", "empty", "blocked", "rentable", "unrentable", "scheduled", "deleted")
_LISTS = frozenset(("rentable", "unrentable"))
_KEYS: Mapping[str, tuple[str, ...]] = {
    "tokens": TOKEN_ROLES,
    "jwt": ("secret",),
    "streams": STREAM_ROLES,
    "users": TOKEN_ROLES,
    "hooks": ("reset", "pause", "resume"),
    "limits": ("requests_per_second", "seconds"),
}


class ProfileError(Exception):
    """A profile that cannot be used; each line says where, what is wrong, and what to do."""


@dataclass(frozen=True)
class Profile:
    """A target, and what the checks may use of it; what is lacking leaves checks not exercised.

    `streams` holds lists of ids by role, `users` ids by role, `credentials` tokens by role.
    `secret` signs tokens of the checks' own, where the target's is known. `reset`, `pause` and
    `resume` are "METHOD URL"; of a target that `is_moving` others change the data all the time.
    """

    base_url: str
    environment: str
    credentials: Mapping[str, Credential] = field(default_factory=dict)
    secret: Credential | None = None
    streams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    users: Mapping[str, str] = field(default_factory=dict)
    reset: str | None = None
    is_moving: bool = False
    pause: str | None = None
    resume: str | None = None
    requests_per_second: float | None = None
    seconds: float | None = None

    @property
    def is_read_only(self) -> bool:
        """Whether only requests that change nothing may be sent."""
        return self.environment not in ("development", "local")

    def credential(self, role: str) -> Credential:
        """The token of a role, or NotExercised."""
        try:
            return self.credentials[role]
        except KeyError:
            raise NotExercised(f"the profile has no token of role {role}") from None

    def roles(self, *wanted: str) -> list[str]:
        """Those of the roles that have a token, in the order in which they are wanted."""
        return [role for role in wanted if role in self.credentials]

    def stream(self, role: str) -> str:
        """The id of the first stream of a role, or NotExercised."""
        return self.streams_of(role)[0]

    def streams_of(self, role: str) -> tuple[str, ...]:
        """The ids of the streams of a role, or NotExercised."""
        ids = self.streams.get(role, ())
        if not ids:
            still = " that still plays it" if self.is_moving else ""
            raise NotExercised(f"the profile has no stream of role {role}{still}")
        return ids

    def user(self, role: str) -> str:
        """The id of a role's user, or NotExercised."""
        try:
            return self.users[role]
        except KeyError:
            raise NotExercised(f"the profile has no user of role {role}") from None


def load_profile(path: Path, *, environment: Mapping[str, str] = os.environ) -> Profile:
    """The profile in a file, with the tokens and secrets of the environment; raises ProfileError."""
    document = _read(path)
    problems = [f"{path.name}: {problem}" for problem in _problems(document, environment)]
    if problems:
        raise ProfileError("\n".join(problems))
    limits, hooks = document.get("limits", {}), document.get("hooks", {})
    secret_name = document.get("jwt", {}).get("secret")
    return Profile(
        base_url=document["base_url"].rstrip("/"),
        environment=document["environment"],
        credentials={
            role: Credential(environment[name], f"${name}")
            for role, name in document.get("tokens", {}).items()
        },
        secret=Credential(environment[secret_name], f"${secret_name}") if secret_name else None,
        streams={
            role: tuple(ids) if isinstance(ids, list) else (ids,)
            for role, ids in document.get("streams", {}).items()
        },
        users=document.get("users", {}),
        reset=hooks.get("reset"),
        is_moving=document.get("moving", False),
        pause=hooks.get("pause"),
        resume=hooks.get("resume"),
        requests_per_second=limits.get("requests_per_second"),
        seconds=limits.get("seconds"),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ProfileError(f"{path}: cannot be read ({problem.strerror}); check --profile") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ProfileError(f"{path.name}: is not TOML ({problem})") from None


def _problems(document: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    problems = []
    base_url = document.get("base_url")
    if not isinstance(base_url, str) or not base_url.startswith(("http://", "https://")):
        problems.append('base_url: expected an address such as "https://development.example.com/api/v1"')
    if document.get("environment") not in ENVIRONMENTS:
        problems.append(f"environment: expected one of {', '.join(ENVIRONMENTS)}")
    if not isinstance(document.get("moving", False), bool):
        problems.append("moving: expected true or false")
    known = ("base_url", "environment", "moving", *_KEYS)
    problems += [f"{key}: unknown; the keys are {', '.join(known)}" for key in document if key not in known]
    for table, keys in _KEYS.items():
        problems += _problems_of_table(table, keys, document.get(table, {}), environment)
    return [*problems, *_half_of_a_pair(document.get("hooks", {}))]


def _half_of_a_pair(hooks: Any) -> Iterator[str]:
    for one, other in (("pause", "resume"), ("resume", "pause")):
        if isinstance(hooks, dict) and one in hooks and other not in hooks:
            yield f"hooks.{one}: does nothing without hooks.{other}; give both"


def _problems_of_table(
    table: str, keys: tuple[str, ...], values: Any, environment: Mapping[str, str]
) -> list[str]:
    if not isinstance(values, dict):
        return [f"{table}: expected a table, [{table}]"]
    problems = [
        f"{table}.{key}: unknown; the keys are {', '.join(keys)}" for key in values if key not in keys
    ]
    for key, value in values.items():
        place = f"{table}.{key}"
        if table == "limits":
            if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
                problems.append(f"{place}: expected a number above 0")
        elif table == "streams" and key in _LISTS and isinstance(value, list):
            problems += [f"{place}: expected ids as texts" for item in value if not isinstance(item, str)][:1]
        elif not isinstance(value, str):
            problems.append(f"{place}: expected a text")
        elif table in ("tokens", "jwt") and not environment.get(value):
            problems.append(f"{place}: environment variable {value} is not set; export it before the run")
    return problems
