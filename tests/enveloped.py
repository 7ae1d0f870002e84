"""Is an answer an envelope, from whichever transport it came? (ENV-1 to ENV-7)"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from tests.answers import FIRST_ERRORS

FIELDS = {"isSuccess", "statusCode", "data", "errors", "timestamp"}
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def assert_enveloped(answer: httpx2.Response, *statuses: int) -> None:
    """The answer is an envelope, and its status is one of those given, if any are."""
    assert_envelope(answer.status_code, answer.headers, answer.content, *statuses)


def assert_envelope(status: int, headers: Mapping[str, str], body: bytes, *statuses: int) -> None:
    told = f"{status} {dict(headers)} {body[:300]!r}"
    assert not statuses or status in statuses, f"{told}; expected {' or '.join(map(str, statuses))}"
    assert status < 500, f"{told}; no request may be a fault of the mock's"
    assert headers["content-type"] == "application/json", told
    envelope = json.loads(body)
    assert isinstance(envelope, dict), told
    assert envelope.keys() == FIELDS, told
    assert envelope["statusCode"] == status, told
    assert envelope["isSuccess"] is (status < 400), told
    if status < 400:
        assert envelope["errors"] == [], told
    else:
        assert envelope["data"] is None, told
        assert envelope["errors"][0] == FIRST_ERRORS[status], told
        assert all(isinstance(error, str) for error in envelope["errors"]), told
    assert_dated(envelope["timestamp"], headers["date"])


def assert_dated(timestamp: Any, date: str) -> None:
    assert TIMESTAMP.fullmatch(timestamp), f"{timestamp} is not a moment in milliseconds"
    apart = datetime.fromisoformat(timestamp) - parsedate_to_datetime(date)
    assert abs(apart.total_seconds()) <= 2, f"the timestamp is {timestamp}, the Date {date}"
