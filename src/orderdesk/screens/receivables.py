"""Receivables: who owes what, by how late it is, on any day. The foot proves itself, and against the ledger."""

from __future__ import annotations

from datetime import date

from textual import on
from textual.app import ComposeResult

from orderdesk.errors import BadValue
from orderdesk.queries.receivables import AgedCustomer, AgeingReport, ageing
from orderdesk.queries.settings import settings
from orderdesk.rules.ageing import AgeBy, Ageing
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.open_items import OpenItemsScreen
from orderdesk.settings import Settings
from orderdesk.show import NOTHING, Show
from orderdesk.store.transaction import Reading
from orderdesk.values import Money, parse_date
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.cells import width_of
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.figures import spread
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Piece, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, LookUp, Refresh
from orderdesk.widgets.window_list import Row, WindowList

WIDE = 116  # columns from which every bucket has its own; below that the highlighted customer's stand under the list
_LATE = (Tone.PARTIAL, Tone.WARNING, Tone.REFUSED, Tone.REFUSED)


class AsOf(Command):
    """How it stood on a past day."""

    key, label, rank = "d", "As of", 20


class SwitchDate(Command):
    """Count lateness from the invoice's date, or from the due date again."""

    key, label, rank = "b", "By date", 30


class OtherCustomer(LookUp):
    """The open items of a customer who is not in the list."""

    label = "Customer"


class TakeReceipt(Command):
    """Take money from the highlighted customer."""

    key, label, rank = "r", "Receipt", 15


def look(reading: Reading, as_of: date | None, by: str) -> tuple[Settings, AgeingReport]:
    """What the screen shows, on one snapshot."""
    return settings(reading), ageing(reading, as_of=as_of, by=by)


