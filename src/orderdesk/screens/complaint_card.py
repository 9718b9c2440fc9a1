"""One complaint: what was said, the remedies line by line, consent, and carrying them out."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import complaints
from orderdesk.errors import BadValue
from orderdesk.queries.complaints import CardRemedy, ComplaintCard, complaint_card
from orderdesk.queries.settings import settings
from orderdesk.screens.paper_card import PaperCard
from orderdesk.screens.return_words import standing
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import parse_price, parse_quantity
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, New, Refresh
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Remedy", 10),
    Column("Line", 5),
    Column("SKU", 11),
    Column("Description", 20, share=1),
    Column("Quantity", 9, align="right"),
    Column("New price", 11, align="right"),
)
KINDS = ("return", "credit", "reduction", "replace")


class AddRemedy(New):
    """Propose what is done about one line."""

    label = "Remedy"


class GoOn(Confirm):
    """The next step: have the remedies approved, or carry the approved ones out."""

    label = "Go on"


class Approve(Command):
    """Consent to the remedies."""

    key, rank = "r", 12


class Reject(Command):
    """Refuse the remedies, with a reason."""

    key, rank = "x", 13


class GiveBack(Command):
    """Give it back for other remedies, with a reason."""

    key, label, rank = "b", "Give back", 14


class OpenOrder(LookUp):
    """Open the order that it is about."""

    label = "Order"


def look(reading: Reading, number: int) -> tuple[Settings, ComplaintCard]:
    """What the screen shows, on one snapshot."""
    return settings(reading), complaint_card(reading, number)


class ComplaintCardScreen(PaperCard[tuple[Settings, ComplaintCard]]):
    """One complaint."""

    commands = (AddRemedy, GoOn, Approve, Reject, GiveBack, OpenOrder, Refresh, Cancel)
    heading = "COMPLAINT"
    help_text = """
F6 proposes a remedy for a line of the order: return (credited when it is
  back), credit (the customer keeps it), reduction (its new price), replace.
F10 has them approved, and when they are, carries them out.
"""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.head = Lines(height=4)
        self.list = WindowList(COLUMNS, empty="No remedy is proposed yet. F6 proposes one.")
        self.foot = Lines()
        self.bars = {
            "remedy": AskBar(
                Question("kind", "Remedy", width=10, needed=True),
                Question("line", "Line", width=4, needed=True),
                Question("quantity", "How many", width=9),
                Question("price", "New price", width=10),
                id="remedy",
            ),
            "reject": AskBar(Question("reason", "Why", needed=True, limit=300), id="reject"),
            "back": AskBar(Question("reason", "Why", needed=True, limit=300), id="back"),
            "settle": AskBar(Question("reason", "Return reason", width=12, needed=True), id="settle"),
        }
        self._show = Show()
        self._card: ComplaintCard | None = None

    def body(self) -> ComposeResult:
        """Head, remedies, what came of them."""
        yield self.head
        yield self.list
        yield self.foot
        yield Rule()
        yield from self.bars.values()

    def question(self) -> Callable[[Reading, int], tuple[Settings, ComplaintCard]]:
        """This one."""
        return look

    def paint(self, answer: tuple[Settings, ComplaintCard]) -> None:
        """In its own currency."""
        company, card = answer
        self._show, self._card = Show(card.currency, company.locale), card
        self._paint(card)

    def _paint(self, card: ComplaintCard) -> None:
        show = self._show
        self.show_title(f" COMPLAINT {card.number}  ", standing(card.state), f"   {card.customer} {card.name}")
        decided = f"{card.decided_by}: {card.decision}" if card.decided_by else card.decision
        self.head.show(
            f" order {card.order}   by {card.entered_by}",
            Cell(f" {card.text}", Tone.STRONG),
            Cell(f" {decided}", Tone.WARNING if card.state == "waiting" else Tone.MUTED),
        )
        self.list.set_rows([self._row(place, one) for place, one in enumerate(card.remedies)])
        made = f"came of it: {', '.join(card.made)}" if card.made else ""
        self.foot.show(Cell(f" remedies come to {show.money(card.value)}   {made}", Tone.STRONG))

    def _row(self, place: int, one: CardRemedy) -> Row:
        price = "" if one.price is None else self._show.price(one.price)
        quantity = self._show.quantity(one.quantity)
        return Row(place, (one.kind, str(one.position), one.sku, one.description, quantity, price))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6."""
        self.bars["remedy"].open("")

    @on(AskBar.Answered, "#remedy")
    def _remedy(self, event: AskBar.Answered) -> None:
        said, mark = event.answers, self._show.decimal_mark
        kind = next((kind for kind in KINDS if kind.startswith(said["kind"].lower())), "")
        try:
            if not kind:
                raise BadValue(f"{said['kind'][:20]!r} is not one of {', '.join(KINDS)}")
            if not said["line"].isdecimal():
                raise BadValue(f"{said['line'][:20]!r} is no line of the order")
            quantity = parse_quantity(said["quantity"], mark=mark) if said["quantity"] else None
            price = parse_price(said["price"], mark=mark) if said["price"] else None
        except BadValue as error:
            self.refuse(str(error))
            return
        event.bar.close()
        self.act(
            complaints.remedy, self.number, kind, int(said["line"]), quantity, price=price,
            say=lambda _: f"{kind} of line {said['line']} is proposed",
        )  # fmt: skip

    def action_confirm(self) -> None:
        """F10."""
        if self._card is not None and self._card.state == "approved":
            self.bars["settle"].open("Carry out:")
        else:
            self.act(complaints.submit, self.number, say=lambda state: f"complaint {self.number} is {state}")

    def action_approve(self) -> None:
        """R."""
        self.act(complaints.approve, self.number, say=lambda _: f"complaint {self.number} is approved")

    def action_reject(self) -> None:
        """X."""
        self.bars["reject"].open("Reject:")

    def action_give_back(self) -> None:
        """B."""
        self.bars["back"].open("Give back:")

    @on(AskBar.Answered)
    def _answered(self, event: AskBar.Answered) -> None:
        if event.bar.id == "settle":
            event.bar.close()
            reason = event.answers["reason"]
            self.act(complaints.settle, self.number, reason=reason, say=lambda papers: f"made: {', '.join(papers)}")
        elif event.bar.id in ("reject", "back"):
            event.bar.close()
            again = event.bar.id == "back"
            said = "given back" if again else "rejected"
            self.act(complaints.reject, self.number, event.answers["reason"], again=again, say=lambda _: said)

    def action_look_up(self) -> None:
        """F4: the order."""
        if self._card is not None:
            self.desk_app.go("order_card", self._card.order)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
