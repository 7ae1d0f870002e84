"""Failures that earlier runs found: kept in a file, and tried first in the next run, whatever its level.

A failure is kept as what repeats it: a check with its level and seed, or a request. Tokens are never kept:
of a credential there is the role that it belongs to.
"""

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_tests.exchange import Credential, Request
from contract_tests.preflight import CouldNotRun
from contract_tests.profile import Profile

FOLDER = Path(".kulis/failures")
"""Where failures are kept unless another folder is named."""

_FORM = 1


@dataclass(frozen=True)
class KeptRequest:
    """A request as it is kept: `path` follows the target's base address, `role` is who sends it.

    `authorization` is a header that was made up, and is nobody's token.
    """

    method: str
    path: str
    role: str | None
    authorization: str | None
    body: str | None
    media_type: str | None
    operation_id: str | None
    further: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class KeptFailure:
    """What was broken, and what repeats it: a request, or the check with the level and seed of its run."""

    rule_id: str
    check: str
    level: str
    seed: int
    request: KeptRequest | None = None


def failures_path(folder: Path, target: str) -> Path:
    """The file of a target's failures."""
    return (
        folder
        / f"{re.sub(r'[^a-z0-9.]+', '-', target.lower().partition('://')[2] or target).strip('-')}.json"
    )


def load_failures(path: Path) -> tuple[KeptFailure, ...]:
    """The failures in a file, none where there is no such file; raises CouldNotRun for a broken one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["form"] != _FORM:
            raise ValueError(f"its form is {document['form']}")
        return tuple(_read(item) for item in document["failures"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise CouldNotRun(
            f"{path}: the failures of earlier runs cannot be read ({problem}); mend or remove the file, "
            "or name another folder with --failures"
        ) from None


def save_failures(path: Path, target: str, failures: Iterable[KeptFailure]) -> None:
    """Write a target's failures, whole or not at all; the file goes where there are none."""
    kept = [_written(failure) for failure in failures]
    if not kept:
        path.unlink(missing_ok=True)
        return
    document = {"form": _FORM, "target": target, "failures": kept}
    draft = path.with_suffix(".draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as problem:
        raise CouldNotRun(
            f"{path}: the failures cannot be kept ({problem.strerror}); name another folder with --failures"
        ) from None


def request_again(kept: KeptRequest, profile: Profile) -> Request | None:
    """The request to send; None where the profile has no token of the role any more."""
    credential = Credential(kept.authorization, kept.authorization, "") if kept.authorization else None
    if kept.role is not None:
        if kept.role not in profile.credentials:
            return None
        credential = profile.credentials[kept.role]
    return Request(
        method=kept.method,
        url=profile.base_url + kept.path,
        credential=credential,
        body=base64.b64decode(kept.body) if kept.body is not None else None,
        media_type=kept.media_type,
        operation_id=kept.operation_id,
        further=kept.further,
    )


def kept_request(request: Request, profile: Profile) -> KeptRequest | None:
    """What repeats a request; None where its token cannot be named."""
    role = authorization = None
    if request.credential is not None:
        role = next((name for name, one in profile.credentials.items() if one == request.credential), None)
        is_made_up = request.credential.token == request.credential.shown
        if role is None and not is_made_up:
            return None
        authorization = None if role else request.credential.header
    if not request.url.startswith(profile.base_url):
        return None
    return KeptRequest(
        method=request.method,
        path=request.url.removeprefix(profile.base_url),
        role=role,
        authorization=authorization,
        body=base64.b64encode(request.body).decode() if request.body is not None else None,
        media_type=request.media_type,
        operation_id=request.operation_id,
        further=request.further,
    )


def _written(failure: KeptFailure) -> dict[str, Any]:
    request = failure.request
    return {
        "rule": failure.rule_id,
        "check": failure.check,
        "level": failure.level,
        "seed": failure.seed,
        "request": None if request is None else {**vars(request), "further": list(request.further)},
    }


def _read(item: dict[str, Any]) -> KeptFailure:
    request = item["request"]
    if request is not None:
        further = tuple((str(name), str(value)) for name, value in request.pop("further"))
        request = KeptRequest(**request, further=further)
    return KeptFailure(item["rule"], item["check"], item["level"], item["seed"], request)
