"""An order's sums: every line's net, the tax by rate spread back over the lines, and the header that is their sum."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from orderdesk.errors import BadValue
from orderdesk.models import Order, OrderLine
from orderdesk.queries.settings import settings
from orderdesk.rules.price import line_net
from orderdesk.rules.tax import TaxedLine, Totals, totals
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import MAX_MONEY, money_text

_LINE = table(OrderLine)
_ORDER = table(Order)
_LINES = (
    select(
        *(
            _LINE.c[name]
            for name in ("id", "ordered", "cancelled", "price", "discount", "factor", "tax_rate", "net", "tax")
        )
    )
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
    """Bring an order's sums up to date with its lines.

    Raises:
        BadValue: more money than can be kept.
    """
    decimals = settings(tx).decimals
    lines = tx.all(_LINES, a_order=order_id)
    nets = [
        line_net(line.ordered - line.cancelled, line.price or 0, line.discount, factor=line.factor, decimals=decimals)
        for line in lines
    ]
    if sum(abs(net) for net in nets) > MAX_MONEY:
        most = money_text(MAX_MONEY, decimals)
        raise BadValue(f"the order comes to more than {most}; look at its quantities and prices")
    summed = totals([TaxedLine(net, line.tax_rate) for net, line in zip(nets, lines, strict=True)])
    changed = [
        {"a_line": line.id, "a_net": net, "a_tax": tax}
        for line, net, tax in zip(lines, nets, summed.line_taxes, strict=True)
        if (line.net, line.tax) != (net, tax)
    ]
    tx.change_all(_SUMS, changed)
    tx.change(_HEADER, a_order=order_id, a_net=summed.net, a_tax=summed.tax, a_gross=summed.gross)
    return summed
