"""Kits: their components, and the lines that a kit line stands for on an order.

A kit line holds the price; below it stand its components as plain lines at 0, so that allocation, picking and shipping
see goods. What has left of a kit, and what came back, follows its components: `follow` is called by whoever ships or
takes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from orderdesk.desk import find
from orderdesk.desk.units import locked_product
from orderdesk.desk.upkeep import member, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import KitComponent, OrderLine, Product
from orderdesk.queries.taxes import LineTax
from orderdesk.rules import kits as rules
from orderdesk.rules.kits import KitShows
from orderdesk.store.transaction import Reading, Transaction, table
from orderdesk.values import MAX_QUANTITY, ONE, Quantity, quantity_text

MOST_COMPONENTS = 100

_COMPONENT, _PRODUCT, _LINE = table(KitComponent), table(Product), table(OrderLine)
_OF_KIT = (
    select(
        _COMPONENT.c.kit_id, _COMPONENT.c.quantity, _PRODUCT.c.id, _PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.kind,
        _PRODUCT.c.unit, _PRODUCT.c.cost, _PRODUCT.c.tax_class, _PRODUCT.c.active,
    )
    .join(_PRODUCT, _PRODUCT.c.id == _COMPONENT.c.product_id)
    .where(_COMPONENT.c.kit_id.in_(bindparam("kits", expanding=True)))
    .order_by(_COMPONENT.c.kit_id, _COMPONENT.c.id)
)  # fmt: skip
_WITH = select(_COMPONENT.c.kit_id).where(_COMPONENT.c.product_id == bindparam("a_product"))
_DROP = delete(_COMPONENT).where(_COMPONENT.c.kit_id == bindparam("a_kit"))
_OPEN_LINES = (
    select(_LINE.c.id)
    .where(_LINE.c.product_id == bindparam("a_product"), _LINE.c.ordered - _LINE.c.cancelled > _LINE.c.shipped)
    .limit(1)
)
_BELOW = select(_LINE).where(_LINE.c.parent_id == bindparam("a_line")).order_by(_LINE.c.position)
_SCALE = (
    update(_LINE)
    .where(_LINE.c.parent_id == bindparam("a_line"))
    .values(ordered=_LINE.c.per_kit * bindparam("kits") + _LINE.c.cancelled)
)
_DROP_BELOW = delete(_LINE).where(_LINE.c.parent_id == bindparam("a_line"))
_KIT_LINES = (
    select(_LINE)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _PRODUCT.c.kind == "kit")
    .order_by(_LINE.c.position)
)
_PARTS = (
    select(_LINE, _PRODUCT.c.kind, _PRODUCT.c.sku)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _LINE.c.parent_id.is_not(None))
    .order_by(_LINE.c.position)
)


@verb("product.kit")
def kit(
    tx: Transaction, sku: str, components: Sequence[tuple[str, Quantity]], *, shows: str | None = None
) -> tuple[str, ...]:
    """Say what a kit is made of, in place of what it was; the components' SKUs. Orders that stand keep theirs.

    Args:
        components: SKU, and how many stock units of it one kit holds.
        shows: what documents show of it: components, or the kit only.

    Raises:
        Refused: the product is no kit, or a component is itself a kit.
    """
    row = locked_product(tx, sku)
    if row.kind != "kit":
        raise Refused(f"{row.sku} is {row.kind}; make it a kit first: product change {row.sku} --kind kit")
    if not components or len(components) > MOST_COMPONENTS:
        raise BadValue(f"a kit has 1 to {MOST_COMPONENTS} components; {len(components)} are named")
    wanted: dict[int, tuple[Row[Any], Quantity]] = {}
    for code, quantity in components:
        part = find.product(tx, code)
        if part.kind == "kit":
            raise Refused(f"{part.sku} is a kit itself; name what it is made of, kits of kits are not kept")
        if part.id in wanted:
            raise BadValue(f"{part.sku} is named twice; say it once, with the quantity of one kit")
        wanted[part.id] = part, whole(quantity, f"quantity of {part.sku}", MAX_QUANTITY, least=1)
    if all(part.kind == "service" for part, _ in wanted.values()):
        raise Refused(f"{row.sku} needs at least one component that is goods; services alone are sold as services")
    before = {one.sku: one.quantity for one in components_of(tx, [row.id])}
    tx.change(_DROP, a_kit=row.id)
    tx.add_all(
        KitComponent,
        [{"kit_id": row.id, "product_id": key, "quantity": quantity} for key, (_, quantity) in wanted.items()],
    )
    values: dict[str, Any] = {"cost": rules.cost([(part.cost, quantity) for part, quantity in wanted.values()])}
    if shows is not None:
        values["kit_shows"] = member(KitShows, shows, "what documents show")
    tx.update(Product, row.id, **values)
    after = {part.sku: quantity for part, quantity in wanted.values()}
    costs = [row.cost, values["cost"]]
    tx.record("product.kit", "product", row.id, components=[before, after], shows=shows, cost=costs)
    return tuple(after)


def components_of(reading: Reading, kit_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """The components of kits, kit by kit."""
    return reading.all(_OF_KIT, kits=sorted(set(kit_ids)) or [0])


def refresh_costs(tx: Transaction, product_id: int) -> None:
    """A component's cost has changed: so has that of every kit with it."""
    kits = [row.kit_id for row in tx.all(_WITH, a_product=product_id)]
    if not kits:
        return
    parts: dict[int, list[Row[Any]]] = {}
    for one in components_of(tx, kits):
        parts.setdefault(one.kit_id, []).append(one)
    for key, rows in sorted(parts.items()):
        tx.update(Product, key, cost=rules.cost([(one.cost, one.quantity) for one in rows]))


