"""Asking the control API of a running mock, for the commands that steer it."""

from dataclasses import dataclass
from typing import Annotated, Any

import httpx2
import typer

from kulis.control import CONTROL_TOKEN_HEADER

_PREFIX = "/__kulis"
_PATIENCE = 60.0

Server = Annotated[
    str,
    typer.Option(
        "--server",
        metavar="ADDRESS",
        envvar="KULIS_SERVER",
        help="Address of the mock that is to be steered.",
    ),
]
ControlToken = Annotated[
    str | None,
    typer.Option(
        "--control-token",
        metavar="TOKEN",
        envvar="KULIS_CONTROL_TOKEN",
        help="What the mock wants to see from other machines.",
        show_default=False,
    ),
]

DEFAULT_SERVER = "http://127.0.0.1:8080"


class ControlError(Exception):
    """A mock that cannot be steered, or does not do what it is asked; the text says why and what to do."""


class Unreachable(ControlError):
    """Nothing answers, at least for the moment."""


@dataclass(frozen=True)
class Control:
    """A running mock's control API. `server` is the mock's address, without any path."""

    server: str = DEFAULT_SERVER
    token: str | None = None

    def get(self, path: str, **query: Any) -> Any:
        return self._asked(
            "GET", path, params={name: value for name, value in query.items() if value is not None}
        )

    def post(self, path: str, **body: Any) -> Any:
        return self._asked("POST", path, json=_given(body))

    def put(self, path: str, **body: Any) -> Any:
        return self._asked("PUT", path, json=_given(body))

    def delete(self, path: str) -> Any:
        return self._asked("DELETE", path)

    def _asked(self, method: str, path: str, **options: Any) -> Any:
        """The data of an answer; ControlError, in a sentence, for any that is not success."""
        headers = {CONTROL_TOKEN_HEADER: self.token} if self.token else {}
        if options.get("json") == {}:
            del options["json"]
        try:
            answer = httpx2.request(
                method, self._address(path), headers=headers, timeout=_PATIENCE, **options
            )
        except httpx2.InvalidURL as problem:
            raise ControlError(
                f"{self.server} is no address ({problem}); give one such as {DEFAULT_SERVER}"
            ) from None
        except httpx2.HTTPError as problem:
            raise Unreachable(
                f"Nothing answers at {self.server} ({str(problem) or type(problem).__name__}); "
                "start it with kulis serve, or name another with --server"
            ) from None
        return self._data(answer)

    def _address(self, path: str) -> str:
        return f"{self.server.rstrip('/')}{_PREFIX}{path}"

    def _data(self, answer: httpx2.Response) -> Any:
        try:
            data = answer.json()
        except ValueError:
            data = None
        if answer.is_success and data is not None:
            return data
        if isinstance(data, dict) and isinstance(data.get("error"), str):
            raise ControlError(data["error"])
        raise ControlError(
            f"What answers at {self.server} is no mock of Kulis (status {answer.status_code}); "
            "name its address with --server, without a path"
        )


def _given(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}
