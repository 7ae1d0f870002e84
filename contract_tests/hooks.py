"""Hooks of a profile: requests that are no part of the API, such as the one that brings the data back."""

import httpx2

from contract_tests.client import Client
from contract_tests.exchange import Exchange, Request
from contract_tests.preflight import CouldNotRun


def call_hook(hook: str, client: Client) -> None:
    """Send a hook, which is "METHOD URL"; raises CouldNotRun unless it is answered with success."""
    method, _, url = hook.partition(" ")
    # Servers that heed where a change comes from want to see that no form of a web page has sent it.
    request = Request(method, url, media_type="application/json")
    try:
        response = client.http.request(method, url, headers=request.headers)
    except (httpx2.HTTPError, httpx2.InvalidURL) as problem:
        raise CouldNotRun(f"The hook {hook} failed: {str(problem) or type(problem).__name__}") from None
    if response.status_code >= 300:
        raise CouldNotRun(f"The hook {hook} was answered with {response.status_code}; is its address right?")
    client.trail.append(
        Exchange(request, response.status_code, {}, response.content, seconds=0.0, is_of_hook=True)
    )
