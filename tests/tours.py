"""For each module of defects a tour in which every one of them shows."""

from collections.abc import Mapping

from kulis.tokens import SPOILERS
from tests.touring import Step, Tour, delete, get, gift, post

VIEWERS = "/live-stream/{main}/viewers"
COUNT = "/live-stream/{main}/viewer-count"
STATISTICS = "/live-stream/{main}/gift-statistics"
RENTALS = "/live-stream/my-replay-rentals"
FEATURED = "/live-stream/featured"
TYPES = "/gifts/gift-types"
FOLLOW = "/follow/{isik}"


def detail(stream: str, persona: str | None = "viewer") -> Step:
    return get(f"/live-stream/{{{stream}}}", persona)


def status(stream: str, persona: str = "viewer") -> Step:
    return get(f"/live-stream/{{{stream}}}/replay-status", persona)


def rent(stream: str, persona: str = "viewer", later: float = 0) -> Step:
    return post(f"/live-stream/{{{stream}}}/replay-rentals", persona, later=later)


TOURS: Mapping[str, Tour] = {
    "envelopes": (
        get(COUNT),
        get(TYPES),
        get(VIEWERS, page=99),
        get(VIEWERS, limit=0),
        get(VIEWERS, None),
        get("/live-stream/{unknown}"),
        get("/nowhere"),
        get(TYPES + "/"),
        Step("HEAD", TYPES),
        Step("PUT", TYPES),
        delete(FOLLOW, "poor"),
        post(FOLLOW),
        post("/follow/{viewer}"),
        gift(),
        post("/gifts/create", body="x", media_type="text/plain"),
    ),
    "authentication": (
        get(TYPES, None),
        get(RENTALS, None),
        get(COUNT, None),
        get(FEATURED, None),
        get(FEATURED, spoilt="malformed"),
        post(FOLLOW, None),
        *(get(TYPES, spoilt=spoiler) for spoiler in SPOILERS),
        status("solo", "creator"),
        status("solo", "viewer"),
    ),
    "refusal_order": (
        get(VIEWERS, None, limit=0),
        detail("unknown", None),
        post("/gifts/create", None, body="{}"),
        post("/gifts/create", None, body="x", media_type="text/plain"),
        post("/gifts/create", body="x", media_type="text/plain"),
        get("/live-stream/{unknown}/viewers", limit=0),
        get(VIEWERS, "blocked", limit=0),
        gift("unknown", persona="blocked"),
        gift("unknown", "{lost}"),
        gift(stream="{solo}", persona="blocked"),
        get("/live-stream/{solo}/viewers", "blocked"),
        Step("PUT", TYPES, None),
        get("/nowhere", None),
    ),
    "identifiers": (
        get(VIEWERS),
        get("/live-stream/x/viewer-count"),
        get("/live-stream/" + "a" * 23),
        get("/live-stream/{main}0"),
        gift(stream="x"),
        delete("/follow/x"),
        get("/live-stream/{deleted}/gift-statistics"),
        get("/live-stream/{solo}/gift-statistics"),
        get("/live-stream/{deleted}/viewer-count"),
        get("/live-stream/{unknown}/replay-status"),
        post("/follow/{unknown}"),
        delete("/follow/{unknown}"),
        detail("scheduled"),
    ),
    "page_numbers": (
        get(RENTALS, limit=101),
        get(RENTALS, limit=1),
        get(RENTALS, page=-1),
        get(VIEWERS),
        *(get(VIEWERS, limit=limit) for limit in ("101", "0", "2.5", "1e1", "")),
        *(get(VIEWERS, page=page) for page in ("0", "abc", "01", "+1", "١", "99", 2**40, 10**30)),
        get(VIEWERS, page=[1, 2]),
        get(VIEWERS, search="a"),
        get(VIEWERS, sort="name"),
    ),
    "pages": (
        get(RENTALS),
        get("/live-stream/{empty}/viewers"),
        *(get(VIEWERS, limit=20, page=page) for page in (1, 2, 3, 4, 10**30)),
        get(VIEWERS, limit=100),
        get(VIEWERS, limit=1),
        get(VIEWERS, limit=45),
        get(VIEWERS, search="a", limit=5, page=2),
    ),
    "audience": (
        get(VIEWERS),
        get(VIEWERS, page=3),
        get("/live-stream/{duet}/viewers"),
        get("/live-stream/{solo}/viewers"),
        get("/live-stream/{solo}/viewer-count"),
        get(VIEWERS, "blocked"),
        get(COUNT, "blocked"),
        gift(persona="blocked"),
        rent("solo", "blocked"),
    ),
    "audience_counts": (
        get(COUNT),
        get(VIEWERS, page=2),
        get(VIEWERS, page=9),
        get(VIEWERS, search="a"),
    ),
    "whoever_asks": (
        get(FEATURED, None),
        get(FEATURED, "creator"),
        *(get(TYPES, persona) for persona in ("viewer", "blocked", "renter")),
        *(get(STATISTICS, persona) for persona in ("viewer", "blocked")),
        *(get(COUNT, persona) for persona in ("viewer", "blocked")),
        *(detail("solo", persona) for persona in ("creator", "viewer")),
        *(detail("main", persona) for persona in ("creator", "blocked")),
        post("/follow/{creator}", "blocked"),
        delete("/follow/{creator}", "blocked"),
        post("/follow/{poor}"),
        delete("/follow/{viewer}", "poor"),
        delete("/follow/{poor}"),
    ),
    "viewers": (
        get(VIEWERS, "poor", limit=100),
        get(VIEWERS, limit=100),
        *(get(VIEWERS, limit=10, page=page) for page in range(1, 6)),
        get(VIEWERS, search="isik"),
        get(VIEWERS, search="ı", limit=3),
    ),
    "search": (
        *(
            get(VIEWERS, search=text)
            for text in (
                "yılmaz",
                "developer",
                "isik_d",
                "ayşe kara",
                "ayşe demirci",
                "ik",
                " isik ",
                " ayşe  ",
                "",
                "dj.star",
                "j_s",
                "a%z",
                "(",
                "a" * 101,
                "a" * 100,
                "ş" * 60,
            )
        ),
        *(get(VIEWERS, search="a", limit=10, page=page) for page in (1, 2)),
    ),
    "search_folding": tuple(
        get(VIEWERS, search=text)
        for text in (
            "ISIK",
            "İREM",
            "dogan",
            "isik",
            "ozge",
            "ışık",
            "işik",
            "özge",
            "S\u0327ule",
            "dogan agaoglu",
            "ozge ozdemir",
        )
    ),
    "gifts": (
        gift(),
        gift("crown", persona="poor"),
        gift(stream="{solo}"),
        gift(persona="creator"),
        gift("unknown"),
        gift(note="for you"),
    ),
    "gift_effects": (
        get(STATISTICS),
        gift("rose", persona="poor"),
        get(STATISTICS),
        gift("crown", persona="poor"),
        gift("rose", persona="blocked"),
        get(STATISTICS),
        *[gift("rose", persona="poor")] * 5,
        gift("crown", "{solo}"),
        gift("crown"),
        gift("crown"),
        get(STATISTICS),
    ),
    "charges": (
        gift("crown"),
        rent("lost"),
        gift("unknown"),
        gift("crown"),
        rent("solo", "poor"),
        gift("heart", persona="poor"),
        rent("solo", "creator"),
        *[gift("fire", "{empty}", persona="creator")] * 32,
        rent("yoga", "renter"),
        gift("crown", persona="renter"),
        rent("portrait", "guest"),
        rent("snack", "guest"),
        *[gift("fire", "{empty}", persona="guest")] * 12,
        gift("heart", "{empty}", persona="guest"),
        *[gift("rose", "{empty}", persona="guest")] * 2,
        gift(persona="blocked"),
        gift("crown", "{empty}", persona="blocked"),
        *[gift("fire", "{empty}", persona="blocked")] * 25,
    ),
    "mixing": (
        get(VIEWERS, search="a"),
        get(VIEWERS, limit=100),
        get(FEATURED),
        gift(),
        get("/live-stream/{duet}/gift-statistics"),
        detail("main"),
        *(gift(stream="{duet}", persona=persona) for persona in ("creator", "guest")),
        rent("solo"),
        rent("duo", later=60),
        get(RENTALS),
    ),
    "gift_counts": (get(STATISTICS), get(TYPES)),
    "rentals": (
        *(rent(stream) for stream in ("free", "hidden", "lost", "lonely", "main", "duo", "dear")),
        post("/live-stream/{snack}/replay-rentals", body="{}"),
        rent("solo", "poor"),
        status("solo", "poor"),
        rent("solo", "creator"),
        rent("duo", "guest"),
        rent("snack"),
    ),
    "renting_again": (
        rent("solo"),
        status("solo"),
        rent("solo", later=60),
        get(RENTALS),
        *[rent("solo")] * 60,
        gift("crown"),
        rent("band", "renter"),
        status("portrait", "renter"),
        rent("portrait", "renter"),
    ),
    "replay_access": (
        status("solo"),
        status("lost"),
        status("duo", "guest"),
        detail("solo"),
        detail("duo", "guest"),
        rent("solo"),
        status("solo"),
        detail("solo"),
    ),
    "rental_lists": (
        rent("solo"),
        rent("snack", later=60),
        get(RENTALS),
        get(RENTALS, "renter"),
    ),
    "follows": (
        get(VIEWERS, limit=100),
        *[post(FOLLOW, "poor")] * 2,
        get(VIEWERS, "poor", limit=100),
        get(VIEWERS, limit=100),
        *[delete(FOLLOW, "poor")] * 2,
        get(VIEWERS, "poor", limit=100),
        get(VIEWERS, limit=100),
        post("/follow/{viewer}"),
        delete("/follow/{viewer}"),
        delete(FOLLOW),
        get(VIEWERS, limit=100),
    ),
    "streams": (get(FEATURED), detail("main"), detail("solo"), detail("called_off")),
    "robustness": (
        *(get(VIEWERS, search=text) for text in ("\0", "🎸", "$where", "O'Neill")),
        get(VIEWERS + "?search=%ff"),
        get("/live-stream/%07"),
        *(post("/gifts/create", body=body) for body in ("{", "[]", '{"giftTypeId": {}}')),
        post("/gifts/create", body="{}", media_type="application/json; charset=utf-8"),
        post("/gifts/create", body=" " * (1024 * 1024 + 1)),
        get("/nowhere"),
    ),
}
