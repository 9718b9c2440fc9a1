"""The price rules as a list to look through: by product, customer or price list; those that ended where they are asked.

In the order in which they were entered, the newest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, not_, or_, select

from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import PriceRule, Product
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.queries.price_rules import ALL_RULES, RULE_CODES, ListedRule, listed_rule
from orderdesk.store.transaction import Reading, table

_RULE, _PRODUCT = table(PriceRule), table(Product)


def _conditions(reading: Reading, wanted: Filter) -> list[Any]:
    asked: list[Any] = []
    if not wanted.flag("ended"):
        asked.append(or_(_RULE.c.valid_to.is_(None), _RULE.c.valid_to >= reading.today))
    for name in ("customer", "list", "category"):
        said = wanted.text(name)
        if said is not None:
            asked.append(RULE_CODES[name] == said.strip().upper())
    sku = wanted.text("product")
    if sku is not None:
        asked.append(_can_apply(sku.strip().upper()))
    levels = wanted.among("level")
    if levels:
        asked.append(_RULE.c.level.in_(levels))
    day = wanted.day("on")
    if day is not None:
        asked += [
            or_(_RULE.c.valid_from.is_(None), _RULE.c.valid_from <= day),
            or_(_RULE.c.valid_to.is_(None), _RULE.c.valid_to >= day),
        ]
    if wanted.flag("free"):
        asked.append(_RULE.c.free_qty > 0)
    if wanted.flag("together"):
        asked.append(_RULE.c.together)
    asked += [func.lower(_RULE.c.name).contains(word.lower(), autoescape=True) for word in wanted.words]
    return asked


def _can_apply(sku: str) -> Any:
    """The rules on the product, on its category, and on everything."""
    of = select(_PRODUCT.c.category_id).where(_PRODUCT.c.sku == sku).scalar_subquery()
    there = select(_PRODUCT.c.id).where(_PRODUCT.c.sku == sku).exists()
    everything = and_(_RULE.c.product_id.is_(None), _RULE.c.category_id.is_(None), there)
    return or_(RULE_CODES["product"] == sku, _RULE.c.category_id == of, everything)


def _page(reading: Reading, wanted: Filter, after: ListedRule | None, size: int) -> Sequence[ListedRule]:
    asked = _conditions(reading, wanted)
    if after is not None:
        asked.append(not_(_RULE.c.id >= after.id))
    statement = ALL_RULES.where(*asked).order_by(_RULE.c.id.desc()).limit(size)
    return [listed_rule(row) for row in reading.all(statement)]


def _sums(reading: Reading, wanted: Filter) -> Sums:
    asked = ALL_RULES.where(*_conditions(reading, wanted))
    found = added_up(reading, asked.with_only_columns(_RULE.c.id.label("amount"), maintain_column_froms=True))
    return Sums(found.count, more=found.more)


PRICES: Listing[ListedRule] = Listing(
    name="prices",
    fields=(
        Field("product", Kind.TEXT, "that can apply to this product"),
        Field("customer", Kind.TEXT, "contracts of this customer"),
        Field("list", Kind.TEXT, "of this price list"),
        Field("category", Kind.TEXT, "on this category"),
        Field("level", Kind.WORDS, "of this kind", ("contract", "list", "promotion")),
        Field("on", Kind.DAY, "that hold on this day"),
        Field("free", Kind.FLAG, "that give free goods"),
        Field("together", Kind.FLAG, "that count an order's lines together"),
        Field("ended", Kind.FLAG, "those that have ended, too"),
    ),
    page=_page,
    key=lambda row: row.id,
    sums=_sums,
    exported=(
        Exported("level", lambda row: row.level),
        Exported("name", lambda row: row.name),
        Exported("customer", lambda row: row.customer),
        Exported("price_list", lambda row: row.price_list),
        Exported("sku", lambda row: row.sku),
        Exported("category", lambda row: row.category),
        Exported("min_qty", lambda row: row.min_qty, "quantity"),
        Exported("max_qty", lambda row: row.max_qty or None, "quantity"),
        Exported("terms", lambda row: row.gives),
        Exported("valid_from", lambda row: row.valid_from),
        Exported("valid_to", lambda row: row.valid_to),
    ),
)
