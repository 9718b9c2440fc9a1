"""What holds one order: the figures each hold was raised on, who may release it, and how the customer has paid."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.errors import NotFound
from orderdesk.models import Application, Customer, Hold, Invoice, Order, User
from orderdesk.queries.approval_table import Person, held, own_authorities, people, releases, signature, steps
from orderdesk.queries.settings import settings
from orderdesk.rules.approval import Held, Route, Step, acting_for, releasable_up_to, step_for
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

REMEMBERED = 12  # settled invoices that a customer's habits are read from

_ORDER, _HOLD, _CUSTOMER = table(Order), table(Hold), table(Customer)
_USER, _INVOICE, _APPLICATION = table(User), table(Invoice), table(Application)
_ENTERED = _USER.alias("entered")

_HELD_ORDER = (
    select(
        _ORDER,
        _ENTERED.c.login,
        _CUSTOMER.c.code,
        _CUSTOMER.c.name,
        _CUSTOMER.c.credit_limit,
        _CUSTOMER.c.customer_since,
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_ENTERED, _ENTERED.c.id == _ORDER.c.entered_by, isouter=True)
    .where(_ORDER.c.number == bindparam("a_number"))
)
_OPEN_HOLDS = (
    select(_HOLD).where(_HOLD.c.order_id == bindparam("an_order"), _HOLD.c.state == "open").order_by(_HOLD.c.id)
)
_OLDEST = (
    select(_INVOICE.c.number, _INVOICE.c.due)
    .where(_INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open > 0)
    .order_by(_INVOICE.c.due, _INVOICE.c.id)
    .limit(1)
)
_SETTLED = (
    select(_INVOICE.c.due, func.max(_APPLICATION.c.day).label("settled"))
    .join(_APPLICATION, _APPLICATION.c.invoice_id == _INVOICE.c.id)
    .where(
        _INVOICE.c.customer_id == bindparam("a_customer"),
        _INVOICE.c.open == 0,
        _INVOICE.c.gross > 0,
        _APPLICATION.c.kind == "payment",
    )
    .group_by(_INVOICE.c.id, _INVOICE.c.due)
    .order_by(_INVOICE.c.id.desc())
    .limit(REMEMBERED)
)


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """One open hold.

    Attributes:
        figures: what it was raised on; amounts in minor units, dates as ISO text.
        needs: who can release it, as it is said: approver level 2.
        refusal: why whoever asks may not release it; None when he or she may.
        up_to: the most at stake that whoever asks may release of this kind; None is without bound, 0 is nothing.
        people: the names of those who may release it, deputies with whom they stand in for.
        rule: the hold rule or attribute that raised it; empty for what is built in.
        in_place_of: for whom whoever asks would release it as a deputy.
        signed: who has released it so far, where several have to.
        after: who has to release it after that.
    """

    id: int
    kind: str
    line: int | None
    message: str
    amount: Money
    figures: Mapping[str, int | str | None]
    raised_at: datetime
    needs: str
    refusal: str | None
    up_to: Money | None
    people: tuple[str, ...]
    rule: str = ""
    in_place_of: str = ""
    signed: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Habits:
    """How a customer has paid: of the last `paid` settled invoices so many on time, on average so many days early."""

    paid: int
    on_time: int
    days_early: int


@dataclass(frozen=True, slots=True)
class HoldCard:
    """An order with what holds it, and what is known of the customer.

    Attributes:
        oldest_open: the customer's oldest open invoice and how many days it is late (negative: to come).
    """

    order: int
    state: str
    customer: str
    name: str
    gross: Money
    credit_limit: Money | None
    po_number: str
    wanted_date: date
    entered_by: str
    holds: tuple[HoldFacts, ...]
    oldest_open: tuple[str, int] | None
    habits: Habits
    customer_since: date | None


def hold_card(reading: Reading, order: int) -> HoldCard:
    """What holds an order, with the figures. An order without holds has a card too. Raises NotFound."""
    row = reading.first(_HELD_ORDER, a_number=order)
    if row is None:
        raise NotFound(f"there is no order {order}")
    oldest = reading.first(_OLDEST, a_customer=row.customer_id)
    holds = reading.all(_OPEN_HOLDS, an_order=row.id)
    given = releases(reading, [hold.id for hold in holds])
    return HoldCard(
        order=row.number,
        state=row.state,
        customer=row.code,
        name=row.name,
        gross=row.gross,
        credit_limit=row.credit_limit,
        po_number=row.po_number,
        wanted_date=row.wanted_date,
        entered_by=row.login or "",
        holds=tuple(_facts(reading, hold, row.entered_by, given.get(hold.id, ())) for hold in holds),
        oldest_open=(oldest.number, (reading.today - oldest.due).days) if oldest else None,
        habits=_habits(reading, row.customer_id),
        customer_since=row.customer_since,
    )


def _facts(reading: Reading, hold: Row[Any], entered_by: int, given: Sequence[Row[Any]]) -> HoldFacts:
    company, table_of_steps = settings(reading), steps(reading)
    here = held(hold, entered_by, given)
    mine = own_authorities(reading)
    ruling = acting_for(mine, here, table_of_steps, own_orders=company.own_orders, currency=company.money)
    return HoldFacts(
        id=hold.id,
        kind=hold.kind,
        line=hold.line,
        message=hold.message,
        amount=hold.amount,
        figures=json.loads(hold.figures),
        raised_at=hold.raised_at,
        needs=str(Route(hold.role, hold.level)),
        refusal=ruling if isinstance(ruling, str) else None,
        up_to=releasable_up_to(mine, here.kind, table_of_steps, here.rule),
        people=tuple(
            named
            for person in people(reading)
            if (named := _as_releaser(person, here, table_of_steps, own_orders=company.own_orders)) is not None
        ),
        rule=hold.rule,
        in_place_of="" if isinstance(ruling, str) else ruling.name,
        signed=tuple(signature(row) for row in given if row.covers >= hold.amount),
        after=tuple(str(one) for one in _still_to_come(here, table_of_steps)),
    )


def _as_releaser(person: Person, here: Held, table_of_steps: Sequence[Step], *, own_orders: bool) -> str | None:
    """The name of somebody who may release it, and for whom as a deputy; None for who may not."""
    found = acting_for(person.authorities, here, table_of_steps, own_orders=own_orders)
    if isinstance(found, str):
        return None
    return f"{person.name} for {found.name}" if found.name else person.name


def _still_to_come(here: Held, table_of_steps: Sequence[Step]) -> list[Route]:
    """Who has to release it after whoever does next."""
    step = step_for(here.kind, here.amount, table_of_steps, here.rule)
    return [Route(step.role, level) for level in step.levels[here.given + 1 :]]


def _habits(reading: Reading, customer_id: int) -> Habits:
    early = [(row.due - row.settled).days for row in reading.all(_SETTLED, a_customer=customer_id)]
    return Habits(len(early), sum(days >= 0 for days in early), round(sum(early) / len(early)) if early else 0)
