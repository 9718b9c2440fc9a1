"""What lists of customers ask of a customer's name: the words of their filter, and the field `customer`."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from orderdesk.filters import Filter
from orderdesk.models import Customer
from orderdesk.store.transaction import table
from orderdesk.texts import words

_CUSTOMER = table(Customer)


def named_so(wanted: Filter) -> list[ColumnElement[bool]]:
    """Every word begins a word of the code, the name or the city; the code begins as `customer:` says."""
    search = _CUSTOMER.c.search
    found: list[ColumnElement[bool]] = [
        or_(search.startswith(word, autoescape=True), search.contains(f" {word}", autoescape=True))
        for text in wanted.words
        for word in words(text)
    ]
    code = wanted.text("customer")
    if code is not None:
        found.append(_CUSTOMER.c.code.startswith(code.strip().upper(), autoescape=True))
    return found
