"""The connection under a request, for what HTTP cannot say: that it ends here."""

from collections.abc import MutableMapping
from typing import Any

CUT = "kulis.cut"
"""The ASGI extension: a function that ends the connection of a request, `cut(is_reset=...)`."""


def cut(scope: MutableMapping[str, Any], *, is_reset: bool) -> None:
    """End the connection: by a reset (RST), or in an orderly way (FIN) after what was sent.

    Raises RuntimeError where the server cannot do so.
    """
    extension = scope.get("extensions", {}).get(CUT)
    if extension is None:
        raise RuntimeError("this server gives no hold on its connections; serve the mock with `kulis serve`")
    extension(is_reset=is_reset)
