"""Replenishment: what falls below its reorder point, and how much of it to order.

`position = on hand + on order − reserved − waited for − kept`. Strictly below the reorder point asks for goods; at it,
nothing. What is ordered brings the position up to the reorder point and safety stock above it, no less than the
minimum, in whole packs. All in stock units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from orderdesk.rules.wording import listed
from orderdesk.values import Quantity, quantity_text


@dataclass(frozen=True, slots=True)
class Position:
    """How a product stands in one warehouse.

    Attributes:
        claimed: reserved by lines, waited for by lines, and kept by hand.
        on_order: everything that is to come and was ordered or asked for.
    """

    on_hand: Quantity
    on_order: Quantity
    claimed: Quantity
    reorder_point: Quantity
    safety: Quantity = 0

    @property
    def left(self) -> Quantity:
        """What there will be when all that is on its way has come and all that is claimed has gone; may be negative."""
        return self.on_hand + self.on_order - self.claimed


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to order, for which day, and why."""

    quantity: Quantity
    due: date
    explanation: str


def suggest(position: Position, *, minimum: Quantity, pack: Quantity, lead_days: int, today: date) -> Suggestion | None:
    """What to order of a product; None where its position is not below the reorder point (or safety stock).

    Args:
        minimum, pack: what is bought at least, and by how many; 0 is anything.
    """
    floor = max(position.reorder_point, position.safety)
    short = floor - position.left
    if short <= 0:
        return None
    wanted = max(short, minimum)
    if pack:
        wanted = -(-wanted // pack) * pack
    parts = [f"{quantity_text(position.on_hand)} on hand"]
    if position.on_order:
        parts.append(f"{quantity_text(position.on_order)} on order")
    if position.claimed:
        parts.append(f"{quantity_text(position.claimed)} claimed")
    because = (
        f"{listed(parts)} leave {quantity_text(position.left)}, {quantity_text(short)} below {quantity_text(floor)}"
    )
    more = []
    if minimum > short:
        more.append(f"at least {quantity_text(minimum)} are bought")
    if pack and wanted != max(short, minimum):
        more.append(f"by {quantity_text(pack)}")
    rounded = f"; {listed(more)}" if more else ""
    return Suggestion(wanted, today + timedelta(days=lead_days), f"{because}{rounded}: order {quantity_text(wanted)}")
