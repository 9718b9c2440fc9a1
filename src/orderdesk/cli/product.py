"""`orderdesk product`: what is sold."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue
from orderdesk.rules.tax_parts import TaxPart
from orderdesk.texts import visible
from orderdesk.values import parse_date, parse_percent, parse_price, parse_quantity

app = typer_app(
    "What is sold: codes, units, barcodes, taxes.",
    ("product find chai", "product show CHAI", 'product new CHAI "Chai, 20 bags" --list-price 18.00 --cost 10.00'),
)
_Category = Annotated[str | None, typer.Option("--category", metavar="CODE", help="The kind of product.")]
_Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="The stock unit, like pc or kg.")]
_ListPrice = Annotated[str | None, typer.Option("--list-price", metavar="PRICE", help="For one stock unit.")]
_Cost = Annotated[str | None, typer.Option("--cost", metavar="PRICE", help="What one stock unit costs us.")]
_TaxClass = Annotated[str | None, typer.Option("--tax-class", metavar="WORD", help="What it is taxed as.")]
_Min = Annotated[str | None, typer.Option("--min", metavar="QUANTITY", help="The least that is sold.")]
_Multiple = Annotated[str | None, typer.Option("--multiple", metavar="QUANTITY", help="Sold in multiples of.")]
_Supplier = Annotated[str | None, typer.Option("--supplier", metavar="CODE", help="Who sells it to us.")]
_Lead = Annotated[int | None, typer.Option("--lead", metavar="DAYS", min=0, help="Days until it comes.")]
_Reorder = Annotated[str | None, typer.Option("--reorder", metavar="QUANTITY", help="Buy again below this.")]
_Over = Annotated[str | None, typer.Option("--over-delivery", metavar="%", help="May be shipped too much.")]
_Under = Annotated[str | None, typer.Option("--under-delivery", metavar="%", help="May be shipped too little.")]
_Pack = Annotated[
    str | None, typer.Option("--pack", metavar="TEXT", help='How it is packed, like "10 boxes x 20 bags".')
]


@command(app, "find", "product find chai", "product find 4006381333931")
def find(
    session: Session, text: options.MaybeText = None, warehouse: options.Warehouse = None, limit: options.Limit = 20
) -> None:
    """Find products by SKU, barcode, or the beginnings of words, with what is free of each."""
    from orderdesk.queries.look_up import products

    found = session.ask(products, " ".join(text or ()), limit, warehouse=warehouse)
    session.show(found, empty="no product found")


@command(app, "show", "product show CHAI")
def show(session: Session, sku: options.Sku) -> None:
    """Show a product: its units and barcodes, its stock, what is coming."""
    from orderdesk.queries.product_card import product_card

    session.show(session.ask(product_card, sku))


@command(app, "new", 'product new CHAI "Chai, 20 bags" --list-price 18.00 --cost 10.00 --category FOOD')
def new(
    session: Session,
    sku: options.Sku,
    name: options.Name,
    kind: Annotated[
        str, typer.Option("--kind", metavar="WORD", help="stocked, made_to_order, service or kit.")
    ] = "stocked",
    category: _Category = None,
    unit: _Unit = None,
    list_price: _ListPrice = None,
    cost: _Cost = None,
    tax_class: _TaxClass = None,
    min: _Min = None,
    multiple: _Multiple = None,
    supplier: _Supplier = None,
    lead: _Lead = None,
    reorder: _Reorder = None,
    over_delivery: _Over = None,
    under_delivery: _Under = None,
    pack: _Pack = None,
) -> None:
    """Add a product; prints its SKU."""
    from orderdesk.desk import products

    values = given(category=category, unit=unit, tax_class=tax_class, supplier=supplier, lead_days=lead, pack=pack)
    values |= _figures(list_price, cost, min, multiple, reorder, over_delivery, under_delivery)
    stored = session.do(products.new, sku, name, kind=kind, **values)
    session.done(
        "product", stored, f"Product {stored} is added. Put it in stock with: orderdesk stock receive {stored}"
    )


@command(app, "change", "product change CHAI --list-price 19.50", "product change CHAI --discontinued")
def change(
    session: Session,
    sku: options.Sku,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="A new name.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="WORD", help="stocked, made_to_order, service or kit.")
    ] = None,
    category: _Category = None,
    list_price: _ListPrice = None,
    cost: _Cost = None,
    tax_class: _TaxClass = None,
    min: _Min = None,
    multiple: _Multiple = None,
    supplier: _Supplier = None,
    lead: _Lead = None,
    reorder: _Reorder = None,
    over_delivery: _Over = None,
    under_delivery: _Under = None,
    pack: _Pack = None,
    active: Annotated[bool | None, typer.Option("--active/--discontinued", help="Whether it is sold.")] = None,
    version: options.Version = None,
) -> None:
    """Change a product's card; what is not said stays."""
    from orderdesk.desk import products

    values = given(
        name=name, kind=kind, category=category, tax_class=tax_class, supplier=supplier, lead_days=lead, pack=pack,
        active=active, version=version,
    )  # fmt: skip
    values |= _figures(list_price, cost, min, multiple, reorder, over_delivery, under_delivery)
    session.do(products.change, sku, **values)
    session.done("product", sku.upper(), f"Product {sku.upper()} is changed.")


