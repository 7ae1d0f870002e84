"""Defects of following (FOLLOW)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect, Tokens, Wrap
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import (
    answering,
    changing_data,
    remembering,
    restating,
    with_changed_data,
)

_VIEWERS = "getLiveStreamViewers"
_FOLLOW = "followUser"
_UNFOLLOW = "unfollowUser"


def _miscounting(step: Callable[[str, bool], int]) -> Wrap:
    """Show followersCount with something added for each call.

    `step(operation, previouslyFollowing)` is how much too high the user's count is after a call.
    """

    def make(tokens: Tokens) -> Respond:
        added: Counter[str] = Counter()

        def count(data: Any) -> None:
            for viewer in data["list"]:
                viewer["followersCount"] = max(viewer["followersCount"] + added[viewer["_id"]], 0)

        async def respond(asked: Asked, ask: Ask) -> Answer:
            answer = await ask(asked)
            if asked.operation_id == _VIEWERS:
                return with_changed_data(answer, count)
            if answer.status == 200:
                operation, before = asked.operation_id or "", answer.data["previouslyFollowing"]
                added[asked.arguments["userId"]] += step(operation, before)
            return answer

        return respond

    return remembering(_VIEWERS, _FOLLOW, _UNFOLLOW, by=make)


def _move(operation: str, previously: bool) -> int:
    """By how much a sound count moves."""
    return int(operation == _FOLLOW and not previously) - int(operation == _UNFOLLOW and previously)


def _moves_only(wanted: str) -> Callable[[str, bool], int]:
    return lambda operation, previously: 0 if operation == wanted else -_move(operation, previously)


def _again(operation: str, previously: bool) -> int:
    return int(operation == _FOLLOW and previously)


def _showing_late(tokens: Tokens) -> Respond:
    """What was shown of a user before a call is shown once more after it."""
    stale: dict[tuple[str, str], bool] = {}

    def put(data: Any, caller: str) -> None:
        for viewer in data["list"]:
            viewer["isFollowing"] = stale.get((caller, viewer["_id"]), viewer["isFollowing"])

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, caller = await ask(asked), caller_of(asked)
        if asked.operation_id == _VIEWERS:
            return with_changed_data(answer, lambda data: put(data, caller))
        if answer.status == 200:
            stale.setdefault((caller, asked.arguments["userId"]), answer.data["previouslyFollowing"])
        return answer

    return respond


def _showing_everybody(tokens: Tokens) -> Respond:
    followed: dict[str, bool] = {}

    def put(data: Any) -> None:
        for viewer in data["list"]:
            viewer["isFollowing"] = followed.get(viewer["_id"], viewer["isFollowing"])

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if asked.operation_id == _VIEWERS:
            return with_changed_data(answer, put)
        if answer.status == 200:
            followed[asked.arguments["userId"]] = answer.data["isFollowing"]
        return answer

    return respond


async def _toggle(asked: Asked, ask: Ask) -> Answer:
    answer = await ask(asked)
    if answer.status != 200 or not answer.data["previouslyFollowing"]:
        return answer
    return await ask(asked.by_method("DELETE"))


def _conflict_where(previously: bool) -> Respond:
    """Call it a conflict where nothing changed."""

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        is_meant = answer.status == 200 and answer.data["previouslyFollowing"] is previously
        return answer.restated(409) if is_meant else answer

    return respond


def _never_before(data: Any, asked: Asked) -> None:
    data["previouslyFollowing"] = False


def _always_before(data: Any, asked: Asked) -> None:
    data["previouslyFollowing"] = True


def _say_more(data: Any, asked: Asked) -> None:
    data["followersCount"] = 1


def _keeping_follows_of_old(tokens: Tokens) -> Respond:
    lately: set[tuple[str, str]] = set()

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer, follow = await ask(asked), (caller_of(asked), asked.path)
        if asked.operation_id == _FOLLOW:
            lately.update([follow] if answer.status == 200 else [])
        elif answer.status == 200 and answer.data["previouslyFollowing"] and follow not in lately:
            await ask(asked.calling(_FOLLOW, asked.arguments))
        return answer

    return respond


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "follow-of-old-stays",
        ("FOLLOW-3", "FOLLOW-1"),
        "Who was followed for a while is still followed when that is ended.",
        True,
        remembering(_FOLLOW, _UNFOLLOW, by=_keeping_follows_of_old),
    ),
    Defect(
        "followers-count-does-not-move",
        ("FOLLOW-3",),
        "followersCount stays as it was, whoever follows.",
        True,
        _miscounting(lambda operation, previously: -_move(operation, previously)),
    ),
    Defect(
        "followers-count-moves-twice",
        ("FOLLOW-3",),
        "followersCount moves by two.",
        True,
        _miscounting(_move),
    ),
    Defect(
        "followers-count-only-rises",
        ("FOLLOW-3",),
        "followersCount stays as it was when somebody unfollows.",
        True,
        _miscounting(_moves_only(_FOLLOW)),
    ),
    Defect(
        "following-again-counts-again",
        ("FOLLOW-3", "FOLLOW-1"),
        "followersCount rises also where the state has not changed.",
        True,
        _miscounting(_again),
    ),
    Defect(
        "follow-does-not-show",
        ("FOLLOW-3", "VIEW-3"),
        "The viewers list keeps the isFollowing from before the first call of a caller about a user.",
        True,
        remembering(_VIEWERS, _FOLLOW, _UNFOLLOW, by=_showing_late),
    ),
    Defect(
        "follow-shows-to-everybody",
        ("VIEW-3", "FOLLOW-3"),
        "Whom one caller follows, all callers are shown to follow.",
        True,
        remembering(_VIEWERS, _FOLLOW, _UNFOLLOW, by=_showing_everybody),
    ),
    Defect(
        "following-twice-unfollows",
        ("FOLLOW-1", "FOLLOW-3"),
        "Following somebody once more ends it.",
        False,
        answering(_FOLLOW, by=_toggle),
    ),
    Defect(
        "following-twice-is-a-conflict",
        ("FOLLOW-1", "FOLLOW-2"),
        "Following somebody once more is answered with 409.",
        True,
        answering(_FOLLOW, by=_conflict_where(True)),
    ),
    Defect(
        "unfollowing-twice-is-a-conflict",
        ("FOLLOW-1", "FOLLOW-2"),
        "Unfollowing somebody once more is answered with 409.",
        True,
        answering(_UNFOLLOW, by=_conflict_where(False)),
    ),
    Defect(
        "never-followed-before",
        ("FOLLOW-1",),
        "previouslyFollowing is false whatever was before.",
        True,
        changing_data(_FOLLOW, _UNFOLLOW, by=_never_before),
    ),
    Defect(
        "always-followed-before-unfollowing",
        ("FOLLOW-1",),
        "previouslyFollowing is true for everybody who is unfollowed.",
        True,
        changing_data(_UNFOLLOW, by=_always_before),
    ),
    Defect(
        "follow-with-a-further-field",
        ("FOLLOW-1",),
        "The data of unfollowing has a followersCount.",
        False,
        changing_data(_UNFOLLOW, by=_say_more),
    ),
    Defect(
        "oneself-can-be-followed",
        ("FOLLOW-2",),
        "Following oneself succeeds.",
        False,
        restating(
            _FOLLOW, instead_of=409, status=200, data={"isFollowing": True, "previouslyFollowing": False}
        ),
    ),
    Defect(
        "oneself-can-be-unfollowed",
        ("FOLLOW-2",),
        "Unfollowing oneself succeeds.",
        False,
        restating(
            _UNFOLLOW, instead_of=409, status=200, data={"isFollowing": False, "previouslyFollowing": False}
        ),
    ),
    Defect(
        "oneself-is-forbidden",
        ("FOLLOW-2",),
        "Following oneself is answered with 403.",
        False,
        restating(_FOLLOW, instead_of=409, status=403),
    ),
)
