"""What kind of environment an address is: nobody's production is changed because nobody said what it is."""

from contract_tests.contract import Contract
from contract_tests.profile import ENVIRONMENTS

PRODUCTION, *_ = ENVIRONMENTS


def environment_of(
    contract: Contract, base_url: str, *, told: str | None = None, profiled: str | None = None
) -> str:
    """The environment of an address, as told by the user, its profile or the contract, else production.

    What a profile or the contract calls production stays production, whatever the user says.
    """
    marked = {server.url.rstrip("/"): server.environment for server in contract.servers}.get(base_url)
    if PRODUCTION in (profiled, marked):
        return PRODUCTION
    # An address that nobody has marked could be anybody's production.
    return told or profiled or marked or PRODUCTION
