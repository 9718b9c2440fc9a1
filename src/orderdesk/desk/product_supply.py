"""How a product is bought and counted: for the line that asks for it or for the shelf, by how many, how often."""

from __future__ import annotations

from orderdesk.desk.order_lines import dropped
from orderdesk.desk.units import locked_product
from orderdesk.desk.upkeep import changes, member, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Product
from orderdesk.rules.cycle_count import Abc
from orderdesk.store.transaction import Transaction
from orderdesk.values import MAX_QUANTITY, Quantity


@verb("product.supply")
def supply(
    tx: Transaction,
    sku: str,
    *,
    order_driven: bool | None = None,
    order_min: Quantity | None = None,
    order_pack: Quantity | None = None,
    abc: str | None = None,
    drop_ship: bool | None = None,
) -> str:
    """Say how a product is bought and counted; its SKU. What is None stays.

    Args:
        order_driven: each line that is sold asks for what it needs; otherwise the shelf does.
        order_min, order_pack: what is bought at least, and by how many, in stock units; 0 is anything.
        drop_ship: its supplier delivers it to the customer, unless an order's line says otherwise.
        abc: A, B or C for the cycle counts; empty is by what it sells.

    Raises:
        Refused: a service, or made to order: that is driven by its orders anyway.
    """
    row = locked_product(tx, sku)
    if row.kind == "service":
        raise Refused(f"{row.sku} is a service; nothing of it is bought for stock")
    if row.kind == "made_to_order" and order_driven is False:
        raise Refused(f"{row.sku} is made to order; each line asks for its own")
    if drop_ship:
        dropped(row, True)
    wanted = {
        "drop_ship": drop_ship,
        "order_driven": order_driven,
        "order_min": None if order_min is None else whole(order_min, "minimum", MAX_QUANTITY),
        "order_pack": None if order_pack is None else whole(order_pack, "pack", MAX_QUANTITY),
        "abc": None if abc is None else member(Abc, abc.strip().upper(), "class") if abc.strip() else "",
    }
    changed = changes(row, wanted)
    if changed:
        tx.update(Product, row.id, **{column: pair[1] for column, pair in changed.items()})
        tx.record("product.supply", "product", row.id, **changed)
    return str(row.sku)
