"""Progress: how far an order has come, read off the quantities of its lines and never set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from orderdesk.values import Money, Quantity, quantity_text


class Progress(StrEnum):
    """How far something has come."""

    NONE = "none"
    PART = "part"
    FULL = "full"
    OVER = "over"  # more was shipped than ordered, within the product's allowance


@dataclass(frozen=True, slots=True)
class LineAxes:
    """The quantities of a line, all in one unit.

    Attributes:
        allocated: reserved and not shipped yet; shipping lowers it.
        picked: collected for it so far.
        shipped: left the house; of a service, done.
        invoiced: invoiced less credited.
        returned: come back of what was shipped.
        cancelled: of the ordered quantity, given up.
    """

    ordered: Quantity
    allocated: Quantity = 0
    picked: Quantity = 0
    shipped: Quantity = 0
    invoiced: Quantity = 0
    returned: Quantity = 0
    cancelled: Quantity = 0

    @property
    def due(self) -> Quantity:
        """What the customer is to get altogether."""
        return self.ordered - self.cancelled

    @property
    def open(self) -> Quantity:
        """What is still to leave, reserved or not."""
        return max(0, self.due - self.shipped)

    @property
    def to_allocate(self) -> Quantity:
        """The back order: still to leave, and nothing reserved for it."""
        return max(0, self.open - self.allocated)

    @property
    def to_ship(self) -> Quantity:
        """Still to leave, and reserved."""
        return min(self.open, self.allocated)

    @property
    def to_invoice(self) -> Quantity:
        """Shipped, not returned and not invoiced yet; never more."""
        return max(0, self.shipped - self.returned - self.invoiced)

    @property
    def to_credit(self) -> Quantity:
        """Invoiced, but returned since."""
        return max(0, self.invoiced - (self.shipped - self.returned))

    def check(self) -> tuple[str, ...]:
        """What cannot be, in sentences; empty when the quantities agree with each other."""
        wrong = [
            f"{name} {quantity_text(value)} is below zero"
            for name in self.__slots__
            if (value := getattr(self, name)) < 0
        ]
        bounds = (
            ("cancelled", self.cancelled, "ordered", self.ordered),
            ("allocated", self.allocated, "still to leave", self.open),
            ("returned", self.returned, "shipped", self.shipped),
            ("invoiced", self.invoiced, "shipped", self.shipped),
        )
        wrong += [
            f"{name} {quantity_text(value)} is more than {of} {quantity_text(most)}"
            for name, value, of, most in bounds
            if value > most
        ]
        return tuple(wrong)


def _progress(pairs: Sequence[tuple[Quantity, Quantity]]) -> Progress:
    """How far lines have come, each with what is done and what is due."""
    if not any(done for done, _ in pairs):
        return Progress.NONE
    if any(done < due for done, due in pairs):
        return Progress.PART
    return Progress.OVER if any(done > due for done, due in pairs) else Progress.FULL


def allocated_progress(lines: Sequence[LineAxes]) -> Progress:
    """How much of the order is reserved or has left: none, part or full."""
    return _progress([(min(line.due, line.shipped + line.allocated), line.due) for line in lines])


def shipped_progress(lines: Sequence[LineAxes]) -> Progress:
    """How much has left; over where a line got more than ordered and no line lacks anything."""
    return _progress([(line.shipped, line.due) for line in lines])


def invoiced_progress(lines: Sequence[LineAxes]) -> Progress:
    """How much of what the customer keeps is invoiced: none, part or full."""
    keeps = [max(line.due, line.shipped) - line.returned for line in lines]
    return _progress([(min(keep, line.invoiced), keep) for line, keep in zip(lines, keeps, strict=True)])


def paid_progress(gross: Money, open: Money) -> Progress:
    """How much of what was invoiced is paid; nothing invoiced is nothing paid."""
    if gross <= 0 or open >= gross:
        return Progress.NONE
    return Progress.PART if open > 0 else Progress.FULL


def is_done(lines: Sequence[LineAxes]) -> bool:
    """Whether nothing is left to ship, invoice or credit on any line; an order without lines is not done."""
    return bool(lines) and not any(line.open or line.to_invoice or line.to_credit for line in lines)