@command(app, "barcode", "product barcode CHAI 4006381333931", "product barcode CHAI 4006381333948 --unit case")
def barcode(
    session: Session,
    sku: options.Sku,
    code: Annotated[str, typer.Argument(metavar="BARCODE", help="A GTIN of 8, 12, 13 or 14 digits.")],
    unit: options.Unit = None,
) -> None:
    """Give a product a barcode, for its stock unit or another."""
    from orderdesk.desk import products

    session.do(products.barcode, sku, code, **given(unit=unit))
    session.done("barcode", code, f"{code} is {sku.upper()}.")


@command(app, "unit", "product unit CHAI case 12")
def unit(
    session: Session,
    sku: options.Sku,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="A word like case.")],
    factor: Annotated[str, typer.Argument(metavar="FACTOR", help="How many stock units make one.")],
) -> None:
    """Sell a product in another unit too."""
    from orderdesk.desk import products

    session.do(products.unit, sku, unit, parse_quantity(factor, what="factor"))
    session.done("unit", unit, f"One {unit} of {sku.upper()} holds {factor}.")


@command(app, "kit", "product kit BOX CHAI=2 TOFU", "product kit BOX CHAI=2 TOFU --shows kit")
def kit(
    session: Session,
    sku: options.Sku,
    components: Annotated[
        list[str], typer.Argument(metavar="SKU[=N]", help="What one kit holds, and how many of it; 1 unless said.")
    ],
    shows: Annotated[
        str | None, typer.Option("--shows", metavar="WORD", help="On documents: components, or kit only.")
    ] = None,
) -> None:
    """Say what a kit is made of, in place of what it was."""
    from orderdesk.desk import kits

    parts = [text.rpartition("=")[::2] if "=" in text else (text, "1") for text in components]
    wanted = [(code, parse_quantity(many, what=f"quantity of {code}")) for code, many in parts]
    session.do(kits.kit, sku, wanted, **given(shows=shows))
    session.done("product", sku.upper(), f"Kit {sku.upper()} holds {', '.join(components)}.")


@command(app, "track", "product track MILK --by lot --shelf 7 --intake 30", "product track DRILL --by serial")
def track(
    session: Session,
    sku: options.Sku,
    by: Annotated[str | None, typer.Option("--by", metavar="WORD", help="none, lot or serial.")] = None,
    serial_at: Annotated[
        str | None, typer.Option("--from", metavar="WORD", help="Serial numbers from receipt on, or at shipping only.")
    ] = None,
    shelf: Annotated[
        int | None, typer.Option("--shelf", metavar="DAYS", min=0, help="A lot must be good so long when it leaves.")
    ] = None,
    intake: Annotated[
        int | None, typer.Option("--intake", metavar="DAYS", min=0, help="And so long when it comes in.")
    ] = None,
) -> None:
    """Say whether a product is kept by lots or serial numbers, and how long they must be good for."""
    from orderdesk.desk import lots

    values = given(tracking=by, serial_at=serial_at, shelf_days=shelf, intake_days=intake)
    session.do(lots.track, sku, **values)
    session.done("product", sku.upper(), f"Product {sku.upper()} is changed. See its lots with: orderdesk lot list")


