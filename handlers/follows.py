"""Following another user, and leaving off."""

from handlers.errors import Conflict
from handlers.lookups import user_named
from handlers.services import Caller, Services
from handlers.times import written


def follow_user(services: Services, caller: Caller, *, user_id: str) -> dict[str, bool]:
    """Follow a user; following twice changes nothing (FOLLOW-1 to FOLLOW-3)."""
    _other_user(services, caller, user_id)
    follows = services.store["follows"]
    key = follow_id(caller.id, user_id)
    was_following = follows.find_one({"_id": key}) is not None
    if not was_following:
        created_at = written(services.clock.now())
        follows.insert_one({"_id": key, "follower": caller.id, "followed": user_id, "createdAt": created_at})
        _move_counts(services, caller, user_id, by=1)
    return {"isFollowing": True, "previouslyFollowing": was_following}


def unfollow_user(services: Services, caller: Caller, *, user_id: str) -> dict[str, bool]:
    """Follow a user no longer; unfollowing twice changes nothing (FOLLOW-1 to FOLLOW-3)."""
    _other_user(services, caller, user_id)
    removed = services.store["follows"].find_one_and_delete({"_id": follow_id(caller.id, user_id)})
    if removed is not None:
        _move_counts(services, caller, user_id, by=-1)
    return {"isFollowing": False, "previouslyFollowing": removed is not None}


def follow_id(follower: str, followed: str) -> str:
    """The key of a follow, so that there is at most one for each pair."""
    return f"{follower}:{followed}"


def _other_user(services: Services, caller: Caller, user_id: str) -> None:
    user_named(services, user_id)
    if user_id == caller.id:
        raise Conflict("You cannot follow yourself")


def _move_counts(services: Services, caller: Caller, user_id: str, *, by: int) -> None:
    users = services.store["users"]
    users.update_one({"_id": user_id}, {"$inc": {"followersCount": by}})
    users.update_one({"_id": caller.id}, {"$inc": {"followingCount": by}})
