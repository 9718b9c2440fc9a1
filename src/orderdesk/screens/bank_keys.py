"""The keys of the bank's lines, and what is asked for them."""

from __future__ import annotations

from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.standard_keys import LookUp, New


class Import(New):
    """Store the statements of a file: CAMT.053, MT940 or CSV."""

    label = "Import"


class BookLine(Command):
    """Book the marked lines, or the highlighted one, as they are proposed. Enter does it too."""

    key, label, rank = "b", "Book", 12


class BookCertain(Command):
    """Book every line whose proposal is certain."""

    key, label, rank = "c", "All certain", 14


class BookOther(Command):
    """Say whose it is and for what, or part it: ERNSH 100.00 INV-2026-0001; ALFKI. Money that went: which receipt."""

    key, label, rank = "o", "Other", 16


class NextProposal(Command):
    """Take the next proposal of the highlighted line as the first."""

    key, label, rank = "n", "Next one", 18


class Ignore(Command):
    """Say that the line is nothing of a customer's: fee, own, supplier, tax, wages or other."""

    key, rank = "i", 20


class Undo(Command):
    """Take back what a booked or ignored line was taken for (state:booked shows them)."""

    key, rank = "u", 22


class OpenAccount(LookUp):
    """The open items of the customer that is proposed."""

    label = "Open items"


def bars() -> dict[str, AskBar]:
    """The questions, by what they are for."""
    reason = Question("reason", "Why", needed=True, limit=300)
    return {
        "file": AskBar(
            Question("file", "File", needed=True, limit=400), Question("account", "Account (CSV)", width=24), id="file"
        ),
        "parts": AskBar(Question("parts", "Customer, amount, invoices", needed=True, limit=400), id="parts"),
        "bounced": AskBar(Question("receipt", "Which receipt came back", width=10, needed=True), id="bounced"),
        "ignore": AskBar(Question("as", "As", width=10, needed=True, limit=20), reason, id="ignore"),
        "undo": AskBar(reason, id="undo"),
    }
