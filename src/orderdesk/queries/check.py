"""Whether the books are sound: every figure that is kept for speed against what it must add up to.

Each invariant is one statement over the whole database that finds what breaks it. A sound database finds nothing; the
commands that look after the store say so, and the tests run it after every step.
"""

from __future__ import annotations

from orderdesk.queries.check_account import ACCOUNT
from orderdesk.queries.check_billing import BILLING
from orderdesk.queries.check_goods import GOODS
from orderdesk.queries.check_kinds import KINDS
from orderdesk.queries.check_lots import LOTS
from orderdesk.queries.check_money import MONEY
from orderdesk.queries.check_orders import ORDERS
from orderdesk.queries.check_prices import PRICES
from orderdesk.queries.check_quotations import QUOTATIONS
from orderdesk.queries.check_returns import RETURNS
from orderdesk.store.transaction import Reading

INVARIANTS = (*GOODS, *LOTS, *ORDERS, *KINDS, *QUOTATIONS, *MONEY, *BILLING, *RETURNS, *ACCOUNT, *PRICES)


def check(reading: Reading) -> tuple[str, ...]:
    """Every broken invariant of the snapshot as a sentence with its figures; empty when all is sound."""
    return tuple(
        invariant.sentence(row) for invariant in INVARIANTS for row in reading.connection.execute(invariant.broken)
    )
