"""Domain rules: one module per resource, one function per operationId."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from handlers import follows, gifts, replays, streams, viewers

Handler = Callable[..., Any]
"""`handler(services, caller, **arguments)`: returns the data of the envelope, or raises a Refusal."""

OPERATIONS: Mapping[str, Handler] = MappingProxyType(
    {
        "getLiveStreamViewers": viewers.get_live_stream_viewers,
        "getViewerCount": viewers.get_viewer_count,
        "getLiveStream": streams.get_live_stream,
        "listFeaturedLiveStreams": streams.list_featured_live_streams,
        "createReplayRental": replays.create_replay_rental,
        "getReplayStatus": replays.get_replay_status,
        "listMyReplayRentals": replays.list_my_replay_rentals,
        "getGiftStatistics": gifts.get_gift_statistics,
        "listGiftTypes": gifts.list_gift_types,
        "createGift": gifts.create_gift,
        "followUser": follows.follow_user,
        "unfollowUser": follows.unfollow_user,
    }
)
"""Which function answers which operationId of openapi.yaml."""
