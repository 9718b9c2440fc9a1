"""What is done on a customer's account besides taking money: disputes, promises, refunds, write-offs, set-off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import disputes, receipts, refunds, set_off, write_offs
from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.screens.base import DeskScreen
from orderdesk.show import Show
from orderdesk.values import Money, parse_money
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command


class Dispute(Command):
    """Note that the customer disputes the highlighted invoice: why, how much, who said it."""

    key, rank = "d", 26


class Promise(Command):
    """Note that the customer promised to pay so much by a day."""

    key, rank = "p", 28


class PayBack(Command):
    """Refund what the customer has paid too much; empty is all of it."""

    key, label, rank = "m", "Refund", 30


class Bounce(Command):
    """The highlighted receipt came back: take it back, with the bank's fee."""

    key, rank = "b", 27


class WriteOff(Command):
    """Forgive what is open of the highlighted invoice, as far as your role may."""

    key, label, rank = "w", "Write off", 32


class SetOff(Command):
    """Set all credit and money left against what is open, the oldest due first."""

    key, label, rank = "s", "Set off", 33


class ShowStatement(Command):
    """The statement of account: what was owed, what moved, what is owed."""

    key, label, rank = "t", "Statement", 34


class ShowAccounts(Command):
    """The bank accounts that the customer is known to pay from."""

    key, label, rank = "k", "Bank accounts", 36


ACTS: tuple[type[Command], ...] = (Dispute, Promise, PayBack, Bounce, WriteOff, SetOff, ShowStatement, ShowAccounts)


