"""Before a run: is there a server at the target, is it the API, and does it take the tokens?"""

from contract_tests.client import Client, TooManyRequests, Unreachable
from contract_tests.contract import Contract
from contract_tests.exchange import NO_JSON, Exchange, Request
from contract_tests.profile import Profile

_PUBLIC = "listFeaturedLiveStreams"
_SECURED = "listGiftTypes"


class CouldNotRun(Exception):
    """The target cannot be tested; the sentence says why and what to do."""


def preflight(contract: Contract, profile: Profile, client: Client) -> list[str]:
    """Notes about a target that can be tested; CouldNotRun for one that cannot."""
    try:
        public = _ask(contract, profile, client, _PUBLIC, role=None)
        _refuse_what_is_no_api(public, profile)
        if "viewer" not in profile.credentials:
            return ["There is no token of role viewer, so secured operations are only tried without one."]
        secured = _ask(contract, profile, client, _SECURED, role="viewer")
    except (Unreachable, TooManyRequests) as problem:
        raise CouldNotRun(str(problem)) from None
    if secured.status == 401:
        raise CouldNotRun(
            f"The target answered 401 to the token of role viewer at {secured.request.url}; "
            f"is {profile.credentials['viewer'].shown} a sound token for it?"
        )
    return []


def refuse_if_gone(contract: Contract, profile: Profile, client: Client) -> None:
    """CouldNotRun where the target, which has left a request without an answer, answers no other either."""
    try:
        _ask(contract, profile, client, _PUBLIC, role=None)
    except Unreachable as problem:
        raise CouldNotRun(f"The target answers no more, after {client.sent} requests: {problem}") from None


def _ask(
    contract: Contract, profile: Profile, client: Client, operation_id: str, role: str | None
) -> Exchange:
    operation = contract.operation(operation_id)
    credential = profile.credentials[role] if role else None
    return client.send(
        Request("GET", profile.base_url + operation.path, credential, operation_id=operation_id)
    )


def _refuse_what_is_no_api(exchange: Exchange, profile: Profile) -> None:
    url = exchange.request.url
    if 300 <= exchange.status < 400:
        raise CouldNotRun(
            f"The target redirects {url} to {exchange.headers.get('location', 'somewhere')}; "
            "give that address as base_url"
        )
    if exchange.json is NO_JSON:
        kind = exchange.headers.get("content-type", "no content type")
        raise CouldNotRun(
            f"{url} answers {exchange.status} with {kind} and not with JSON; "
            f"is {profile.base_url} the API's base address?"
        )
