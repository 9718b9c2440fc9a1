"""The keys of an order's card, and what is asked for them."""

from __future__ import annotations

from orderdesk.screens.attribute_bar import attribute_bar
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.standard_keys import New, Repeat


class CancelOrder(Command):
    """Take the whole order back, while nothing of it is shipped."""

    key, label, rank = "c", "Cancel it", 30


class Amend(Command):
    """Change the quantity of the highlighted line."""

    key, rank = "a", 25


class ShortClose(Command):
    """Give up what has not been shipped."""

    key, label, rank = "s", "Short-close", 31


class Reopen(Command):
    """Take up again what was given up."""

    key, rank = "o", 32


class Bill(Command):
    """Post the invoice for what is shipped and not billed yet."""

    key, label, rank = "i", "Invoice", 26


class DownPayment(Command):
    """Bill a part of it before it leaves: a percentage, or an amount."""

    key, label, rank = "d", "Down payment", 27


class HoldIt(Command):
    """Hold it by hand, with a reason."""

    key, label, rank = "h", "Hold", 33


class ComesBack(Command):
    """The returns of this order; F6 there agrees to one."""

    key, label, rank = "b", "Returns", 34


class Complain(Command):
    """The complaints about this order; F6 there notes one."""

    key, label, rank = "k", "Complaints", 35


class NotLeft(Command):
    """The highlighted shipment did not leave after all: its goods are ours again, the order waits for a decision."""

    key, label, rank = "x", "Not left", 36


class Goods(Command):
    """Where its goods come from, who waits before it, and another place in the queue."""

    key, rank = "g", 27


class Say(Command):
    """Say one of the company's own attributes of the order, or of the highlighted line."""

    key, label, rank = "t", "Attribute", 36


class Again(Repeat):
    """Order the same again: a new draft with these goods, at today's prices."""

    label = "Again"


class AddLine(New):
    """Add a line to the placed order."""

    label = "Add line"


class TakeMoney(Command):
    """Take money on the order before it is billed: it settles the order's next invoice."""

    key, label, rank = "m", "Money", 28


def bars() -> dict[str, AskBar]:
    """The questions, by what they are for."""
    reason = Question("reason", "Reason", needed=True, limit=300)
    return {
        "amend": AskBar(Question("quantity", "New quantity", width=14, needed=True), id="amend"),
        "down": AskBar(Question("asked", "Percentage or amount", width=16, needed=True), id="down"),
        "cancel": AskBar(reason, id="cancel"),
        "short-close": AskBar(reason, id="short-close"),
        "reopen": AskBar(reason, id="reopen"),
        "hold": AskBar(reason, id="hold"),
        "attribute": attribute_bar(),
        "not-left": AskBar(reason, id="not-left"),
        "add": AskBar(
            Question("sku", "SKU", width=14, needed=True), Question("quantity", "Quantity", width=12, needed=True),
            id="add",
        ),
        "money": AskBar(
            Question("amount", "Amount", width=12, needed=True), Question("method", "Method", width=10),
            Question("reference", "Reference", limit=60), id="money",
        ),
    }  # fmt: skip
