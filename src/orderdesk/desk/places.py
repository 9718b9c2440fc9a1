"""The places that goods are in: warehouses, and the bins whose codes sort in walking order."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from orderdesk.desk import find, goods
from orderdesk.desk.upkeep import add, new_code
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Bin, Stock, Warehouse
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean

_WAREHOUSE = table(Warehouse)
_BIN = table(Bin)
_STOCK = table(Stock)
_WAREHOUSE_CODE = select(_WAREHOUSE.c.id).where(_WAREHOUSE.c.code == bindparam("a_code"))
_BIN_CODE = select(_BIN.c.id).where(_BIN.c.warehouse_id == bindparam("a_warehouse"), _BIN.c.code == bindparam("a_code"))
_BIN_OF = select(_BIN.c.code).where(_BIN.c.id == bindparam("a_bin"))
_HOME = update(_STOCK).where(_STOCK.c.id == bindparam("a_stock")).values(bin_id=bindparam("a_bin"))


@verb("warehouse.new")
def warehouse(tx: Transaction, code: str, name: str = "") -> str:
    """Enter a place that goods are in. Its code. Raises Refused when it exists."""
    key = new_code(code, "warehouse code")
    taken = f"warehouse {key} exists already"
    if tx.scalar(_WAREHOUSE_CODE, a_code=key) is not None:
        raise Refused(taken)
    kept = Warehouse(code=key, name=clean(name, "name"))
    tx.record("warehouse.new", "warehouse", add(tx, kept, taken), code=key, name=kept.name)
    return key


@verb("stock.bin")
def bin(tx: Transaction, warehouse: str, code: str, *, sku: str | None = None) -> str:
    """Enter a bin, or say that a product's home is there (the bin is made when it is new); the bin's code.

    Raises:
        Refused: the bin exists, and no product is named.
    """
    place = find.warehouse(tx, warehouse)
    key = new_code(code, "bin code")
    taken = f"bin {key} exists in {place.code} already; name the product that goes there"
    bin_id = tx.scalar(_BIN_CODE, a_warehouse=place.id, a_code=key)
    if bin_id is not None and not sku:
        raise Refused(taken)
    if bin_id is None:
        bin_id = add(tx, Bin(warehouse_id=place.id, code=key), taken)
    if not sku:
        tx.record("stock.bin", "warehouse", place.id, bin=key)
        return key
    product = find.product(tx, sku)
    there = goods.lock(tx, place.id, [product.id]).get(product.id)
    before = tx.scalar(_BIN_OF, a_bin=there.bin_id) if there else None
    if there is None:
        taken = f"{product.sku} came to {place.code} at another terminal just now; try again"
        add(tx, Stock(product_id=product.id, warehouse_id=place.id, bin_id=bin_id), taken)
    else:
        tx.change(_HOME, a_stock=there.id, a_bin=bin_id)
    tx.record("stock.bin", "product", product.id, warehouse=place.code, bin=[before, key])
    return key
