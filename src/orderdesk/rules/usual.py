"""What a customer usually orders, read off its last orders: what came again, how much of it, and in which unit.

A quantity is always one that was ordered, or that one in whole sales units: never more than the most that was ordered
at once. All quantities are in the product's stock unit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from orderdesk.values import ONE, Quantity

FEW = 3  # orders, below which everything ordered counts as usual


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of an order that was placed; a larger `order` is a newer one. `factor` stock units make one `unit`."""

    order: int
    on: date
    product: int
    unit: str
    factor: Quantity
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Habit:
    """A product as this customer usually orders it.

    Attributes:
        quantity: the median of the orders that had it, in whole `unit`s where it is sold in one.
        orders: how many of the orders had it.
        last_on: the day of the newest of these; `last_quantity` is what was ordered then.
    """

    product: int
    unit: str
    factor: Quantity
    quantity: Quantity
    orders: int
    last_on: date
    last_quantity: Quantity


def habits(bought: Iterable[Bought]) -> tuple[Habit, ...]:
    """Every product of these orders, the most frequent first, then the most recent, then by the order of the lines."""
    lines: dict[int, list[Bought]] = defaultdict(list)
    for line in bought:
        if line.quantity > 0:
            lines[line.product].append(line)
    found = [_habit(product, of_it) for product, of_it in lines.items()]
    return tuple(sorted(found, key=lambda one: (-one.orders, -one.last_on.toordinal())))


def usual_basket(found: Sequence[Habit], orders: int) -> tuple[Habit, ...]:
    """Those that belong into the customer's next order: in at least two of its orders, or all while there are few.

    Args:
        orders: how many orders were looked at.
    """
    return tuple(habit for habit in found if habit.orders > 1 or orders < FEW)


def in_units(quantity: Quantity, factor: Quantity, most: Quantity) -> Quantity:
    """A quantity in whole units of `factor`, the nearest (a half upwards) that is above 0 and not above `most`.

    Where there is none, the quantity as it is.
    """
    units = (2 * quantity + factor) // (2 * factor)
    rounded = max(1, units) * factor
    if rounded > most:
        rounded = most // factor * factor
    return rounded or quantity


def still_sold_in(
    quantity: Quantity, unit: str, factor: Quantity, stock_unit: str, factor_now: Quantity | None
) -> tuple[str, Quantity]:
    """The unit and factor in which a quantity of an earlier order can be ordered once more.

    The unit of then, unless it holds another number by now, is no longer sold, the quantity is no thousandths of it, or
    it has a blank and could not be typed; then the stock unit.

    Args:
        factor_now: what the unit holds today; None is not sold in it. The stock unit needs none.
    """
    if unit != stock_unit and factor_now == factor and quantity * ONE % factor == 0 and " " not in unit:
        return unit, factor
    return stock_unit, ONE


def _habit(product: int, lines: Sequence[Bought]) -> Habit:
    """What the lines of one product come to; several in one order count as one."""
    by_order: Counter[int] = Counter()
    units: Counter[tuple[str, Quantity]] = Counter()
    for line in lines:
        by_order[line.order] += line.quantity
        units[line.unit, line.factor] += 1
    newest = max(lines, key=lambda line: line.order)
    often = max(units.values())
    unit, factor = next(  # of those that are as frequent, the newest
        (line.unit, line.factor)
        for line in sorted(lines, key=lambda line: -line.order)
        if units[line.unit, line.factor] == often
    )
    middle = sorted(by_order.values())[(len(by_order) - 1) // 2]
    quantity = middle if factor == ONE else in_units(middle, factor, max(by_order.values()))
    return Habit(product, unit, factor, quantity, len(by_order), newest.on, by_order[newest.order])