class ReceivablesScreen(DeskScreen):
    """The ageing of everybody."""

    commands = (TakeReceipt, AsOf, SwitchDate, OtherCustomer, Cancel, Refresh)
    heading = "RECEIVABLES"
    help_text = """
Enter opens a customer's open items; R does, and asks for a receipt at
  once.
The foot adds up the list: not due and the four ages, less what is not
  applied, is the balance; and the balance is what the ledger says.
"""

    def __init__(self) -> None:
        super().__init__()
        self.list = WindowList((), empty="Nobody owes anything.")
        self.ages = Lines(height=1)
        self.proof = Lines(height=3)
        self.day_bar = AskBar(Question("day", "As of (YYYY-MM-DD, empty for now)", width=14), id="day")
        self.customer_bar = AskBar(Question("code", "Customer code", width=20, needed=True, limit=32), id="customer")
        self._as_of: date | None = None
        self._by = AgeBy.DUE
        self._show = Show()
        self._report: AgeingReport | None = None

    def body(self) -> ComposeResult:
        """The list, the highlighted customer's ages, the foot."""
        yield self.list
        yield Rule()
        yield self.ages
        yield self.proof
        yield Rule()
        yield self.day_bar
        yield self.customer_bar

    def on_screen_resume(self) -> None:
        """Somebody comes, or comes back."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read it anew."""
        self.ask(look, self._as_of, self._by, then=self._seen)

    def on_resize(self) -> None:
        """More columns where there is room."""
        if self._report is not None:
            self._paint(self._report)

    # Painting ---------------------------------------------------------------------------------------------------------

    def _seen(self, seen: tuple[Settings, AgeingReport]) -> None:
        company, self._report = seen
        self._show = Show(company.money, company.locale)
        self._paint(self._report)

    def _paint(self, report: AgeingReport) -> None:
        show, width = self._show, self.size.width
        by = "" if report.by is AgeBy.DUE else ", by invoice date"
        when = f"as of {show.day(report.as_of)}" if self._as_of else show.weekday(report.as_of)
        left = f" {self.heading}   {when}{by}"
        self.show_title(spread([left, f"balance {show.money(report.foot.balance)} "], width))
        self.list.columns = columns(report, show, width >= WIDE)
        self.list.set_rows([self._row(row, width >= WIDE) for row in report.rows])
        self.list.set_totals(*self._cells("", report.foot, width >= WIDE))
        self.proof.show(*self._proof(report))
        self._show_ages()

    def _row(self, row: AgedCustomer, wide: bool) -> Row:
        cells: list[Piece] = [*self._cells(f"{row.customer} {row.name}", row.ageing, wide)]
        if not wide:
            cells[3] = lateness(row.ageing)
        return Row(row.customer, tuple(cells))

    def _cells(self, title: str, aged: Ageing, wide: bool) -> tuple[str, ...]:
        ages = [_some(amount, self._show) for amount in aged.buckets]
        late = ages if wide else [_some(sum(aged.buckets), self._show), ""]
        unapplied = _some(-aged.unapplied, self._show)
        return (title, _some(aged.not_due, self._show), *late, unapplied, self._show.money(aged.balance))

    def _proof(self, report: AgeingReport) -> list[Piece]:
        foot, show = report.foot, self._show
        parts = [f"not due {show.money(foot.not_due)}"]
        parts += [f"{label} {show.money(amount)}" for label, amount in zip(foot.labels, foot.buckets, strict=True)]
        sums = f" {' + '.join(parts)}"
        rest = f" − unapplied {show.money(foot.unapplied)} = {show.money(foot.balance)}"
        agrees = state(Tone.DONE, "the ledger says the same")
        if not report.sound:
            agrees = state(Tone.REFUSED, f"the ledger says {show.money(report.ledger)}: run the check")
        head = [sums + rest] if width_of(sums + rest) <= self.size.width else [sums, rest]
        return [*head, Cell(f" {agrees.text}", agrees.tone)]

    @on(WindowList.Highlighted)
    def _show_ages(self) -> None:
        """The highlighted customer's ages, where they have no columns."""
        row = self._highlighted
        if row is None or self.size.width >= WIDE:
            self.ages.show("")
            return
        aged = row.ageing
        parts = [f"{label} {_some(one, self._show)}" for label, one in zip(aged.labels, aged.buckets, strict=True)]
        self.ages.show([Cell(f" {row.customer}  ", Tone.STRONG), " · ".join(parts)])

    @property
    def _highlighted(self) -> AgedCustomer | None:
        rows = self._report.rows if self._report is not None else ()
        return next((row for row in rows if row.customer == self.list.highlighted), None)

    # Going ------------------------------------------------------------------------------------------------------------

    @on(WindowList.Chosen)
    def _open(self, event: WindowList.Chosen) -> None:
        self.app.push_screen(OpenItemsScreen(str(event.key)))

    def action_take_receipt(self) -> None:
        """R: the open items, with the receipt asked for."""
        if self.list.highlighted is None:
            self.action_look_up()
        else:
            self.app.push_screen(OpenItemsScreen(str(self.list.highlighted), take=True))

    def action_look_up(self) -> None:
        """F4: a customer by code."""
        self.customer_bar.open()

    @on(AskBar.Answered, "#customer")
    def _other(self, event: AskBar.Answered) -> None:
        self.customer_bar.close()
        self.app.push_screen(OpenItemsScreen(event.answers["code"].upper()))

    @on(AskBar.Missing)
    def _missing(self) -> None:
        self.refuse("no customer was entered")

    def action_as_of(self) -> None:
        """D."""
        self.day_bar.open(day=self._as_of.isoformat() if self._as_of else "")

    @on(AskBar.Answered, "#day")
    def _day(self, event: AskBar.Answered) -> None:
        typed = event.answers["day"]
        try:
            day = parse_date(typed) if typed else None
        except BadValue as error:
            self.refuse(str(error))
            self.day_bar.focus_on("day")
            return
        self.day_bar.close()
        self._as_of = None if day is None or day >= self.desk.today else day
        self.action_refresh()

    def action_switch_date(self) -> None:
        """B."""
        self._by = AgeBy.INVOICE if self._by is AgeBy.DUE else AgeBy.DUE
        self.action_refresh()

    def action_cancel(self) -> None:
        """F12: now again, or leave."""
        if self._as_of is not None:
            self._as_of = None
            self.action_refresh()
        else:
            self.action_leave()


def columns(report: AgeingReport, show: Show, wide: bool) -> tuple[Column, ...]:
    """The columns, wide enough for every amount in them."""
    titles = ["Not due", *report.foot.labels, "Unapplied", "Balance"]
    if not wide:
        titles = ["Not due", "Overdue", "Oldest", "Unapplied", "Balance"]
    widest = width_of(show.money(max((abs(row.balance) for row in report.rows), default=0)))
    found = [Column("Customer", 12, share=1)]
    for title in titles:
        if title == "Oldest":
            found.append(Column(title, 9))
        else:
            least = widest if title == "Balance" else 0
            found.append(Column(title, max(least, _widest(report, show, title), len(title)), align="right"))
    return tuple(found)


def _widest(report: AgeingReport, show: Show, title: str) -> int:
    def amount(aged: Ageing) -> Money:
        if title in aged.labels:
            return aged.buckets[aged.labels.index(title)]
        found = {"Not due": aged.not_due, "Overdue": sum(aged.buckets), "Unapplied": -aged.unapplied}
        return found.get(title, aged.balance)

    return max(
        (width_of(_some(amount(aged), show)) for aged in (report.foot, *(r.ageing for r in report.rows))), default=0
    )


def lateness(aged: Ageing) -> Cell:
    """How late the oldest of it is, in a word."""
    late = [place for place, amount in enumerate(aged.buckets) if amount > 0]
    if not late:
        return Cell(NOTHING, Tone.MUTED)
    return state(_LATE[min(late[-1], len(_LATE) - 1)], aged.labels[late[-1]].replace("over ", ">"))


def _some(amount: Money, show: Show) -> str:
    return show.money(amount) if amount else NOTHING
