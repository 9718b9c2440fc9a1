"""Instalments: what is open of each part of an invoice that is due in parts.

Whatever settles the invoice (money, a credit note, a discount, a write-off) fills its parts in the order of their due
days: the first is closed before anything counts for the second. So a part is late by its own day, and nothing but the
invoice's open amount has to be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orderdesk.rules.terms import DuePart
from orderdesk.values import Currency, Money, money_text


@dataclass(frozen=True, slots=True)
class PartStanding:
    """One part of an invoice as it stands. Amounts in minor units; `settled` is what is filled of `amount`."""

    position: int
    of: int
    due: date
    amount: Money
    settled: Money

    @property
    def open(self) -> Money:
        """What is still owed of it."""
        return self.amount - self.settled

    def why(self, currency: Currency) -> str:
        """The part as a sentence."""
        part = f"part {self.position} of {self.of}, {money_text(self.amount, currency)} due {self.due}"
        if not self.open:
            return f"{part}: settled"
        if not self.settled:
            return f"{part}: open"
        return f"{part}: {money_text(self.settled, currency)} settled, {money_text(self.open, currency)} open"


def fill(parts: Sequence[DuePart], settled: Money) -> tuple[PartStanding, ...]:
    """The parts by their due days, with what is settled of the invoice filled in, the earliest first."""
    filled: list[PartStanding] = []
    for position, part in enumerate(sorted(parts, key=lambda part: part.on), start=1):
        taken = min(settled, part.amount)
        settled -= taken
        filled.append(PartStanding(position, len(parts), part.on, part.amount, taken))
    return tuple(filled)


def due_now(parts: Sequence[PartStanding]) -> date:
    """The day by which something is to be paid next: of the first open part, or of the last when all are settled."""
    return next((part.due for part in parts if part.open), parts[-1].due)
