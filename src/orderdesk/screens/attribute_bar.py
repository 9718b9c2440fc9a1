"""Saying one of the company's own attributes on a card: its word, then its value."""

from __future__ import annotations

from orderdesk.desk import attributes
from orderdesk.desk.holds import Submitted
from orderdesk.desk.upkeep import by_code
from orderdesk.models import Attribute
from orderdesk.rules.attributes import Subject
from orderdesk.store.transaction import Transaction
from orderdesk.widgets.ask_bar import AskBar, Question


def attribute_bar() -> AskBar:
    """Asks for the attribute and its value; an empty value takes it away."""
    return AskBar(
        Question("code", "Attribute", width=14, needed=True, limit=32), Question("value", "Value"), id="attribute"
    )


def say_of_order(tx: Transaction, order: int, code: str, value: str, line: int) -> Submitted:
    """An attribute of the order, or, where it is one of lines, of this line. Raises as `attributes.of_order`."""
    subject = by_code(tx, Attribute, code, "attribute").subject
    of_line = subject in (Subject.LINE, Subject.PRODUCT)
    return attributes.of_order(tx, order, code, value, line=line if of_line else None)