def change_kind(tx: Transaction, product: Row[Any], kind: str) -> None:
    """A product becomes a kit, or is one no more.

    Raises:
        Refused: it is a component itself, it is kept by lots, or orders of it are still to leave.
    """
    if "kit" not in (product.kind, kind):
        return
    if tx.scalar(_OPEN_LINES, a_product=product.id) is not None:
        raise Refused(f"{product.sku} stays {product.kind}: orders of it are still to leave")
    if kind == "kit" and tx.first(_WITH, a_product=product.id) is not None:
        raise Refused(f"{product.sku} is a component of a kit; kits of kits are not kept")
    if kind == "kit" and product.tracking != "none":
        raise Refused(f"{product.sku} is kept by {product.tracking} numbers; a kit is not, its components are")
    if kind != "kit":
        tx.change(_DROP, a_kit=product.id)


def require_whole(sku: str, quantity: Quantity) -> None:
    """Raises BadValue for a part of a kit."""
    if quantity % ONE:
        raise BadValue(f"{sku} is a kit and sold whole; {quantity_text(quantity)} of it cannot be ordered")


def component_tax(tax: LineTax) -> dict[str, Any]:
    """A component's tax columns: its kit's, but for what is asked for each piece, which is asked once, of the kit."""
    return {"tax_rate": tax.rate} if any(part.amount for part in tax.parts) else tax.columns


def explode(
    tx: Transaction, line_id: int, order_id: int, product: Row[Any], ordered: Quantity, first: int, tax: dict[str, Any],
    own: dict[str, Any],
) -> None:  # fmt: skip
    """Write the component lines below a kit line, from a position on; priced 0, taxed as the kit.

    Args:
        own: the kit line's own day and place.

    Raises:
        Refused: nobody has said what the kit is made of.
    """
    parts = components_of(tx, [product.id])
    if not parts:
        raise Refused(f"{product.sku} is a kit without components; say them first: product kit {product.sku}")
    tx.add_all(
        OrderLine,
        [
            {
                "order_id": order_id,
                "position": position,
                "product_id": part.id,
                "description": part.name,
                "unit": part.unit,
                "ordered": ordered // ONE * part.quantity,
                "price": 0,
                "price_source": f"in {product.sku}",
                **tax,
                **own,
                "cost": part.cost,
                "parent_id": line_id,
                "per_kit": part.quantity,
            }
            for position, part in enumerate(parts, start=first)
        ],
    )


def below(reading: Reading, line_id: int) -> Sequence[Row[Any]]:
    """The component lines of a kit line."""
    return reading.all(_BELOW, a_line=line_id)


def refuse_component(reading: Reading, line: Row[Any], what: str) -> None:
    """Raises Refused where a line is a component: it goes with its kit."""
    if line.parent_id is not None:
        at = reading.scalar(select(_LINE.c.position).where(_LINE.c.id == bindparam("a_line")), a_line=line.parent_id)
        raise Refused(f"line {line.position} belongs to the kit on line {at}; {what} the kit, its components follow")


def is_kit(reading: Reading, line: Row[Any]) -> bool:
    """Whether a line is of a kit."""
    return bool(find.product_by_id(reading, line.product_id).kind == "kit")


def scale(tx: Transaction, line_id: int, due: Quantity) -> None:
    """The kit line is of another quantity now: so are its components. For lines that nothing has left of."""
    tx.change(_SCALE, a_line=line_id, kits=due // ONE)


def send(tx: Transaction, line_id: int, own: dict[str, Any]) -> None:
    """The kit line goes on another day or elsewhere: so do its components."""
    for part in below(tx, line_id):
        tx.update(OrderLine, part.id, **own)


def take_out(tx: Transaction, line_id: int) -> None:
    """The kit line goes: so do its components."""
    tx.change(_DROP_BELOW, a_line=line_id)


def follow(tx: Transaction, order_id: int) -> None:
    """Bring what has left and come back of an order's kits up to date with their components. The order is locked."""
    parts: dict[int, list[Row[Any]]] = {}
    for one in tx.all(_PARTS, a_order=order_id):
        if one.kind != "service":
            parts.setdefault(one.parent_id, []).append(one)
    if not parts:
        return
    for line in tx.all(_KIT_LINES, a_order=order_id):
        mine = parts.get(line.id)
        if not mine:
            continue
        due = line.ordered - line.cancelled
        shipped = min(due, rules.complete((one.shipped, one.per_kit) for one in mine))
        returned = min(shipped, rules.complete((one.returned, one.per_kit) for one in mine))
        if (shipped, returned) != (line.shipped, line.returned):
            tx.update(OrderLine, line.id, shipped=shipped, returned=returned)


def refuse_odd(tx: Transaction, order_id: int) -> None:
    """Raises Refused where giving up the rest would leave the customer with parts of a kit that nobody bills."""
    kits = {line.id: line for line in tx.all(_KIT_LINES, a_order=order_id)}
    for one in tx.all(_PARTS, a_order=order_id):
        line = kits[one.parent_id]
        more = rules.odd(one.shipped, one.per_kit, line.shipped) if one.kind != "service" else 0
        if more > 0 and line.shipped < line.ordered - line.cancelled:
            raise Refused(
                f"{quantity_text(more)} of {one.sku} have left that make no whole kit of line {line.position}; ship "
                "what completes it, or take them back first"
            )
