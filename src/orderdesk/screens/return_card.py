"""One return: what was agreed, what came and what became of it, what followed; take in, credit, replace, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import return_goods, return_money, returns
from orderdesk.errors import BadValue
from orderdesk.queries.returns import CardLine, ReturnCard, return_card
from orderdesk.queries.settings import settings
from orderdesk.screens.paper_card import PaperCard
from orderdesk.screens.return_words import standing
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import parse_quantity
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, Refresh
from orderdesk.widgets.window_list import Row, WindowList

LINES = (
    Column("Line", 5),
    Column("SKU", 11),
    Column("Description", 20, share=1),
    Column("Agreed", 9, align="right"),
    Column("Came", 9, align="right"),
    Column("Credited", 9, align="right"),
)
FOLLOWED = (Column("When", 14), Column("What", 14), Column("", 30, share=1))


class TakeIn(Confirm):
    """Take in what came of the highlighted line, and say what becomes of it."""

    label = "Take in"


class Credit(Command):
    """Credit what came back and was billed."""

    key, rank = "c", 20


class ReplaceGoods(Command):
    """Draft an order with the same goods, for nothing."""

    key, label, rank = "p", "Replace", 21


class SentToVendor(Command):
    """What was kept apart has gone to its vendor."""

    key, label, rank = "v", "Sent to vendor", 22


class Authorise(Command):
    """Consent to it."""

    key, rank = "r", 12


class Refuse(Command):
    """Refuse it, with a reason."""

    key, rank = "x", 13


class EndIt(Command):
    """Nothing more is expected: end it, with a reason."""

    key, label, rank = "e", "End it", 30


class OpenOrder(LookUp):
    """Open the order that the goods were sold with."""

    label = "Order"


def look(reading: Reading, number: int) -> tuple[Settings, ReturnCard]:
    """What the screen shows, on one snapshot."""
    return settings(reading), return_card(reading, number)


class ReturnCardScreen(PaperCard[tuple[Settings, ReturnCard]]):
    """One return."""

    commands = (TakeIn, Authorise, Refuse, Credit, ReplaceGoods, SentToVendor, EndIt, OpenOrder, Refresh, Cancel)
    heading = "RETURN"
    help_text = """
F10 takes in what came of the highlighted line: how many, and what becomes
  of them: restock (sold again), scrap, or vendor (kept apart for them).
