"""A price rule as it is typed in one line: `contract` and `list` by whose it is, the rest as fields.

`list:GASTRO product:CHAI min:24 price:15.90` · `"Ten and one" product:TOFU min:10 free:1 from:2026-12-01`. What is no
field is the rule's name. It is read like a filter, so that nobody learns a second way to type.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from orderdesk.errors import BadValue
from orderdesk.filters import Field, Kind, parse
from orderdesk.values import parse_percent, parse_price, parse_quantity

RULE_FIELDS = (
    Field("customer", Kind.TEXT, "a contract of this customer"),
    Field("list", Kind.TEXT, "a rule of this price list; without either it is a promotion"),
    Field("product", Kind.TEXT, "on one product"),
    Field("category", Kind.TEXT, "on one category; without either on everything"),
    Field("min", Kind.TEXT, "from so many stock units on"),
    Field("max", Kind.TEXT, "up to so many"),
    Field("price", Kind.TEXT, "for one stock unit"),
    Field("off", Kind.TEXT, "per cent off the list price"),
    Field("plus", Kind.TEXT, "per cent on top of it"),
    Field("free", Kind.TEXT, "so many are free for every min bought"),
    Field("gives", Kind.TEXT, "the product that is free; else what was bought"),
    Field("from", Kind.DAY, "the first day"),
    Field("to", Kind.DAY, "the last day"),
    Field("together", Kind.FLAG, "quantities are of all the order's lines that it is for"),
    Field("combinable", Kind.FLAG, "taken off whichever price wins"),
)


def read_rule(text: str, *, today: date, mark: str = ".") -> tuple[str, dict[str, Any]]:
    """What was typed, as the level and the other arguments of the verb `price.rule`.

    Raises:
        BadValue: a field that there is not, a value that cannot be read, or both or none of price, off, plus and free.
    """
    said = parse(text, RULE_FIELDS, today=today, mark=mark)
    given = [name for name in ("price", "off", "plus", "free") if said.text(name) is not None]
    if len(given) != 1:
        raise BadValue("a rule has a price:, or off:, or plus: per cent, or free: goods; one of them")
    customer, price_list = said.text("customer"), said.text("list")
    if customer and price_list:
        raise BadValue("a rule is of a customer: or of a list:, not of both")
    values: dict[str, Any] = {
        "name": " ".join(said.words),
        "customer": customer,
        "price_list": price_list,
        "sku": said.text("product"),
        "category": said.text("category"),
        "free_sku": said.text("gives"),
        "valid_from": said.day("from"),
        "valid_to": said.day("to"),
        "together": said.flag("together"),
        "combinable": said.flag("combinable"),
    }
    for name, argument in (("min", "min_qty"), ("max", "max_qty"), ("free", "free")):
        if (typed := said.text(name)) is not None:
            values[argument] = parse_quantity(typed, mark=mark, what=f"{name}:")
    if (typed := said.text("price")) is not None:
        values["price"] = parse_price(typed, mark=mark)
    if (typed := said.text("off")) is not None:
        values["discount"] = parse_percent(typed, mark=mark, what="off:")
    if (typed := said.text("plus")) is not None:
        values["discount"] = -parse_percent(typed, mark=mark, what="plus:")
    level = "contract" if customer else "list" if price_list else "promotion"
    return level, {name: value for name, value in values.items() if value is not None}
