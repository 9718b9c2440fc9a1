"""Price rules. A rule is the same one when everything but its end agrees; another end is a change."""

from __future__ import annotations

from datetime import date
from typing import Any

from orderdesk.desk import prices
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind
from orderdesk.exchange.kinds.lists import PriceLists
from orderdesk.exchange.kinds.rates import known_currency
from orderdesk.exchange.report import Findings
from orderdesk.models import Category, PriceList
from orderdesk.queries import existing
from orderdesk.store.transaction import Transaction

_TOLD_APART_BY = (
    "level", "name", "customer", "price_list", "sku", "category", "min_qty", "max_qty", "price", "discount",
    "valid_from", "combinable", "together", "free", "free_sku", "currency",
)  # fmt: skip


class Prices(Importer):
    """Contract prices, price lists and promotions."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.lists = PriceLists(tx)
        self.counted = {code: str(row.currency) for code, row in existing.by_code(tx, PriceList).items()}
        self.categories = existing.by_code(tx, Category)
        self.known: dict[tuple[Any, ...], tuple[int, date | None]] = {
            tuple(row._mapping[column] for column in _TOLD_APART_BY): (row.id, row.valid_to)
            for row in existing.price_rules(tx)
        }

    def take(self, cells: Cells) -> None:
        """Enter the rule unless it is there; end it on the file's day."""
        said = self._said(cells)
        if not cells.good:
            return
        key = tuple(0 if column == "discount" and said["free"] else said[column] for column in _TOLD_APART_BY)
        if not self.first_time(cells, "level", key):
            return
        valid_to = said.pop("valid_to")
        before = len(self.tx.events)
        there = self.known.get(key)
        if there is None:
            if said["price_list"]:
                self.lists.need(said["price_list"])
            prices.rule(self.tx, said.pop("level"), **said, valid_to=valid_to)
        elif there[1] != valid_to:
            prices.end(self.tx, there[0], valid_to)
        self.count(new=there is None, changed=len(self.tx.events) > before)

    def _said(self, cells: Cells) -> dict[str, Any]:
        level = cells.one_of("level", tuple(prices.LEVELS), "") if cells.needed("level") else ""
        category = cells.known("category", self.categories, "category")
        said: dict[str, Any] = {
            "level": level,
            "name": cells.text("name"),
            "customer": cells.code("customer") or None,
            "price_list": cells.code("price_list") or None,
            "sku": cells.code("sku") or None,
            "category": None if category is None else category.code,
            "min_qty": cells.quantity("min_qty") or 0,
            "max_qty": cells.quantity("max_qty") or 0,
            "price": cells.price("price"),
            "discount": cells.percent("discount"),
            "valid_from": cells.day("valid_from"),
            "valid_to": cells.day("valid_to"),
            "combinable": cells.yes("combinable", otherwise=False),
            "together": cells.yes("together", otherwise=False),
            "free": cells.quantity("free") or 0,
            "free_sku": cells.code("free_sku") or None,
            "currency": "",
        }
        if said["free"] and not (said["price"] or said["discount"]):  # as the verb keeps them
            said["together"], said["discount"] = True, None
        # What the verb would call it, so that the rule is known again.
        said["name"] = said["name"] or said["customer"] or said["price_list"] or "PROMOTION"
        if said["customer"] and existing.customer(self.tx, said["customer"]) is None:
            cells.wrong("customer", f"there is no customer {said['customer']}")
        if said["sku"] and existing.product(self.tx, said["sku"]) is None:
            cells.wrong("sku", f"there is no product {said['sku']}")
        if cells.given("price"):
            said["currency"] = known_currency(self.tx, cells) if cells.given("currency") else self._agreed(said)
        if said["free_sku"] and existing.product(self.tx, said["free_sku"]) is None:
            cells.wrong("free_sku", f"there is no product {said['free_sku']}")
        given = [column for column in ("price", "discount", "free") if cells.given(column)]
        if len(given) > 1:
            cells.wrong(given[-1], "a rule has either a price or a discount or free goods, not both")
        elif not given:
            cells.wrong("price", "is empty, and so are the discount and the free goods; a rule needs one of them")
        for column, wanted in (("customer", "contract"), ("price_list", "list")):
            if level and cells.given(column) != (level == wanted):
                cells.wrong(
                    column, f"a {level} rule {'needs a' if level == wanted else 'has no'} {column.replace('_', ' ')}"
                )
        return said

    def _agreed(self, said: dict[str, Any]) -> str:
        """What a price is in that does not say so: its list's currency, or its contract's customer's."""
        if said["price_list"]:
            return self.counted.get(said["price_list"], "")
        row = existing.customer(self.tx, said["customer"]) if said["customer"] else None
        return "" if row is None else str(row.currency)


PRICES = Kind(
    "prices",
    ("level",),
    ("name", "customer", "price_list", "sku", "category", "min_qty", "max_qty", "price", "discount", "valid_from",
     "valid_to", "combinable", "together", "free", "free_sku", "currency"),
    Prices,
)  # fmt: skip