@command(app, "category", "product category FOOD Food --ceiling 10 --floor 12.5")
def category(
    session: Session,
    code: options.Code,
    name: options.Name,
    ceiling: Annotated[str | None, typer.Option("--ceiling", metavar="%", help="Discount without approval.")] = None,
    floor: Annotated[str | None, typer.Option("--floor", metavar="%", help="Margin without approval.")] = None,
) -> None:
    """Add a kind of product, or change one."""
    from orderdesk.desk import products

    values = given(
        discount_ceiling=None if ceiling is None else parse_percent(ceiling, what="--ceiling"),
        margin_floor=None if floor is None else parse_percent(floor, what="--floor"),
    )
    session.do(products.category, code, name, **values)
    session.done("category", code.upper(), f"Category {code.upper()}.")


@command(app, "supplier", 'product supplier EXOTIC "Exotic Liquids" --lead 7')
def supplier(session: Session, code: options.Code, name: options.Name, lead: _Lead = None) -> None:
    """Add somebody who sells to us."""
    from orderdesk.desk import products

    session.do(products.supplier, code, name, **given(lead_days=lead))
    session.done("supplier", code.upper(), f"Supplier {code.upper()}.")


@command(
    app,
    "tax-rate",
    "product tax-rate standard 19 --from 2027-01-01",
    'product tax-rate luxury --part "GST 6" --part "Luxury 10 on-taxes" --part "Deposit 0.25 each" --from 2027-01-01',
)
def tax_rate(
    session: Session,
    tax_class: Annotated[str, typer.Argument(metavar="CLASS", help="standard, reduced, none, or a word of your own.")],
    valid_from: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day it holds.")],
    rate: Annotated[str | None, typer.Argument(metavar="%", help="Per cent.")] = None,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", metavar="TAX", help='One of several: "NAME %", "NAME % on-taxes", "NAME PRICE each".'),
    ] = None,
) -> None:
    """Set what a tax class is taxed at from a day on: one rate, or several taxes in their order."""
    from orderdesk.desk import products

    percent = None if rate is None else parse_percent(rate, what="tax rate")
    parts = [_tax_part(text) for text in part or ()]
    day = parse_date(valid_from, what="--from")
    session.do(products.tax_rate, tax_class, percent, day, **given(parts=parts or None))
    told = f"{rate} %" if rate is not None else " + ".join(part or ())
    session.done("tax_class", tax_class, f"{tax_class} is taxed at {told} from {valid_from}.")


def _tax_part(text: str) -> TaxPart:
    """`GST 6`, `Luxury 10 on-taxes`, `Deposit 0.25 each`. Raises BadValue."""
    words = text.split()
    how = words.pop() if words and words[-1] in ("on-taxes", "each") else ""
    if len(words) < 2:
        raise BadValue(f'a tax is "NAME %", "NAME % on-taxes" or "NAME AMOUNT each", not {visible(text)[:40]!r}')
    name, value = " ".join(words[:-1]), words[-1]
    if how == "each":
        return TaxPart(name, amount=parse_price(value, what="tax a unit"))
    return TaxPart(name, parse_percent(value, what="tax rate"), on_taxes=how == "on-taxes")


def _figures(
    list_price: str | None,
    cost: str | None,
    minimum: str | None,
    multiple: str | None,
    reorder: str | None,
    over: str | None,
    under: str | None,
) -> dict[str, int]:
    return given(
        list_price=None if list_price is None else parse_price(list_price, what="--list-price"),
        cost=None if cost is None else parse_price(cost, what="--cost"),
        min_qty=None if minimum is None else parse_quantity(minimum, what="--min"),
        multiple=None if multiple is None else parse_quantity(multiple, what="--multiple"),
        reorder_point=None if reorder is None else parse_quantity(reorder, what="--reorder"),
        over_delivery=None if over is None else parse_percent(over, what="--over-delivery"),
        under_delivery=None if under is None else parse_percent(under, what="--under-delivery"),
    )
