"""Refusals that the transport makes before a handler is asked, beside those of handlers.errors."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException

from handlers.errors import Conflict, Forbidden, NotFound, Refusal


class ValidationFailed(Refusal):
    """The request does not keep to the contract's parameters or body."""

    status = 400
    message = "Validation failed"


class AuthenticationRequired(Refusal):
    """Nobody, or nobody known, is calling (AUTH-3, AUTH-4)."""

    status = 401
    message = "Authentication required"


class MethodNotAllowed(Refusal):
    """The route exists, but not with this method."""

    status = 405
    message = "Method not allowed"

    def __init__(self, method: str, allowed: Iterable[str]) -> None:
        self.allow = ", ".join(sorted(allowed))
        super().__init__(f"{method[:20]} is not one of this route's methods: {self.allow}")


class PayloadTooLarge(Refusal):
    """The body is longer than any that the API takes."""

    status = 413
    message = "Payload too large"


class UnsupportedMediaType(Refusal):
    """The body is of a kind that the operation does not read."""

    status = 415
    message = "Unsupported media type"


class InternalServerError(Refusal):
    """The mock itself failed: a fault of ours, never of the request."""

    status = 500
    message = "Internal server error"


class ServiceUnavailable(Refusal):
    """What the mock itself needs is away for the moment; the request may be sent again."""

    status = 503
    message = "Service unavailable"


_RAISED_BY_OTHERS = (
    ValidationFailed,
    AuthenticationRequired,
    NotFound,
    PayloadTooLarge,
    UnsupportedMediaType,
)


def refusal_of(problem: Exception) -> Refusal:
    """The refusal that answers an exception, from whichever layer it came (ENV-8)."""
    if isinstance(problem, Refusal):
        return problem
    if isinstance(problem, HTTPException):
        if problem.status_code == 405:
            return MethodNotAllowed("This method", ["GET", "HEAD"])
        for kind in _RAISED_BY_OTHERS:
            if problem.status_code == kind.status:
                return kind(problem.detail) if problem.detail else kind()
    return InternalServerError()


def refusal_with(status: int, *details: str) -> Refusal:
    """A refusal with any status from 400 on; where no class fixes its message, HTTP's phrase is taken."""
    for kind in (*_RAISED_BY_OTHERS, Forbidden, Conflict, InternalServerError, ServiceUnavailable):
        if kind.status == status:
            return kind(*details)
    phrase = HTTPStatus(status).phrase.capitalize() if status in set(HTTPStatus) else "Unknown failure"
    unlisted: type[Refusal] = type("UnlistedRefusal", (Refusal,), {"status": status, "message": phrase})
    return unlisted(*details)


def headers_of(refusal: Refusal) -> Mapping[str, str]:
    """The headers that HTTP asks for beside a refusal's status."""
    if isinstance(refusal, AuthenticationRequired):
        return {"WWW-Authenticate": 'Bearer realm="live-stream"'}
    if isinstance(refusal, MethodNotAllowed):
        return {"Allow": refusal.allow}
    if isinstance(refusal, ServiceUnavailable):
        return {"Retry-After": "1"}
    return {}
