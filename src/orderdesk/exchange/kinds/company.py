"""The small tables that everything else points to: segments, terms, tax rates, categories, warehouses, and the people.

For most of them there is no changing: what is there must be what the file says.
"""

from __future__ import annotations

from typing import Any

from orderdesk.desk import customers, people, products, stock
from orderdesk.desk.rights import ROLES
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind
from orderdesk.exchange.kinds.lists import PriceLists
from orderdesk.exchange.report import Findings
from orderdesk.models import Category, Segment, Terms, Warehouse
from orderdesk.queries import existing
from orderdesk.store.transaction import Transaction


def same(cells: Cells, there: dict[str, Any], said: dict[str, Any]) -> bool:
    """Whether what is there is what the file says; every column in which it is not is an error."""
    for column, value in said.items():
        if there[column] != value:
            cells.wrong(column, f"is {there[column]!s} already, and that is not changed by an import")
    return cells.good


class Segments(Importer):
    """Kinds of customers."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.known = existing.by_code(tx, Segment)
        self.lists = PriceLists(tx)
        self.list_codes = existing.price_list_codes(tx)

    def take(self, cells: Cells) -> None:
        """Enter the segment unless it is there."""
        code, name, price_list = cells.key(), cells.name(), cells.code("price_list")
        if not cells.good or not self.first_time(cells, "code", code):
            return
        row = self.known.get(code)
        if row is None:
            if price_list:
                self.lists.need(price_list)
            customers.segment(self.tx, code, name, price_list=price_list or None)
        else:
            there = {"name": row.name, "price_list": self.list_codes.get(row.price_list_id, "")}
            said = {"name": name} | ({"price_list": price_list} if cells.has("price_list") else {})
            if not same(cells, there, said):
                return
        self.count(new=row is None, changed=False)


class PaymentTerms(Importer):
    """When invoices are due."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.known = existing.by_code(tx, Terms)

    def take(self, cells: Cells) -> None:
        """Enter the terms unless they are there."""
        code, name = cells.key(), cells.name()
        said: dict[str, Any] = {"net_days": cells.count("net_days", most=3_650)} if cells.needed("net_days") else {}
        if cells.has("end_of_month"):
            said["end_of_month"] = cells.yes("end_of_month", otherwise=False)
        if cells.has("discount_days"):
            said["discount_days"] = cells.count("discount_days") if cells.given("discount_days") else None
        if cells.has("discount"):
            said["discount"] = cells.percent("discount") or 0
        if not cells.good or not self.first_time(cells, "code", code):
            return
        row = self.known.get(code)
        if row is None:
            customers.terms(self.tx, code, name, **said)
        elif not same(cells, dict(row._mapping), {"name": name, **said}):
            return
        self.count(new=row is None, changed=False)


class TaxRates(Importer):
    """What a tax class is taxed at from a day on."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.known = existing.tax_rates(tx)

    def take(self, cells: Cells) -> None:
        """Enter the rate unless it is there."""
        name = cells.name("tax_class", limit=32).lower()
        cells.needed("rate")
        rate = cells.percent("rate")
        day = cells.day("valid_from") if cells.needed("valid_from") else None
        if rate is None or day is None or not cells.good or not self.first_time(cells, "valid_from", (name, day)):
            return
        there = self.known.get((name, day))
        if there is None:
            products.tax_rate(self.tx, name, rate, day)
        elif not same(cells, {"rate": there}, {"rate": rate}):
            return
        self.count(new=there is None, changed=False)


class Categories(Importer):
    """Kinds of products."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.known = existing.by_code(tx, Category)

    def take(self, cells: Cells) -> None:
        """Enter the category unless it is there."""
        code, name = cells.key(), cells.name()
        said = {column: cells.percent(column) for column in ("discount_ceiling", "margin_floor") if cells.has(column)}
        if not cells.good or not self.first_time(cells, "code", code):
            return
        row = self.known.get(code)
        if row is None:
            products.category(self.tx, code, name, **said)
        elif not same(cells, dict(row._mapping), {"name": name, **said}):
            return
        self.count(new=row is None, changed=False)


class Warehouses(Importer):
    """Places that goods are in."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.known = existing.by_code(tx, Warehouse)

    def take(self, cells: Cells) -> None:
        """Enter the warehouse unless it is there."""
        code, name = cells.key(), cells.text("name")
        if not cells.good or not self.first_time(cells, "code", code):
            return
        row = self.known.get(code)
        if row is None:
            stock.warehouse(self.tx, code, name)
        elif cells.has("name") and not same(cells, {"name": row.name}, {"name": name}):
            return
        self.count(new=row is None, changed=False)


class Users(Importer):
    """The people who sign in, and their roles with | between them."""

    def take(self, cells: Cells) -> None:
        """Enter the user, or change name and roles."""
        login, name = cells.name("login", limit=64), cells.name()
        roles = tuple(part.strip() for part in cells.text("roles").split("|") if part.strip())
        for role in roles:
            if role not in ROLES:
                cells.wrong("roles", f"there is no role {role}; there are {', '.join(ROLES)}")
        if not roles and cells.good:
            cells.wrong("roles", "names no role; somebody without one could do nothing")
        active = cells.yes("active", otherwise=True) if cells.has("active") else None
        if not cells.good or not self.first_time(cells, "login", login):
            return
        before = len(self.tx.events)
        row = existing.user(self.tx, login)
        if row is None:
            people.new(self.tx, login, name, roles)
            if active is False:
                people.change(self.tx, login, active=False)
        elif (row.name, existing.roles(self.tx, row.id)) != (name, frozenset(roles)) or active not in (
            None,
            row.active,
        ):
            people.change(self.tx, login, name=name, roles=roles, active=active)
        self.count(new=row is None, changed=len(self.tx.events) > before)


SEGMENTS = Kind("segments", ("code", "name"), ("price_list",), Segments)
TERMS = Kind("terms", ("code", "name", "net_days"), ("end_of_month", "discount_days", "discount"), PaymentTerms)
TAX_RATES = Kind("tax_rates", ("tax_class", "rate", "valid_from"), (), TaxRates)
CATEGORIES = Kind("categories", ("code", "name"), ("discount_ceiling", "margin_floor"), Categories)
WAREHOUSES = Kind("warehouses", ("code",), ("name",), Warehouses)
USERS = Kind("users", ("login", "name", "roles"), ("active",), Users)
