"""The lock under which credit is looked at: the customers, and then the groups that they share a limit with.

Every verb takes customers first, in the order of their ids, then groups, then orders, then stock. So two members of one
group wait for each other at the group's row, and nobody waits in a circle. Who moves a customer to another group holds
the customer, so that the group that is locked is the one it is in.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from orderdesk.models import CreditGroup, Customer
from orderdesk.store.transaction import Transaction, table

_CUSTOMER = table(Customer)
_GROUPS = select(_CUSTOMER.c.credit_group_id).where(
    _CUSTOMER.c.id.in_(bindparam("customers", expanding=True)), _CUSTOMER.c.credit_group_id.is_not(None)
)


def lock_buyers(tx: Transaction, customer_ids: Iterable[int]) -> None:
    """Lock customers, and the credit groups that they are in. SQLite has one writer, and needs no more."""
    if tx.dialect == "sqlite":
        return
    customers = sorted(set(customer_ids))
    tx.lock(Customer, customers)
    tx.lock(CreditGroup, [row.credit_group_id for row in tx.all(_GROUPS, customers=customers or [0])])
