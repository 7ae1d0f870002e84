"""What a defect asks the app besides, to know what it stands in front of."""

from typing import Any

from contract_tests.defects.asking import Ask, Asked
from contract_tests.defects.defect import Tokens


async def somebody(asked: Asked, ask: Ask) -> str | None:
    """The id of a user whom the app knows: the host of the first featured stream."""
    featured = (await ask(asked.calling("listFeaturedLiveStreams").with_token(None))).data
    return str(featured[0]["creator"]["_id"]) if featured else None


async def stream_seen(asked: Asked, ask: Ask, stream_id: str | None = None) -> dict[str, Any] | None:
    """The detail of a stream as the caller sees it, of the one in the path unless told otherwise."""
    path = asked.arguments if stream_id is None else {"id": stream_id}
    detail: dict[str, Any] | None = (await ask(asked.calling("getLiveStream", path))).data
    return detail


async def stream_seen_by_its_host(asked: Asked, ask: Ask, tokens: Tokens) -> dict[str, Any] | None:
    """The detail of the stream in the path as its host sees it, recording and all."""
    seen = await stream_seen(asked, ask)
    return await stream_seen(asked.with_token(tokens(seen["creator"]["_id"])), ask) if seen else None
