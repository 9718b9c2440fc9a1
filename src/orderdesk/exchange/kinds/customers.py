"""Customers, their other addresses, and who calls for them."""

from __future__ import annotations

from typing import Any

from orderdesk.desk import customers
from orderdesk.desk.addresses import PARTS
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind
from orderdesk.exchange.kinds.lists import PriceLists
from orderdesk.exchange.kinds.rates import known_currency
from orderdesk.exchange.report import Findings
from orderdesk.models import Segment, Terms
from orderdesk.queries import existing
from orderdesk.rules.completeness import BlockLevel
from orderdesk.rules.queue import DeliveryRule
from orderdesk.store.transaction import Transaction

PLACE = ("street", "city", "region", "postcode", "country")
_STANDARD_WORDS = {"block": tuple(BlockLevel), "delivery_rule": tuple(DeliveryRule)}
_CALLER = ("contact", "contact_role", "phone", "email")


class Customers(Importer):
    """Customers with their billing address and the first of their contacts."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.segments = existing.by_code(tx, Segment)
        self.terms = existing.by_code(tx, Terms)
        self.lists = PriceLists(tx)

    def take(self, cells: Cells) -> None:
        """Enter the customer, or bring it up to date with what the file says."""
        code = cells.key()
        said = self._said(cells)
        guards = self._guards(cells)
        caller = {column: cells.text(column, limit=100) for column in _CALLER if cells.has(column)}
        if not cells.good or not self.first_time(cells, "code", code):
            return
        if said.get("price_list"):
            self.lists.need(said["price_list"])
        before = len(self.tx.events)
        row = existing.customer(self.tx, code)
        if row is None:
            given = {column: value for column, value in said.items() if value is not None}
            customers.new(self.tx, code, given.pop("name"), **given, **guards)
        else:
            customers.change(self.tx, code, **said)
            customers.limit(self.tx, code, **guards)
        self._caller(code, said["name"], caller)
        self.count(new=row is None, changed=len(self.tx.events) > before)

    def _said(self, cells: Cells) -> dict[str, Any]:
        """What the file says of the customer; a column that it lacks is left out, so that nothing changes there."""
        said: dict[str, Any] = {"name": cells.name()}
        said |= {part: cells.text(part, limit=PARTS[part]) for part in PLACE if cells.has(part)}
        if cells.has("vat_id"):
            said["vat_id"] = cells.text("vat_id", limit=40)
        for column, there, what in (("segment", self.segments, "segment"), ("terms", self.terms, "terms")):
            if cells.has(column):
                row = cells.known(column, there, what)
                said[column] = "" if row is None else row.code
        if cells.has("price_list"):
            said["price_list"] = cells.code("price_list")
        if cells.has("delivery_rule"):
            said["delivery_rule"] = cells.one_of("delivery_rule", _STANDARD_WORDS["delivery_rule"], "partial")
        if cells.has("exempt_reason"):
            said["exempt_reason"] = cells.text("exempt_reason", limit=100)
        if cells.has("currency"):
            said["currency"] = known_currency(self.tx, cells)
        for column, otherwise in (("tax_exempt", False), ("tax_included", False), ("active", True)):
            if cells.has(column):
                said[column] = cells.yes(column, otherwise=otherwise)
        if cells.has("customer_since"):
            said["customer_since"] = cells.day("customer_since")
        if cells.has("note"):
            said["note"] = cells.text("note", limit=1_000)
        if cells.has("language"):
            said["language"] = cells.text("language", limit=8) or "en"
        return said

    def _guards(self, cells: Cells) -> dict[str, Any]:
        guards: dict[str, Any] = {}
        if cells.has("credit_limit"):
            guards["credit_limit"] = cells.money("credit_limit")
        if cells.has("grace_days"):
            guards["grace_days"] = cells.count("grace_days", most=3_650)
        if cells.has("block"):
            guards["block"] = cells.one_of("block", _STANDARD_WORDS["block"], "none")
        return guards

    def _caller(self, code: str, customer_name: str, caller: dict[str, str]) -> None:
        """The contact that stands in the customer's own row; without a name it is the house itself."""
        if any(caller.values()):
            details = {column.removeprefix("contact_"): text for column, text in caller.items() if column != "contact"}
            keep_contact(self.tx, code, caller.get("contact") or customer_name, details)


class Addresses(Importer):
    """Further places that a customer's goods go to; the name tells them apart."""

    def take(self, cells: Cells) -> None:
        """Add the address, or change the one of that name."""
        code = cells.key("customer")
        name = cells.name()
        place = {part: cells.text(part, limit=PARTS[part]) for part in PLACE if cells.has(part)}
        row = existing.customer(self.tx, code) if code else None
        if code and row is None:
            cells.wrong("customer", f"there is no customer {code}")
        if row is None or not cells.good or not self.first_time(cells, "name", (code, name)):
            return
        same = [one for one in existing.addresses(self.tx, row.id) if one.name == name and one.kind == "shipping"]
        before = len(self.tx.events)
        keep_address(self.tx, code, {"name": name, **place}, same[-1].id if same else None)
        self.count(new=not same, changed=len(self.tx.events) > before)


class Contacts(Importer):
    """Who calls for a customer; the name tells them apart."""

    def take(self, cells: Cells) -> None:
        """Add the contact, or change the one of that name."""
        code = cells.key("customer")
        name = cells.name()
        details = {part: cells.text(part, limit=100) for part in ("role", "phone", "email") if cells.has(part)}
        row = existing.customer(self.tx, code) if code else None
        if code and row is None:
            cells.wrong("customer", f"there is no customer {code}")
        if row is None or not cells.good or not self.first_time(cells, "name", (code, name)):
            return
        before = len(self.tx.events)
        new = keep_contact(self.tx, code, name, details)
        self.count(new=new, changed=len(self.tx.events) > before)


def keep_address(tx: Transaction, code: str, parts: dict[str, str], address: int | None = None) -> int:
    """Add a ship-to, or change the one with that id; its id. A part that is not there stays as it is."""
    return customers.address(
        tx,
        code,
        name=parts.get("name"),
        street=parts.get("street"),
        city=parts.get("city"),
        region=parts.get("region"),
        postcode=parts.get("postcode"),
        country=parts.get("country"),
        address=address,
    )


def keep_contact(tx: Transaction, code: str, name: str, details: dict[str, str]) -> bool:
    """Add a contact, or change the one of that name; whether it is new."""
    row = existing.customer(tx, code)
    same = [one for one in existing.contacts(tx, row.id) if one.name == name] if row is not None else []
    customers.contact(tx, code, name, **details, contact=same[0].id if same else None)
    return not same


CUSTOMERS = Kind(
    "customers",
    ("code", "name"),
    ("segment", *PLACE, *_CALLER, "vat_id", "terms", "credit_limit", "grace_days", "block", "delivery_rule",
     "tax_exempt", "exempt_reason", "currency", "tax_included", "price_list", "customer_since", "active", "language",
     "note"),
    Customers,
)  # fmt: skip
ADDRESSES = Kind("addresses", ("customer", "name"), PLACE, Addresses)
CONTACTS = Kind("contacts", ("customer", "name"), ("role", "phone", "email"), Contacts)
