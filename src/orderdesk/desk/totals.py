"""An order's sums: every line's net, the tax by rate spread back over the lines, and the header that is their sum.

Where its prices include tax, what a line comes to at its price is its gross, and the net is found from that.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from orderdesk.desk.agreed import settle_agreed
from orderdesk.errors import BadValue
from orderdesk.models import Order, OrderLine
from orderdesk.queries.currencies import currency_of
from orderdesk.rules.price import line_net
from orderdesk.rules.tax import TaxedLine, Totals, totals
from orderdesk.rules.tax_parts import read
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import MAX_MONEY, money_text

_LINE = table(OrderLine)
_ORDER = table(Order)
_LINES = (
    select(
        *(
            _LINE.c[name]
            for name in (
                "id",
                "ordered",
                "cancelled",
                "price",
                "discount",
                "factor",
                "tax_rate",
                "tax_parts",
                "net",
                "tax",
                "source_line_id",
            )
        ),
        *(_ORDER.c[name] for name in ("currency", "tax_included", "tax_discount")),
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_LINE.c.order_id == bindparam("a_order"))
    .order_by(_LINE.c.position)
)
_SUMS = update(_LINE).where(_LINE.c.id == bindparam("a_line")).values(net=bindparam("a_net"), tax=bindparam("a_tax"))
_HEADER = (
    update(_ORDER)
    .where(_ORDER.c.id == bindparam("a_order"))
    .values(net=bindparam("a_net"), tax=bindparam("a_tax"), gross=bindparam("a_gross"), version=_ORDER.c.version + 1)
)


def recompute(tx: Transaction, order_id: int) -> Totals:
    """Bring an order's sums up to date with its lines, and what they take from quotations and blanket orders.

    Raises:
        BadValue: more money than can be kept.
        Refused: more than is left of what a line takes from.
    """
    lines = tx.all(_LINES, a_order=order_id)
    head = lines[0] if lines else None
    currency = currency_of(tx, head.currency if head else "")
    decimals, included = currency.decimals, head is not None and head.tax_included
    amounts = [
        line_net(line.ordered - line.cancelled, line.price or 0, line.discount, factor=line.factor, decimals=decimals)
        for line in lines
    ]
    if sum(abs(amount) for amount in amounts) > MAX_MONEY:
        most = money_text(MAX_MONEY, decimals)
        raise BadValue(f"the order comes to more than {most}; look at its quantities and prices")
    summed = totals(
        [
            TaxedLine(
                amount,
                line.tax_rate,
                read(line.tax_parts),
                line.ordered - line.cancelled,
                amount if included else None,
            )
            for amount, line in zip(amounts, lines, strict=True)
        ],
        discount=head.tax_discount if head else 0,
        decimals=decimals,
    )
    changed = [
        {"a_line": line.id, "a_net": net, "a_tax": tax}
        for line, net, tax in zip(lines, summed.line_nets, summed.line_taxes, strict=True)
        if (line.net, line.tax) != (net, tax)
    ]
    tx.change_all(_SUMS, changed)
    if any(line.source_line_id is not None for line in lines):
        settle_agreed(tx, order_id)
    tx.change(_HEADER, a_order=order_id, a_net=summed.net, a_tax=summed.tax, a_gross=summed.gross)
    return summed
