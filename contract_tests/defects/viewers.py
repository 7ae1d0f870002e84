"""Defects of the viewers as they are shown (VIEW-2 to VIEW-4)."""

from typing import Any

from contract_tests.defects.asking import Answer, Ask, Asked, Respond
from contract_tests.defects.defect import Defect, Tokens
from contract_tests.defects.listing import Items, relisting
from contract_tests.defects.searching import is_search
from contract_tests.defects.tokens import caller_of
from contract_tests.defects.wrapping import changing_data, remembering, with_changed_data

_VIEWERS = "getLiveStreamViewers"


def _as_the_first_caller_sees(tokens: Tokens) -> Respond:
    first: list[str] = []

    async def respond(asked: Asked, ask: Ask) -> Answer:
        answer = await ask(asked)
        if answer.page is None:
            return answer
        if not first:
            first.append(caller_of(asked))
        seen = (await ask(asked.with_token(tokens(first[0])))).page or {"list": []}
        following = {viewer["_id"]: viewer["isFollowing"] for viewer in seen["list"]}

        def put(data: Any) -> None:
            for viewer in data["list"]:
                viewer["isFollowing"] = following.get(viewer["_id"], viewer["isFollowing"])

        return with_changed_data(answer, put)

    return respond


def _unfollow_later(data: Any, asked: Asked) -> None:
    if data["pagination"]["currentPage"] > 1:
        _unfollow(data, asked)


def _unfollow_in_a_search(data: Any, asked: Asked) -> None:
    if is_search(asked):
        _unfollow(data, asked)


def _unfollow(data: Any, asked: Asked) -> None:
    for viewer in data["list"]:
        viewer["isFollowing"] = False


def _swap_counts_in_a_search(data: Any, asked: Asked) -> None:
    for viewer in data["list"] if asked.parameter("search") else ():
        followers, following = viewer["followersCount"], viewer["followingCount"]
        viewer.update(followersCount=following, followingCount=followers)


def _oldest_first(items: Items, asked: Asked) -> Items:
    return items[::-1]


def _ties_turned(items: Items, asked: Asked) -> Items:
    by_id = sorted(items, key=lambda viewer: str(viewer["_id"]), reverse=True)
    return sorted(by_id, key=lambda viewer: str(viewer["joinedAt"]), reverse=True)


def _by_name(items: Items, asked: Asked) -> Items:
    return sorted(items, key=lambda viewer: str(viewer["name"]))


def _capital_expertise(data: Any, asked: Asked) -> None:
    for viewer in data["list"]:
        viewer["expertise"] = viewer["expertise"].replace("developer", "Developer")


def _leak_email(data: Any, asked: Asked) -> None:
    for viewer in data["list"][1:2]:
        viewer["email"] = f"{viewer['username']}@example.invalid"


def _leak_password_hash(data: Any, asked: Asked) -> None:
    for viewer in data["list"]:
        if viewer["profilePhoto"] is None:
            viewer["passwordHash"] = "$2b$12$" + "x" * 53


def _drop_variant(data: Any, asked: Asked) -> None:
    for viewer in data["list"][-1:]:
        if viewer["profilePhoto"]:
            del viewer["profilePhoto"]["variants"]["76"]


def _leave_out_photo(data: Any, asked: Asked) -> None:
    for viewer in data["list"]:
        if viewer["profilePhoto"] is None:
            del viewer["profilePhoto"]


def _shorten_large_counts(data: Any, asked: Asked) -> None:
    for viewer in data["list"]:
        if viewer["followersCount"] >= 1000:
            viewer["followersCount"] = f"{viewer['followersCount'] // 1000}K"


def _seconds_only(data: Any, asked: Asked) -> None:
    for viewer in data["list"][:1]:
        viewer["joinedAt"] = viewer["joinedAt"][:19] + "Z"


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "following-of-the-first-caller",
        ("VIEW-3", "FOLLOW-3"),
        "isFollowing is for everybody what it was for the first who asked.",
        True,
        remembering(_VIEWERS, by=_as_the_first_caller_sees),
    ),
    Defect(
        "following-forgotten-on-later-pages",
        ("VIEW-3", "PAGE-6"),
        "From the second page on isFollowing is false.",
        True,
        changing_data(_VIEWERS, by=_unfollow_later),
    ),
    Defect(
        "following-forgotten-in-a-search",
        ("VIEW-3",),
        "In a search isFollowing is false.",
        True,
        changing_data(_VIEWERS, by=_unfollow_in_a_search),
    ),
    Defect(
        "oldest-viewer-first",
        ("VIEW-4",),
        "The viewers come oldest joinedAt first.",
        False,
        relisting(_VIEWERS, by=_oldest_first),
    ),
    Defect(
        "ties-by-id-descending",
        ("VIEW-4",),
        "Viewers who joined at the same moment come by _id descending.",
        False,
        relisting(_VIEWERS, by=_ties_turned),
    ),
    Defect(
        "search-by-name-order",
        ("VIEW-4",),
        "What a search finds comes by name.",
        False,
        relisting(_VIEWERS, by=_by_name, when=is_search),
    ),
    Defect(
        "expertise-with-a-capital",
        ("VIEW-2",),
        "One expertise, developer, is written with a capital.",
        False,
        changing_data(_VIEWERS, by=_capital_expertise),
    ),
    Defect(
        "email-of-one-viewer",
        ("VIEW-2",),
        "The second viewer of a page is shown with an e-mail address.",
        False,
        changing_data(_VIEWERS, by=_leak_email),
    ),
    Defect(
        "secret-of-viewers-without-a-photo",
        ("VIEW-2",),
        "Viewers without a photo are shown with the hash of their password.",
        False,
        changing_data(_VIEWERS, by=_leak_password_hash),
    ),
    Defect(
        "photo-variant-missing",
        ("VIEW-2",),
        "The photo of a page's last viewer lacks the variant of 76 pixels.",
        False,
        changing_data(_VIEWERS, by=_drop_variant),
    ),
    Defect(
        "missing-photo-left-out",
        ("VIEW-2",),
        "Viewers without a photo have no profilePhoto at all, where it should be null.",
        False,
        changing_data(_VIEWERS, by=_leave_out_photo),
    ),
    Defect(
        "counts-swapped-in-a-search",
        ("VIEW-2", "FOLLOW-3"),
        "In a search followersCount and followingCount have changed places.",
        True,
        changing_data(_VIEWERS, by=_swap_counts_in_a_search),
    ),
    Defect(
        "large-counts-as-text",
        ("VIEW-2",),
        "followersCount is a text such as 30K from 1000 on.",
        False,
        changing_data(_VIEWERS, by=_shorten_large_counts),
    ),
    Defect(
        "joined-without-milliseconds",
        ("VIEW-2", "ENV-5"),
        "The first joinedAt of a page has no milliseconds.",
        False,
        changing_data(_VIEWERS, by=_seconds_only),
    ),
)
