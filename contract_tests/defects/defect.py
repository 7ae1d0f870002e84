"""What a defect is: a fault that can be put in front of a sound implementation."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
"""Any ASGI app."""

Tokens = Callable[[str], str]
"""A sound token for a user's id."""

Wrap = Callable[[App, Tokens], App]
"""Puts a fault in front of an app. What it has to remember lives as long as the app that it returns."""


@dataclass(frozen=True)
class Defect:
    """A fault, and the rules that a report may rightly name for it.

    `needs_several_requests` tells that no answer gives it away by itself, whatever state the target is in:
    it shows only when answers are compared.
    """

    name: str
    rule_ids: tuple[str, ...]
    sentence: str
    needs_several_requests: bool
    wrap: Wrap
