"""What customers call our products: their own codes, which they may order by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from orderdesk.desk import find
from orderdesk.desk.upkeep import add, new_code
from orderdesk.desk.verb import verb
from orderdesk.errors import NotFound, Refused
from orderdesk.models import Customer, CustomerItem, Product
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import visible

_ITEM = table(CustomerItem)
_PRODUCT = table(Product)
_IS = (_ITEM.c.customer_id == bindparam("a_customer"), _ITEM.c.code == bindparam("a_code"))
_ONE = (
    select(_ITEM.c.product_id, _ITEM.c.unit, _PRODUCT.c.sku)
    .join(_PRODUCT, _PRODUCT.c.id == _ITEM.c.product_id)
    .where(*_IS)
)
_CHANGE = update(_ITEM).where(*_IS).values(product_id=bindparam("a_product"), unit=bindparam("in_unit"))
_REMOVE = delete(_ITEM).where(*_IS)
_SKU = select(_PRODUCT.c.id, _PRODUCT.c.name).where(_PRODUCT.c.sku == bindparam("a_code"))


@verb("customer.item")
def item(tx: Transaction, customer: str, code: str, sku: str, *, unit: str | None = None) -> str:
    """Note what a customer calls a product, so that it can be ordered by that; the code as it is kept.

    Args:
        sku: a SKU, or a barcode.
        unit: what they mean by it; the barcode's unit, or the stock unit, unless said.

    Raises:
        Refused: it is our own SKU of another product, which goes before any other code.
        NotFound: no such customer or product, or it is not sold in that unit.
    """
    buyer = _locked(tx, customer)
    kept = new_code(code, "customer's code")
    product, scanned = find.item(tx, sku)
    sold_in = unit or scanned or product.unit
    find.factor(tx, product, sold_in)
    ours = tx.first(_SKU, a_code=kept)
    if ours is not None and ours.id != product.id:
        raise Refused(f"{kept} is our own code for {visible(ours.name)}, and ours goes first; nobody could order by it")
    in_unit = "" if sold_in == product.unit else sold_in
    was = tx.first(_ONE, a_customer=buyer.id, a_code=kept)
    if was is None:
        taken = f"{buyer.code} got the code {kept} from another terminal just now; look at it again"
        add(tx, CustomerItem(customer_id=buyer.id, code=kept, product_id=product.id, unit=in_unit), taken)
        tx.record("customer.item", "customer", buyer.id, code=kept, sku=[None, product.sku], unit=sold_in)
    elif (was.product_id, was.unit) != (product.id, in_unit):
        tx.change(_CHANGE, a_customer=buyer.id, a_code=kept, a_product=product.id, in_unit=in_unit)
        tx.record("customer.item", "customer", buyer.id, code=kept, sku=[was.sku, product.sku], unit=sold_in)
    return kept


@verb("customer.item_remove")
def item_remove(tx: Transaction, customer: str, code: str) -> str:
    """Forget what a customer called a product; the code. Raises NotFound."""
    buyer = _locked(tx, customer)
    kept = new_code(code, "customer's code")
    was = tx.first(_ONE, a_customer=buyer.id, a_code=kept)
    if was is None:
        raise NotFound(f"{buyer.code} has no code {kept}; orderdesk customer items {buyer.code} lists them")
    tx.change(_REMOVE, a_customer=buyer.id, a_code=kept)
    tx.record("customer.item_remove", "customer", buyer.id, code=kept, sku=was.sku)
    return kept


def _locked(tx: Transaction, customer: str) -> Row[Any]:
    buyer = find.customer(tx, customer)
    tx.lock(Customer, [buyer.id])
    return buyer
