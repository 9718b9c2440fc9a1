"""Taking a customer's money, and taking back what was entered on the account: a receipt, a refund, a promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import disputes, receipts, refunds
from orderdesk.errors import BadValue, OrderdeskError
from orderdesk.queries.receivables import open_items, receipts_of
from orderdesk.screens import open_items_paint as paint
from orderdesk.screens.account_acts import AccountActs
from orderdesk.values import Money, parse_money
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command

NEWEST = 200  # receipts, refunds and promises that are shown


class TakeReceipt(Command):
    """Take money: oldest due first, the rest stays unapplied."""

    key, label, rank = "r", "Receipt", 15


class Reverse(Command):
    """Take the highlighted row below back: a receipt (its invoices are open again), a refund, or a promise."""

    key, label, rank = "u", "Take back", 24


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt, and what it did: how much each invoice's open amount fell, and what is left of it."""

    number: int
    settled: tuple[tuple[str, Money], ...]
    unapplied: Money


class AccountTaking(AccountActs):
    """The bars for money that comes, and for what is taken back; the screen says what is highlighted."""

    def __init__(self) -> None:
        super().__init__()
        self.receipt_bar = AskBar(
            Question("amount", "Amount", width=12, needed=True, limit=24),
            Question("method", "Method", width=10, limit=20),
            Question("reference", "Reference", limit=60),
            id="receipt",
        )
        self.reverse_bar = AskBar(Question("reason", "Reason", needed=True, limit=300), id="reverse")
        self.newest: str | None = None  # the row of the receipt just taken
        self._token = ""
        self._back: tuple[str, int] = "", 0  # what is to be taken back

    def act_bars(self) -> ComposeResult:
        """These, and those of the other acts."""
        yield self.receipt_bar
        yield self.reverse_bar
        yield from super().act_bars()

    def meant_move(self) -> tuple[str, int] | None:
        """What is highlighted of receipts, refunds and promises, and its number."""
        raise NotImplementedError

    # Taking money -----------------------------------------------------------------------------------------------------

    def action_take_receipt(self) -> None:
        """R."""
        self._token = f"receipt {self.customer} {uuid4().hex}"
        self.receipt_bar.open(self.customer, method="transfer")

    @on(AskBar.Answered, "#receipt")
    def _take(self, event: AskBar.Answered) -> None:
        show = self.figures()
        try:
            decimals = show.currency.decimals
            amount = parse_money(event.answers["amount"], decimals=decimals, mark=show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            self.receipt_bar.focus_on("amount")
            return
        method, reference = event.answers["method"] or "transfer", event.answers["reference"]

        def work() -> Taken:
            before = paint.open_by_number(self.desk.ask(open_items, self.customer))
            number = self.desk.do(
                receipts.take, self.customer, amount, method=method, reference=reference, token=self._token
            )
            still = paint.open_by_number(self.desk.ask(open_items, self.customer))
            settled = tuple(
                (name, was - still.get(name, 0)) for name, was in before.items() if was != still.get(name, 0)
            )
            came = self.desk.ask(receipts_of, self.customer, newest=NEWEST)
            return Taken(number, settled, next((one.unapplied for one in came if one.number == number), 0))

        def taken(one: Taken) -> None:
            self.receipt_bar.close()
            self.newest = f"receipt {one.number}"
            parts = [f"{name} {show.money(part)}" for name, part in one.settled]
            parts += [f"{show.money(one.unapplied)} unapplied"] if one.unapplied or not parts else []
            self.status.done(f"receipt {one.number}: {', '.join(parts)}")
            self.action_refresh()

        def trouble(error: Exception) -> None:
            if not isinstance(error, OrderdeskError):
                raise error
            self.refuse(str(error))
            self.receipt_bar.focus_on("amount")

        self.desk_app.run_held(work, taken, trouble)

    def action_refresh(self) -> None:
        """F5: read the account again."""
        raise NotImplementedError

    # Taking back ------------------------------------------------------------------------------------------------------

    def action_reverse(self) -> None:
        """U."""
        meant = self.meant_move()
        if meant is None:
            self.status.warn("there is no receipt, refund or promise to take back")
            return
        self._back = meant
        kind, number = meant
        if kind == "promise":
            self.act(disputes.withdraw, number, say=lambda _: f"promise {number} is withdrawn")
        else:
            self.reverse_bar.open(f"Reverse {kind} {number}")

    @on(AskBar.Answered, "#reverse")
    def _reverse(self, event: AskBar.Answered) -> None:
        self.reverse_bar.close()
        kind, number = self._back
        verb: Callable[..., object] = receipts.reverse if kind == "receipt" else refunds.reverse
        self.act(verb, number, event.answers["reason"], say=lambda _: f"{kind} {number} is reversed")
