"""Prices that depend on more than one line: promotions that count an order's lines together, and free goods.

Most companies have no such rule, and then nothing is read but that. Where there is one, a line's price moves only when
other lines moved it: what changed on a price list since the line was typed does not come in by the back door.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from orderdesk.models import PriceRule
from orderdesk.queries import facts
from orderdesk.queries.pricing import Offers, Together, free_rule
from orderdesk.rules.free_goods import Bought, FreeGoods, free_goods
from orderdesk.rules.price import PriceReceipt
from orderdesk.store.transaction import Reading, table

_RULE = table(PriceRule)
_ANY = select(_RULE.c.id, _RULE.c.free_product_id).where(_RULE.c.together)


@dataclass(frozen=True, slots=True)
class Stood:
    """An order's lines before a change, and the products that a rule may add to it."""

    lines: Sequence[Row[Any]] = ()
    may_give: frozenset[int] = field(default_factory=frozenset)


def stood(reading: Reading, order_id: int) -> Stood | None:
    """How an order stands before its lines change; None where no rule looks at more than one line."""
    rules = reading.all(_ANY)
    if not rules:
        return None
    given = frozenset(row.free_product_id for row in rules if row.free_product_id is not None)
    return Stood(reading.all(facts.LINES, a_order=order_id), given)


def bought(lines: Iterable[Row[Any]]) -> list[Row[Any]]:
    """The lines that are bought: not given away or taken out, no components, and at no price that was agreed before."""
    return [
        line
        for line in lines
        if line.free_rule_id is None
        and line.parent_id is None
        and line.source_line_id is None
        and line.ordered > line.cancelled
    ]


def counted(lines: Iterable[Row[Any]]) -> Together:
    """How much they have together."""
    return Together((line.product_id, line.category_id, line.ordered - line.cancelled) for line in lines)


def moved(
    found: Offers,
    day: date,
    lines: Sequence[Row[Any]],
    was: Together,
    now: Together,
    fresh: Collection[int] = (),
) -> dict[int, PriceReceipt | None]:
    """What the lines cost that another line's change moved, by line id; prices typed by hand and of what left stay.

    Args:
        lines: what is bought now.
        day: the order's date.
        fresh: ids of lines that are priced anew in any case.
    """
    prices: dict[int, PriceReceipt | None] = {}
    for line in lines:
        if line.price_by_hand or line.shipped:
            continue
        after = facts.line_receipt(found, line, day, now)
        if line.id not in fresh:
            before = facts.line_receipt(found, line, day, was)
            if (before and before.price) == (after and after.price):
                continue
        prices[line.id] = after
    return prices


def earned(found: Offers, day: date, lines: Sequence[Row[Any]], now: Together) -> tuple[FreeGoods, ...]:
    """The free goods that the bought lines earn."""
    products = {line.product_id: facts.priced(line) for line in lines}
    return free_goods(
        [
            Bought(product.id, now.products[product.id], free_rule(found, product, day, now))
            for product in products.values()
        ]
    )