class AccountActs(DeskScreen):
    """The acts and the bars that ask for them; the screen says which customer, invoice and receipt is meant."""

    customer: str

    def __init__(self) -> None:
        super().__init__()
        self.dispute_bar = AskBar(
            Question("reason", "Reason", width=10, needed=True, limit=20), Question("amount", "Amount", width=10),
            Question("by", "Who", width=12, limit=80), Question("note", "Note", limit=300), id="dispute",
        )  # fmt: skip
        self.promise_bar = AskBar(
            Question("amount", "Amount", width=10, needed=True), Question("day", "By", width=11, needed=True),
            Question("by", "Who", width=12, limit=80), Question("note", "Note", limit=300), id="promise",
        )  # fmt: skip
        self.refund_bar = AskBar(
            Question("amount", "Amount", width=12), Question("reason", "Reason", needed=True, limit=300), id="refund"
        )
        self.bounce_bar = AskBar(
            Question("fee", "Bank's fee", width=10), Question("reason", "Reason", needed=True, limit=300), id="bounce"
        )
        self.write_off_bar = AskBar(
            Question("amount", "Amount", width=12), Question("reason", "Reason", needed=True, limit=300), id="write-off"
        )
        self._about: int | str | None = None

    def act_bars(self) -> ComposeResult:
        """The bars, hidden until one asks."""
        yield self.dispute_bar
        yield self.promise_bar
        yield self.refund_bar
        yield self.bounce_bar
        yield self.write_off_bar

    # What the screen says ---------------------------------------------------------------------------------------------

    def figures(self) -> Show:
        """How amounts are written here."""
        raise NotImplementedError

    def meant_invoice(self) -> str | None:
        """The number of the highlighted invoice that is open."""
        raise NotImplementedError

    def meant_receipt(self) -> int | None:
        """The highlighted receipt."""
        raise NotImplementedError

    def act(self, verb: Callable[..., Any], *args: Any, say: Callable[[Any], str], **named: Any) -> None:
        """Do it, say what was done, and read the account again."""
        raise NotImplementedError

    # Asking -----------------------------------------------------------------------------------------------------------

    def _ask(self, bar: AskBar, about: int | str | None, title: str, missing: str, **values: str) -> None:
        if about is None:
            self.status.warn(missing)
        else:
            self._about = about
            bar.open(title, **values)

    def action_dispute(self) -> None:
        """D."""
        number = self.meant_invoice()
        self._ask(self.dispute_bar, number, f"{number}", "no open invoice is highlighted", reason="quality")

    def action_promise(self) -> None:
        """P."""
        self.promise_bar.open("Promise", day="+7")

    def action_pay_back(self) -> None:
        """M."""
        self.refund_bar.open(f"Refund {self.customer}")

    def action_bounce(self) -> None:
        """B."""
        number = self.meant_receipt()
        self._ask(self.bounce_bar, number, f"Receipt {number} back", "no receipt is highlighted")

    def action_write_off(self) -> None:
        """W."""
        number = self.meant_invoice()
        self._ask(self.write_off_bar, number, f"Write off {number}", "no open invoice is highlighted")

    def action_set_off(self) -> None:
        """S."""
        self.act(set_off.set_off, self.customer, say=lambda done: f"{self.figures().money(done.total)} set off")

    def action_show_statement(self) -> None:
        """T."""
        self.desk_app.go("statement", self.customer)

    def action_show_accounts(self) -> None:
        """K."""
        self.desk_app.go("bank_accounts", self.customer)

    # Answering --------------------------------------------------------------------------------------------------------

    def _amount(self, bar: AskBar, said: Mapping[str, str], name: str = "amount") -> tuple[bool, Money | None]:
        """Whether the amount can be read, and the amount; None where none was said."""
        if not said[name]:
            return True, None
        try:
            show = self.figures()
            return True, parse_money(said[name], decimals=show.currency.decimals, mark=show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            bar.focus_on(name)
            return False, None

    @on(AskBar.Answered, "#dispute")
    def _dispute(self, event: AskBar.Answered) -> None:
        said, about = event.answers, self._about
        good, amount = self._amount(self.dispute_bar, said)
        if good:
            self.dispute_bar.close()
            self.act(
                disputes.open_dispute, about, said["reason"], amount=amount, said_by=said["by"], note=said["note"],
                say=lambda done: f"{self.figures().money(done)} of {about} is disputed",
            )  # fmt: skip

    @on(AskBar.Answered, "#promise")
    def _promise(self, event: AskBar.Answered) -> None:
        said = event.answers
        good, amount = self._amount(self.promise_bar, said)
        if not good:
            return
        try:
            day = read_day(said["day"], self.desk.today, "the day")
        except BadValue as error:
            self.refuse(str(error))
            self.promise_bar.focus_on("day")
            return
        self.promise_bar.close()
        told = f"promised by {self.figures().weekday(day)}"
        self.act(
            disputes.promise, self.customer, amount, day, said_by=said["by"], note=said["note"], say=lambda _: told
        )

    @on(AskBar.Answered, "#refund")
    def _refund(self, event: AskBar.Answered) -> None:
        good, amount = self._amount(self.refund_bar, event.answers)
        if good:
            self.refund_bar.close()
            reason = event.answers["reason"]
            self.act(refunds.pay, self.customer, amount, reason=reason, say=lambda number: f"refund {number} is paid")

    @on(AskBar.Answered, "#bounce")
    def _bounce(self, event: AskBar.Answered) -> None:
        good, fee = self._amount(self.bounce_bar, event.answers, "fee")
        if good:
            self.bounce_bar.close()
            about, reason = self._about, event.answers["reason"]

            def say(charge: str | None) -> str:
                return f"receipt {about} came back" + (f"; {charge} charges the fee on" if charge else "")

            self.act(receipts.bounce, about, reason, fee=fee or 0, say=say)

    @on(AskBar.Answered, "#write-off")
    def _write_off(self, event: AskBar.Answered) -> None:
        good, amount = self._amount(self.write_off_bar, event.answers)
        if good:
            self.write_off_bar.close()
            about, reason = self._about, event.answers["reason"]
            told = f" of {about} written off"
            say: Callable[[Money], str] = lambda done: f"{self.figures().money(done)}{told}"  # noqa: E731
            self.act(write_offs.write_off, about, reason, amount=amount, say=say)
