"""An order as it would be with one line more: its sum, the customer's credit and the margin, while the line is typed.

By the rules that the order's sums, its tax and the guard go by, so that what is said before Enter is what stands after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, case, func, select, type_coerce

from orderdesk.models import Customer, Order, OrderLine, Product
from orderdesk.models.columns import Whole
from orderdesk.queries import facts, order_wide
from orderdesk.queries.credit_bounds import credit_bounds
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.exposure import exposure, horizon
from orderdesk.queries.live import Credit, LinePreview
from orderdesk.queries.margins import margin_of
from orderdesk.queries.taxes import rate_of, tax_rates
from orderdesk.rules.credit import Exposure, lines_crossing, tightest
from orderdesk.rules.order_margin import Earned
from orderdesk.rules.price import for_unit, line_net
from orderdesk.rules.seeing import MARGIN_SEE, may_see
from orderdesk.rules.tax import TaxedLine, totals
from orderdesk.rules.tax_parts import read
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

_ORDER = table(Order)
_CUSTOMER = table(Customer)
_PRODUCT = table(Product)
_LINE = table(OrderLine)
_STANDS = (_LINE.c.order_id == bindparam("a_order"), _LINE.c.ordered > _LINE.c.cancelled)
_HEAD = (
    select(
        _ORDER.c.billed_ahead,
        *(
            _ORDER.c[name]
            for name in (
                "id",
                "state",
                "type",
                "order_date",
                "customer_id",
                "currency",
                "rate",
                "tax_included",
                "tax_discount",
            )
        ),
        _ORDER.c.wanted_date,
        _CUSTOMER.c.credit_limit,
        _CUSTOMER.c.credit_group_id,
        _CUSTOMER.c.order_limit,
        _CUSTOMER.c.tax_exempt,
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(_ORDER.c.number == bindparam("a_number"))
)
_GOODS = select(_PRODUCT.c.id, _PRODUCT.c.category_id, _PRODUCT.c.tax_class, _PRODUCT.c.cost).where(
    _PRODUCT.c.sku == bindparam("a_sku")
)
# The tax is rounded once a rate, and a line that is not billed yet counts whole: the database may add these up.
_SUMS = (
    select(
        _LINE.c.tax_rate,
        _LINE.c.tax_parts,
        func.sum(_LINE.c.net).label("net"),
        func.sum(_LINE.c.net + _LINE.c.tax).label("gross"),
        func.sum(_LINE.c.ordered - _LINE.c.cancelled).label("quantity"),
        func.sum(case((_LINE.c.invoiced == 0, _LINE.c.net + _LINE.c.tax), else_=0)).label("owed"),
    )
    .where(*_STANDS)
    .group_by(_LINE.c.tax_rate, _LINE.c.tax_parts)
)
_BILLED = select(_LINE.c.ordered, _LINE.c.cancelled, _LINE.c.invoiced, _LINE.c.net, _LINE.c.tax).where(
    *_STANDS, _LINE.c.invoiced != 0
)
# A component costs what its kit costs.
_COST = type_coerce(case((_LINE.c.parent_id.is_not(None), 0), else_=_PRODUCT.c.cost), Whole())
_EARNED = (
    select(_LINE.c.net, _LINE.c.ordered, _LINE.c.cancelled, _COST.label("cost_now"))
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(*_STANDS)
)


@dataclass(frozen=True, slots=True)
class OneMore:
    """What an order comes to with one line more. Amounts in minor units.

    Attributes:
        credit: the customer's, with the whole order in it.
        crosses: this line is the one that carries the customer over its limit.
        margin: of the whole order, in thousandths of a per cent; None without the right to see it.
    """

    net: Money
    tax: Money
    gross: Money
    credit: Credit
    crosses: bool
    margin: int | None


def one_more(reading: Reading, order: int, preview: LinePreview) -> OneMore:
    """The order with the line that a preview is of.

    Raises:
        Refused: the product's tax class has no rate on the order's day.
    """
    head, product = reading.first(_HEAD, a_number=order), reading.first(_GOODS, a_sku=preview.sku)
    assert head is not None and product is not None  # the preview is of them
    exchange = exchange_of(reading, head.currency, head.rate)
    tax = rate_of(tax_rates(reading, head.order_date), product.tax_class, exempt=head.tax_exempt).on(exchange)
    sums = reading.all(_SUMS, a_order=head.id)
    included = head.tax_included
    stands = [
        TaxedLine(
            int(one.net), one.tax_rate, read(one.tax_parts), int(one.quantity), int(one.gross) if included else None
        )
        for one in sums
    ]
    more = TaxedLine(preview.net, tax.rate, tax.parts, preview.quantity, preview.net if included else None)
    others = _others(reading, head, preview, exchange.document.decimals) if preview.order_wide else []
    before, after = (
        totals(lines, discount=head.tax_discount, decimals=exchange.document.decimals)
        for lines in (stands, [*stands, more, *others])
    )
    owed = sum(int(one.owed) for one in sums) + facts.not_billed(reading.all(_BILLED, a_order=head.id))
    owed -= min(owed, head.billed_ahead)
    whole = exchange.ours(owed + after.gross - before.gross)
    owed = exchange.ours(owed)
    adds = whole - owed
    used = exposure(reading, head.customer_id, without_order=head.id)
    bounds = credit_bounds(reading, head, without_order=head.id)
    if (last := horizon(reading)) is not None:
        later = facts.wanted_later(reading, head, reading.all(facts.LINES, a_order=head.id))
        owed = max(0, owed - exchange.ours(later))
        adds = 0 if head.wanted_date > last else adds
    limit = head.credit_limit
    seen = may_see(reading.who.roles, MARGIN_SEE)
    earned = reading.all(_EARNED, a_order=head.id) if seen else ()
    return OneMore(
        net=after.net,
        tax=after.tax,
        gross=after.gross,
        credit=Credit.of(used, owed + adds, limit, bounds),
        crosses=lines_crossing(Exposure(), [owed, adds], tightest(used, limit, bounds)) == 2,
        margin=margin_of(
            reading,
            earned,
            Earned(exchange.ours(after.net - before.net), preview.quantity, product.cost),
            exchange=exchange,
        ),
    )


def _others(reading: Reading, head: Row[Any], preview: LinePreview, decimals: int) -> list[TaxedLine]:
    """By how much the order's other lines change because this one comes: promotions count them together."""
    product = reading.first(_GOODS, a_sku=preview.sku)
    assert product is not None  # the preview is of it
    lines = order_wide.bought(reading.all(facts.LINES, a_order=head.id))
    was, now = order_wide.counted(lines), order_wide.counted(lines)
    now.add(product.id, product.category_id, preview.quantity)
    found = facts.line_offers(reading, facts.customer_of(reading, head), lines, head)
    prices = order_wide.moved(found, head.order_date, lines, was, now)
    changed = []
    for line in lines:
        chosen = prices.get(line.id)
        if chosen is not None:
            price = for_unit(chosen.price, line.factor)
            new = line_net(line.ordered - line.cancelled, price, line.discount, factor=line.factor, decimals=decimals)
            by = new - line.net - (line.tax if head.tax_included else 0)
            changed.append(TaxedLine(by, line.tax_rate, read(line.tax_parts), 0, by if head.tax_included else None))
    return changed
