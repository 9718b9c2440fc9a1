"""Credit groups: customers who share a limit, as the branches of one house; each may keep its own limit besides."""

from __future__ import annotations

from types import EllipsisType
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.desk import find
from orderdesk.desk.upkeep import add, changes, emptied, named, new_code, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import NotFound, Refused
from orderdesk.models import CreditGroup, Customer
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import visible
from orderdesk.values import MAX_MONEY, Money

_GROUP = table(CreditGroup)
_BY_CODE = select(_GROUP).where(_GROUP.c.code == bindparam("a_code"))


@verb("credit_group.new")
def new(tx: Transaction, code: str, name: str, *, credit_limit: Money | None = None) -> str:
    """Enter a credit group; its code. Raises Refused when it exists.

    Args:
        credit_limit: of all its customers together, in minor units; None is no limit.
    """
    key = new_code(code, "credit group code")
    taken = f"credit group {key} exists already; change its limit, or take another code"
    if tx.first(_BY_CODE, a_code=key) is not None:
        raise Refused(taken)
    limit = None if credit_limit is None else whole(credit_limit, "credit limit", MAX_MONEY)
    kept = CreditGroup(code=key, name=named(name), credit_limit=limit)
    tx.record("credit_group.new", "credit_group", add(tx, kept, taken), code=key, name=kept.name, credit_limit=limit)
    return key


@verb("credit_group.limit")
def limit(
    tx: Transaction, code: str, *, credit_limit: Money | EllipsisType | None = ..., name: str | None = None
) -> str:
    """Change what a group's customers may owe together, or its name; its code. Orders that are placed stay so.

    Args:
        credit_limit: in minor units; None is no limit.
    """
    row = _locked(tx, code)
    wanted: dict[str, Any] = {"name": None if name is None else named(name)}
    if isinstance(credit_limit, int):
        wanted["credit_limit"] = whole(credit_limit, "credit limit", MAX_MONEY)
    changed = changes(row, wanted) | emptied(row, credit_limit=credit_limit is None)
    if changed:
        tx.update(CreditGroup, row.id, **{column: pair[1] for column, pair in changed.items()})
        tx.record("credit_group.limit", "credit_group", row.id, code=row.code, **changed)
    return str(row.code)


@verb("credit_group.join")
def join(tx: Transaction, customer: str, group: str | None) -> str:
    """Put a customer into a credit group, or with None into none; the customer's code.

    Orders that are placed stay so; the next one, and the next goods that leave, are held against the group's limit.
    """
    tx.lock(Customer, [find.customer(tx, customer).id])
    row = find.customer(tx, customer)
    to = None if not group else _found(tx, group)
    tx.lock(CreditGroup, [one for one in (row.credit_group_id, to.id if to else None) if one is not None])
    if row.credit_group_id != (to.id if to else None):
        tx.update(Customer, row.id, credit_group_id=to.id if to else None)
        said = to.code if to else None
        tx.record("credit_group.join", "customer", row.id, code=row.code, group=said)
    return str(row.code)


def _found(tx: Transaction, code: str) -> Row[Any]:
    key = code.strip().upper()
    row = tx.first(_BY_CODE, a_code=key) if find.fits(key) else None
    if row is None:
        raise NotFound(f"there is no credit group {visible(key)[:40]}; orderdesk credit-group list shows them all")
    return row


def _locked(tx: Transaction, code: str) -> Row[Any]:
    tx.lock(CreditGroup, [_found(tx, code).id])
    return _found(tx, code)
