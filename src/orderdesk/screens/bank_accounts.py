"""The bank accounts that a customer is known to pay from; noted here, or learned from what was booked."""

from __future__ import annotations

from functools import partial
from typing import TypeAlias

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import bank
from orderdesk.queries.bank import CustomerAccount, customer_accounts
from orderdesk.queries.settings import settings
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, LookUp, New, Refresh
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (Column("Account", 34), Column("Mandate", 16, share=1), Column("Last seen", 14))
Seen: TypeAlias = tuple[Settings, tuple[CustomerAccount, ...]]


class NoteAccount(New):
    """Note an account that the customer pays from: its IBAN, and the mandate of a direct debit."""

    label = "Account"


class Forget(Command):
    """Forget the highlighted account: what comes from it is not known as the customer's any more."""

    key, rank = "x", 22


class OpenItems(LookUp):
    """The customer's open items."""

    label = "Open items"


def look(reading: Reading, customer: str) -> Seen:
    """What the screen shows, on one snapshot."""
    return settings(reading), customer_accounts(reading, customer)


class BankAccountsScreen(DeskScreen):
    """One customer's bank accounts."""

    commands = (NoteAccount, Forget, OpenItems, Cancel, Refresh)
    heading = "BANK ACCOUNTS"
    help_text = """
An account speaks for the customer when a line of the bank is matched.
Booking a line notes the account that it came from by itself.
"""

    def __init__(self, customer: str) -> None:
        super().__init__()
        self.customer = customer
        self.list = WindowList(COLUMNS, empty="No account is known.")
        self.bar = AskBar(
            Question("iban", "IBAN", width=34, needed=True, limit=60), Question("mandate", "Mandate", limit=40),
            id="account",
        )  # fmt: skip

    def body(self) -> ComposeResult:
        """The accounts, and what asks."""
        yield self.list
        yield Rule()
        yield self.bar

    def on_mount(self) -> None:
        """Read them, while what is typed ahead waits."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """F5."""
        self.held(partial(self.desk.ask, look, self.customer), then=self._seen)

    def _seen(self, seen: Seen) -> None:
        company, accounts = seen
        show = Show(company.money, company.locale)
        self.show_title(f" {self.heading}   {self.customer}")
        self.list.set_rows([Row(one.iban, (one.iban, one.mandate, show.day(one.seen_on))) for one in accounts])

    def action_new(self) -> None:
        """F6."""
        self.bar.open("")

    @on(AskBar.Answered, "#account")
    def _note(self, event: AskBar.Answered) -> None:
        iban, mandate = event.answers["iban"], event.answers["mandate"]

        def noted(kept: str) -> None:
            self.bar.close()
            self.status.done(f"{kept} is noted")
            self.action_refresh()

        work = partial(self.desk.do, bank.account, self.customer, iban, mandate=mandate)
        self.held(work, then=noted, refused=lambda _: self.bar.focus_on("iban"))

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label}: nothing was entered")

    def action_forget(self) -> None:
        """X."""
        iban = self.list.highlighted
        if iban is None:
            self.status.warn("there is no account to forget")
            return

        def forgotten(_: object) -> None:
            self.status.done(f"{iban} is forgotten")
            self.action_refresh()

        self.do(bank.account_remove, self.customer, str(iban), then=forgotten)

    def action_look_up(self) -> None:
        """F4."""
        self.desk_app.go("open_items", self.customer)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
