"""The margin of orders, for those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from orderdesk.queries.settings import settings
from orderdesk.rules.exchange import Exchange
from orderdesk.rules.order_margin import Earned, order_margin
from orderdesk.rules.seeing import MARGIN_SEE, may_see
from orderdesk.store.transaction import Reading


def margin_of(
    reading: Reading, lines: Sequence[Row[Any]], *more: Earned, exchange: Exchange | None = None
) -> int | None:
    """The margin of an order's lines (rows of `facts.LINES`) and more, at what the goods cost now.

    In thousandths of a per cent; None without the right to see it, or without a cost.

    Args:
        more: their nets are in the company's currency.
        exchange: of the order; None is the company's currency.
    """
    if not may_see(reading.who.roles, MARGIN_SEE):
        return None
    ours = (lambda net: net) if exchange is None else exchange.ours
    earned = [Earned(ours(line.net), line.ordered - line.cancelled, line.cost_now) for line in lines]
    return order_margin([*earned, *more], settings(reading).decimals)
