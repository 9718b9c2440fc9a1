"""What bounds a customer's credit besides its own limit: the group that it shares one with, open orders, the horizon.

For a customer in no group nothing is read. Read it with customer and group locked where a state depends on it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import CreditGroup
from orderdesk.queries.exposure import group_exposure
from orderdesk.queries.settings import settings
from orderdesk.rules import credit
from orderdesk.rules.credit import CreditBounds
from orderdesk.store.transaction import Reading, table

_GROUP = table(CreditGroup)
_ONE = select(_GROUP).where(_GROUP.c.id == bindparam("a_group"))


def credit_bounds(
    reading: Reading, customer: Row[Any], *, without_order: int | None = None, leaving: int | None = None
) -> CreditBounds:
    """The bounds of a customer (a row with `credit_group_id` and `order_limit`); see `exposure` for the rest."""
    group = None
    if customer.credit_group_id is not None:
        row = reading.first(_ONE, a_group=customer.credit_group_id)
        assert row is not None  # a foreign key
        owed = 0
        if row.credit_limit is not None:
            owed = group_exposure(reading, row.id, without_order=without_order, leaving=leaving).total
        group = credit.CreditGroup(row.code, owed, row.credit_limit)
    return CreditBounds(customer.order_limit, group, settings(reading).credit_horizon_days)
