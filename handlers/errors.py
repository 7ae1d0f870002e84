"""Why a request is refused: each class fixes its status and its message once."""

from typing import ClassVar


class Refusal(Exception):
    """A request that is not carried out.

    `status` and `message` belong to the class (ENV-7); whoever raises it adds only the details,
    sentences that say what exactly was refused.
    """

    status: ClassVar[int]
    message: ClassVar[str]

    def __init__(self, *details: str) -> None:
        super().__init__(*details)
        self.details = details


class Forbidden(Refusal):
    """The caller is known but may not do this."""

    status = 403
    message = "Insufficient permissions"


class NotFound(Refusal):
    """What the request names does not exist, or exists no longer (ID-3)."""

    status = 404
    message = "Resource not found"


class Conflict(Refusal):
    """The request is sound, but the state of things does not allow it."""

    status = 409
    message = "Resource already exists or cannot be changed in its current state"
