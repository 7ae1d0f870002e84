"""The backend that the proxy stands before: its address, its paths, and what may be sent to it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from contract_tests.client import READING_METHODS
from contract_tests.contract import Contract
from handlers.errors import Forbidden
from kulis.environments import PRODUCTION, environment_of


class ProxyError(Exception):
    """The proxy cannot be set up as it was told; the text says why and what to do."""


@dataclass(frozen=True)
class Backend:
    """`origin` is such as https://api.example.com; `base_path` takes the place of the contract's."""

    origin: str
    base_path: str
    environment: str
    allow_changes: bool

    @property
    def base_url(self) -> str:
        return self.origin + self.base_path

    @property
    def is_read_only(self) -> bool:
        """Whether what could change data is refused."""
        return self.environment == PRODUCTION and not self.allow_changes

    def target(self, path: bytes, query: bytes, contract_base: str) -> bytes:
        """The target of a request line at the backend; what is not the API keeps its path."""
        base = contract_base.encode()
        if path == base or path.startswith(base + b"/"):
            path = self.base_path.encode() + path[len(base) :]
        return path + b"?" + query if query else path

    def refuse_change(self, method: str) -> None:
        """Raise Forbidden for what could change the data of a production server."""
        if method in READING_METHODS or not self.is_read_only:
            return
        raise Forbidden(
            f"{method[:20]} may change data, and {self.base_url} counts as production: it was not passed on; "
            "start the proxy with --environment development (or local) if that is what it is, "
            "or with --allow-changes if you mean to change production"
        )


def backend_at(
    contract: Contract, url: str, *, environment: str | None = None, allow_changes: bool = False
) -> Backend:
    """The backend at a base address; one without a path has the contract's. Raises ProxyError."""
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise ProxyError(
            f"{url}: is no address of a backend; give one such as https://development.example.com/api/v1"
        )
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ProxyError(f"{url}: give the base address alone, without user, query or fragment")
    origin, base_path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/") or contract.base_path
    kind = environment_of(contract, origin + base_path, told=environment)
    return Backend(origin, base_path, kind, allow_changes)
