"""Templates as they are looked up and looked at, and the standing orders that are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select

from orderdesk.errors import NotFound
from orderdesk.models import Customer, OrderTemplate, OrderTemplateLine, Product, ProductUnit, User
from orderdesk.quick_entry import NewLine
from orderdesk.rules.usual import still_sold_in
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import clean, visible, words
from orderdesk.values import ONE, Quantity

_TEMPLATE = table(OrderTemplate)
_LINE = table(OrderTemplateLine)
_CUSTOMER = table(Customer)
_PRODUCT = table(Product)
_UNIT = table(ProductUnit)
_USER = table(User)

_COUNT = select(func.count()).where(_LINE.c.template_id == _TEMPLATE.c.id).scalar_subquery()
_FOUND = (
    select(_TEMPLATE, _CUSTOMER.c.code, _COUNT.label("lines"))
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _TEMPLATE.c.customer_id)
    .order_by(_TEMPLATE.c.customer_id.is_(None), _TEMPLATE.c.name)
)
_FOR_CUSTOMER = _FOUND.where(
    or_(_TEMPLATE.c.customer_id == bindparam("a_customer"), _TEMPLATE.c.customer_id.is_(None))
)
_IS_DUE = (_TEMPLATE.c.next_on <= bindparam("a_today"), _TEMPLATE.c.every_days > 0, _TEMPLATE.c.active)
_DUE = _FOUND.where(*_IS_DUE).order_by(None).order_by(_TEMPLATE.c.next_on, _TEMPLATE.c.name)
_DUE_COUNT = select(func.count()).select_from(_TEMPLATE).where(*_IS_DUE)
_CUSTOMER_ID = select(_CUSTOMER.c.id).where(_CUSTOMER.c.code == bindparam("a_code"))
_CARD = (
    select(_TEMPLATE, _CUSTOMER.c.code, _CUSTOMER.c.name.label("customer_name"), _USER.c.login)
    .join(_USER, _USER.c.id == _TEMPLATE.c.created_by)
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _TEMPLATE.c.customer_id)
    .where(_TEMPLATE.c.name == bindparam("a_name"))
)
LINES = (
    select(
        _LINE, _PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.active, _PRODUCT.c.tax_class,
        _PRODUCT.c.unit.label("stock_unit"),
        _UNIT.c.factor.label("factor_now"),
    )
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .outerjoin(_UNIT, and_(_UNIT.c.product_id == _LINE.c.product_id, _UNIT.c.unit == _LINE.c.unit))
    .where(_LINE.c.template_id == bindparam("a_template"))
    .order_by(_LINE.c.position)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateFound:
    """A template as a list shows it.

    Attributes:
        customer: the code of the one it is for; empty is for whoever orders it.
        lines: how many it has.
        every_days: 0 is no standing order; `next_on` is the day of its next one.
    """

    name: str
    customer: str
    note: str
    lines: int
    every_days: int
    next_on: date | None
    active: bool


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One line of a template, in a unit that it can be ordered in today; `quantity` in stock units.

    Attributes:
        active: whether the product is still sold.
    """

    position: int
    sku: str
    name: str
    unit: str
    factor: Quantity
    quantity: Quantity
    note: str
    active: bool

    @property
    def in_unit(self) -> Quantity:
        """The quantity in `unit`."""
        return self.quantity * ONE // self.factor

    @property
    def entry(self) -> NewLine:
        """The line as it would be typed; a stock unit with a blank needs not be said, and could not."""
        return NewLine(self.sku, self.in_unit, "" if " " in self.unit else self.unit, note=self.note)


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """A template with all that is in it; `customer` is empty when it is for whoever orders it."""

    name: str
    customer: str
    customer_name: str
    note: str
    every_days: int
    next_on: date | None
    active: bool
    created_by: str
    lines: tuple[TemplateLine, ...]


def template_name(text: str) -> str:
    """A template's name as it is kept: cleaned and in lower case. Raises BadValue when it is too long."""
    return clean(text, "template name", limit=60).casefold()


def templates(
    reading: Reading, customer: str | None = None, text: str = "", *, active_only: bool = False
) -> tuple[TemplateFound, ...]:
    """The templates, those for one customer first, then those for everybody, by name.

    Args:
        customer: the code of one customer: only its own and the general ones.
        text: beginnings of words of the name, the note or the customer's code.

    Raises:
        NotFound: no such customer.
    """
    if customer is None:
        rows = reading.all(_FOUND)
    else:
        key = customer.strip().upper()
        customer_id = reading.scalar(_CUSTOMER_ID, a_code=key) if key.isprintable() else None
        if customer_id is None:
            raise NotFound(f"there is no customer {visible(key)[:40]}")
        rows = reading.all(_FOR_CUSTOMER, a_customer=customer_id)
    wanted = words(text)
    return tuple(_found(row) for row in rows if (row.active or not active_only) and _has(row, wanted))


def templates_for(reading: Reading, customer_id: int) -> tuple[TemplateFound, ...]:
    """The templates that may be ordered by a customer now, its own first."""
    return tuple(_found(row) for row in reading.all(_FOR_CUSTOMER, a_customer=customer_id) if row.active)


def template_card(reading: Reading, name: str) -> TemplateCard:
    """One template by its name, in whatever case. Raises NotFound."""
    key = template_name(name)
    row = reading.first(_CARD, a_name=key)
    if row is None:
        raise NotFound(f"there is no template {visible(key)[:60]}; orderdesk template list shows them all")
    lines = tuple(line_of(line) for line in reading.all(LINES, a_template=row.id))
    return TemplateCard(
        row.name, row.code or "", row.customer_name or "", row.note, row.every_days, row.next_on, row.active,
        row.login, lines,
    )  # fmt: skip


def due(reading: Reading) -> tuple[TemplateFound, ...]:
    """The standing orders whose day has come, the longest due first."""
    return tuple(_found(row) for row in reading.all(_DUE, a_today=reading.today))


def due_count(reading: Reading) -> int:
    """How many standing orders are due."""
    return int(reading.scalar(_DUE_COUNT, a_today=reading.today))


def line_of(row: Row[Any]) -> TemplateLine:
    """A row of `LINES`, in the unit that it can be ordered in today."""
    unit, factor = still_sold_in(row.quantity, row.unit, row.factor, row.stock_unit, row.factor_now)
    return TemplateLine(row.position, row.sku, row.name, unit, factor, row.quantity, row.note, row.active)


def _found(row: Row[Any]) -> TemplateFound:
    return TemplateFound(row.name, row.code or "", row.note, row.lines, row.every_days, row.next_on, row.active)


def _has(row: Row[Any], wanted: Sequence[str]) -> bool:
    there = words(f"{row.name} {row.note} {row.code or ''}")
    return all(any(word.startswith(one) for word in there) for one in wanted)
