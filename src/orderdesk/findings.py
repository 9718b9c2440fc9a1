"""What a rule has to say about an order: a sentence, and the figures it was based on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from orderdesk.values import OwnMoney


class Severity(StrEnum):
    """How much a finding weighs."""

    BLOCK = "block"  # the order cannot be submitted at all
    HOLD = "hold"  # it waits in the approval queue until somebody releases it
    NOTE = "note"  # worth knowing


class HoldKind(StrEnum):
    """Why an order may not go on, each released on its own."""

    CREDIT = "credit"
    OVERDUE = "overdue"
    PRICE = "price"
    MARGIN = "margin"
    DISCOUNT = "discount"
    STOCK = "stock"
    DUPLICATE = "duplicate"
    UNUSUAL = "unusual"
    VALUE = "value"
    SPECIAL = "special"
    MANUAL = "manual"
    EXCEPTION = "exception"  # something went wrong on the way; somebody decides what becomes of it


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        kind: a `HoldKind` for a hold; a short word for a block or note ("unknown-product", "short").
        message: a whole sentence with the figures, for the person at the desk.
        line: the position of the order line it is about, counted from 1; None is the whole order.
        amount: what is at stake, in minor units of the company's currency: the excess over the limit, the
            discount given, the order's value. An
            approver's level is measured against it.
        figures: what the finding was computed from, by name; amounts in minor units, dates as ISO text.
        rule: the code of the hold rule or attribute that found it; empty for what is built in.
    """

    severity: Severity
    kind: str
    message: str
    line: int | None = None
    amount: OwnMoney = 0
    figures: Mapping[str, int | str | None] = field(default_factory=dict)
    rule: str = ""