C credits what came and was billed, less the fee of its reason.
P drafts an order with the same goods for nothing.
"""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.head = Lines(height=3)
        self.lines = WindowList(LINES, empty="No lines.", id="lines")
        self.papers = WindowList(FOLLOWED, empty="Nothing came yet.", id="papers")
        why = Question("reason", "Why", needed=True, limit=300)
        self.bars = {
            "take-in": AskBar(
                Question("quantity", "How many", width=9, needed=True),
                Question("became", "becomes", width=9),
                Question("lot", "Lot", width=10, scannable=True),
                Question("note", "Seen", limit=200),
                id="take-in",
            ),
            "refuse": AskBar(why, id="refuse"),
            "end": AskBar(why, id="end"),
            "sent": AskBar(Question("note", "How", limit=200), id="sent"),
        }
        self._show = Show()
        self._card: ReturnCard | None = None

    def body(self) -> ComposeResult:
        """Head, lines, what came and followed."""
        yield self.head
        yield self.lines
        yield Rule()
        yield self.papers
        yield Rule()
        yield from self.bars.values()

    def question(self) -> Callable[[Reading, int], tuple[Settings, ReturnCard]]:
        """This one."""
        return look

    def paint(self, answer: tuple[Settings, ReturnCard]) -> None:
        """In its own currency."""
        company, card = answer
        self._show, self._card = Show(card.currency, company.locale), card
        self._paint(card)

    def _paint(self, card: ReturnCard) -> None:
        show = self._show
        self.show_title(f" RETURN {card.number}  ", standing(card.state), f"   {card.customer} {card.name}")
        fee = f", {show.percent(card.fee)} kept" if card.fee else ""
        decided = f"   {card.decided_by}: {card.decision}" if card.decided_by else ""
        self.head.show(
            f" order {card.order}   {card.reason} {card.reason_name}{fee}   worth {show.money(card.value)}",
            f" of {show.day(card.day)}, valid until {show.day(card.valid_until)}, by {card.entered_by}{decided}",
            Cell(f" {card.needs or card.note}", Tone.WARNING if card.state == "requested" else Tone.MUTED),
        )
        self.lines.set_rows([self._line(line) for line in card.lines])
        rows = [
            Row(
                f"came {place}",
                (
                    show.day(one.day),
                    f"line {one.position}: {show.quantity(one.quantity)}",
                    " · ".join(part for part in (_became(one.became, one.sent_on, show), one.by, one.note) if part),
                ),
            )
            for place, one in enumerate(card.came)
        ]
        rows += [
            Row(f"followed {place}", ("", one.kind, f"{one.document}  {show.money(one.amount) if one.amount else ''}"))
            for place, one in enumerate(card.followed)
        ]
        self.papers.set_rows(rows)

    def _line(self, line: CardLine) -> Row:
        amounts = [self._show.quantity(value) for value in (line.quantity, line.received, line.credited)]
        return Row(line.position, (str(line.position), line.sku, line.description, *amounts))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_confirm(self) -> None:
        """F10: what came of the highlighted line."""
        lines = self._card.lines if self._card else ()
        line = next((one for one in lines if one.position == self.lines.highlighted), None)
        if line is None:
            self.status.warn("no line is highlighted")
            return
        left = self._show.quantity(line.quantity - line.received)
        self.bars["take-in"].open(f"Line {line.position}:", quantity=left, became="restock")

    @on(AskBar.Answered, "#take-in")
    def _take_in(self, event: AskBar.Answered) -> None:
        said, position = event.answers, self.lines.highlighted
        try:
            quantity = parse_quantity(said["quantity"], mark=self._show.decimal_mark)
        except BadValue as error:
            event.bar.focus_on("quantity")
            self.refuse(str(error))
            return
        became = next((kind for kind in ("restock", "scrap", "vendor") if kind.startswith(said["became"].lower())), "")
        if not became:
            event.bar.focus_on("became")
            self.refuse(f"{said['became'][:20]!r} is not restock, scrap or vendor")
            return
        event.bar.close()
        self.act(
            return_goods.receive, self.number, position, quantity, became=became, note=said["note"], lot=said["lot"],
            say=lambda left: f"taken in ({became}); {self._show.quantity(left)} of line {position} still to come",
        )  # fmt: skip

    def action_authorise(self) -> None:
        """R."""
        self.act(returns.authorise, self.number, say=lambda _: f"return {self.number} is authorised")

    def action_refuse(self) -> None:
        """X."""
        self.bars["refuse"].open("Refuse:")

    def action_end_it(self) -> None:
        """E."""
        self.bars["end"].open("End it:")

    def action_sent_to_vendor(self) -> None:
        """V."""
        self.bars["sent"].open("Gone to the vendor:")

    def action_credit(self) -> None:
        """C."""
        self.act(return_money.credit, self.number, say=_credited)

    def action_replace_goods(self) -> None:
        """P."""
        self.do(return_money.replace, self.number, then=lambda order: self.desk_app.go("order_entry", order))

    @on(AskBar.Answered)
    def _answered(self, event: AskBar.Answered) -> None:
        if event.bar.id == "refuse":
            event.bar.close()
            self.act(returns.refuse, self.number, event.answers["reason"], say=lambda _: "refused")
        elif event.bar.id == "end":
            event.bar.close()
            self.act(returns.cancel, self.number, event.answers["reason"], say=lambda _: "nothing more is expected")
        elif event.bar.id == "sent":
            event.bar.close()
            self.act(return_goods.sent, self.number, event.answers["note"], say=lambda _: "noted as sent")

    def action_look_up(self) -> None:
        """F4: the order."""
        if self._card is not None:
            self.desk_app.go("order_card", self._card.order)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()


def _became(word: str, sent_on: Any, show: Show) -> str:
    if word != "vendor":
        return {"restock": "restocked", "scrap": "scrapped"}[word]
    return "for its vendor, " + (f"sent on {show.day(sent_on)}" if sent_on else "kept apart")


def _credited(notes: list[str]) -> str:
    return f"credited with {', '.join(notes)}" if notes else "nothing of it was billed: it is billed less"
