"""What a check has to say: a rule is broken, or it could not be tried."""

from dataclasses import dataclass
from itertools import groupby

from contract_tests.exchange import Exchange


class Broken(Exception):
    """A rule is broken: what was expected, what came instead, and where.

    `rule` overrides the rule beside which the check is listed, for a check that can tell which it was.
    `is_consequence` marks what is told only where no other finding accounts for it, `is_of_status` what a
    single status shows, without comparing it to any other answer.
    """

    def __init__(
        self,
        *,
        expected: str,
        got: str,
        where: str,
        rule: str | None = None,
        is_consequence: bool = False,
        is_of_status: bool = False,
    ) -> None:
        super().__init__(f"expected {expected}, got {got}, at {where}")
        self.expected = expected
        self.got = got
        self.where = where
        self.rule = rule
        self.is_consequence = is_consequence
        self.is_of_status = is_of_status


class NotExercised(Exception):
    """The target lacks what the check needs; the text says what that is."""


@dataclass(frozen=True)
class Finding:
    """One way in which a rule was broken, with the requests that show it."""

    rule_id: str
    basis: str
    check: str
    operation_id: str | None
    expected: str
    got: str
    where: str
    exchanges: tuple[Exchange, ...]
    is_consequence: bool = False

    @property
    def curl_lines(self) -> tuple[str, ...]:
        """Lines that show it when they are pasted in order; what is sent over and over again stands once."""
        repeated = groupby(self.exchanges, key=lambda one: (one.request.as_curl(), one.is_at_once))
        return tuple(_curl_line(curl, len(list(times)), at_once) for (curl, at_once), times in repeated)

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What makes two findings the same for a report: rule, check and operation."""
        return self.rule_id, self.check, self.operation_id


def _curl_line(curl: str, times: int, is_at_once: bool) -> str:
    if times == 1:
        return curl
    if is_at_once:
        return f"for i in $(seq {times}); do {curl} & done; wait"
    return f"for i in $(seq {times}); do {curl}; done"
