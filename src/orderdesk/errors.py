"""The ways in which orderdesk says no. Each message is a sentence for the person at the desk.

It says what was refused, with the figures, and what can be done now. `exit_code` is what a command ends with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from orderdesk.findings import Finding


class OrderdeskError(Exception):
    """Anything that orderdesk itself refuses; never raised as such."""

    exit_code: ClassVar[int] = 1


class BadValue(OrderdeskError, ValueError):
    """A text that is not the number, date or code it should be."""


class Refused(OrderdeskError):
    """A rule of the trade says no.

    Attributes:
        findings: every finding that stands against it, not only the first; empty where one sentence says it all.
    """

    def __init__(self, message: str = "", findings: Sequence[Finding] = ()) -> None:
        super().__init__(message or " · ".join(finding.message for finding in findings))
        self.findings = tuple(findings)


class NotFound(Refused):
    """No such customer, product, order …"""


class Conflict(OrderdeskError):
    """Somebody else changed it since it was read, or got there first; says who and when where that is known."""


class NotAllowed(OrderdeskError):
    """The right is missing; the message names it and who has it."""

    exit_code = 4


class StoreTrouble(OrderdeskError):
    """The database cannot be used as it is: not there, not ours, older, newer, full, read-only, busy for too long."""

    exit_code = 3
