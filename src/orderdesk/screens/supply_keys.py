"""What can be done on the supply screen, and what is asked for it."""

from __future__ import annotations

from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.standard_keys import LookUp, New


class AskFor(Command):
    """Ask for what the highlighted product lacks, by pack and minimum."""

    key, label, rank = "r", "Request", 20


class Ordered(Command):
    """The highlighted request was ordered, or its work begun: under which number?"""

    key, rank = "o", 21


class Arrived(Command):
    """The highlighted goods are made, or have come with the transfer: all of them, or so many."""

    key, label, rank = "m", "Made/come", 22


class Withdraw(Command):
    """Withdraw what has not come; what its line waits for is asked for anew."""

    key, rank = "w", 23


class Lost(Command):
    """Goods of the highlighted transfer will not arrive."""

    key, rank = "x", 24


class AskAgain(Command):
    """Ask for what lines wait for and nobody has asked for: a count or a short pick took it away."""

    key, label, rank = "e", "Ask again", 26


class Lapse(Command):
    """Give what was kept for customers until a day that has passed to those who wait."""

    key, label, rank = "l", "Lapsed", 27


class Sweep(Command):
    """Take back what is reserved of lots that may not leave any more, in every warehouse."""

    key, label, rank = "s", "Expired", 28


class SendTransfer(New):
    """Send goods to another warehouse."""

    label = "Transfer"


class OpenProduct(LookUp):
    """Open the product's card."""

    label = "Product"


def bars() -> dict[str, AskBar]:
    """The questions, by what they are for."""
    reason = Question("reason", "Reason", needed=True, limit=300)
    much = Question("quantity", "How many (empty is all)", width=10)
    return {
        "ordered": AskBar(
            Question("source", "Order number", width=16, needed=True, limit=60),
            Question("due", "Due (empty: as asked)", width=12),
            id="ordered",
        ),
        "arrived": AskBar(much, id="arrived"),
        "withdraw": AskBar(reason, id="withdraw"),
        "lost": AskBar(Question("quantity", "How many", width=8, needed=True), reason, id="lost"),
        "send": AskBar(
            Question("source", "From", width=8, needed=True),
            Question("target", "To", width=8, needed=True),
            Question("sku", "SKU", width=12, needed=True),
            Question("quantity", "How many", width=8, needed=True),
            id="send",
        ),
    }
