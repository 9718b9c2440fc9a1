"""Order entry: the customer, then line after line, without looking at the keyboard.

Every accepted line is saved at once by its verb, and the keys behind it wait for that and for nothing else:
suggestions, stock and credit are looked up beside the keys, and the newest answer counts. Enter on a code that exists
never waits for suggestions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from textual import on

from orderdesk.desk import orders, quotations
from orderdesk.errors import NotFound, OrderdeskError
from orderdesk.header_entry import LEAD
from orderdesk.queries import live, look_up
from orderdesk.queries.live import LiveDraft
from orderdesk.queries.settings import settings
from orderdesk.queries.why import why_line
from orderdesk.screens import order_paint as paint
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.order_lines import FOUND, SUGGEST
from orderdesk.screens.order_submit import OrderSubmission
from orderdesk.screens.order_view import DRAFT
from orderdesk.screens.order_why import explained
from orderdesk.settings import Settings
from orderdesk.widgets.commands import Command
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.paint import Tone
from orderdesk.widgets.standard_keys import (
    Cancel,
    Confirm,
    LookUp,
    New,
    Next,
    Previous,
    Refresh,
    Repeat,
    Same,
    Why,
)

BECAME = {
    "confirmed": "was released: it is confirmed",
    "draft": "was sent back: it is a draft again, and its card says why",
    "held": "is held",
}


class Submit(Confirm):
    """Submit the order: first what would happen, then Enter."""

    label = "Submit"


class AsLast(Repeat):
    """As last time: the customer's last order, usual basket and templates, to be taken line by line."""

    label, rank = "As last time", 42


class Undo(Command):
    """Take back what was entered last."""

    key, rank = "ctrl+z", 66


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who may be meant, where nobody is for certain."""

    found: tuple[look_up.CustomerFound, ...]


class OrderEntryScreen(OrderSubmission):
    """One order after the other."""

    commands = (New, Submit, Why, AsLast, Previous, Next, Refresh, Undo, Cancel)
    field_commands = (LookUp, Same)
    heading = "NEW ORDER"
    help_text = """
A line:   [quantity] code [@price] [-discount%] ["note"]
          12 chai · 6x que · 40 tofu -5% · 2 case chai @200
*12       gives the highlighted line this quantity; - takes it out.
=         as last time: Enter takes the line, a number changes how many.
/         about the whole order: /to, /rule, /note, /carrier, /template;
          /quote makes it a quotation, /until says how long it is good.
Enter     on the empty line opens the total, and once more submits.
Up        goes to the wanted day (fri, +3, 14.11.) and the PO number.
"""

    def __init__(
        self, number: int | None = None, customer: str | None = None, as_last: bool = False, stage: str = "order"
    ) -> None:
        """Go on with a draft, begin an order for a customer, as last time if it is wanted, or ask for whom it is.

        Args:
            stage: quotation, where one is to be begun.
        """
        super().__init__(number)
        self.stage = stage
        self.customer = customer
        self.as_last = as_last

    def on_mount(self) -> None:
        """Ask for the customer, or show the draft."""
        number, self.number = self.number, None
        self.ask_for_customer()
        if number is not None:
            self.held(lambda: (self.desk.ask(settings), self.read(number)), then=self._open)
        elif self.customer is not None:
            self._begin(self.customer)

    # The customer -----------------------------------------------------------------------------------------------------

    def _begin(self, text: str) -> None:
        """Begin an order for the customer who is meant, or show who may be."""
        token = uuid4().hex

        def work() -> tuple[Settings, LiveDraft] | Candidates:
            meant, found = self.desk.ask(look_up.customer, text, FOUND)
            if meant is None:
                return Candidates(found)
            begin = quotations.new if self.stage == "quotation" else orders.new
            number = self.desk.do(begin, meant.code, token=token)
            return self.desk.ask(settings), self.read(number)

        def then(answer: tuple[Settings, LiveDraft] | Candidates) -> None:
            if isinstance(answer, Candidates):
                self.unclear(text, "customer", paint.customer_rows(answer.found))
            else:
                self._open(answer)

        self.held(work, then=then, refused=lambda _: self.give_back(text))

    def _open(self, answer: tuple[Settings, LiveDraft]) -> None:
        """Go on with this draft, written as the company writes."""
        company, draft = answer
        if not draft.stage:
            self.refuse(f"order {draft.number} is {draft.state}, not a draft; open its card to amend it")
            return
        self.learn(company)
        self.number, self.token = draft.number, uuid4().hex
        self.take_up(draft.number)
        self.entry.purpose = "A line: a product with its quantity, a barcode, = as last time, / about the whole order."
        self.po.disabled = self.wanted.disabled = False
        self.suggestions.clear()
        self.paint(draft)
        self.entry.focus()
        if self.as_last:
            self.as_last = False
            self.as_last_time()

    # The field --------------------------------------------------------------------------------------------------------

    @on(EntryField.Typed, "#entry")
    def _typed(self, event: EntryField.Typed) -> None:
        """Look up what it may be, beside the keys."""
        text = event.value.strip()
        self.keep_soon()
        if self.number is not None:
            self.look_at(event.value.lstrip() if text.startswith(LEAD) else text)
        elif text:
            self._ask_customers(text)
        else:
            self.forget_typed()

    def _ask_customers(self, text: str) -> None:
        generation = self.suggestions.asked()

        def then(found: tuple[look_up.CustomerFound, ...]) -> None:
            self.suggestions.show(paint.customer_rows(found), generation)

        self.ask(look_up.customers, text, FOUND, then=then, group=SUGGEST, refused=lambda _: self.suggestions.clear())

    @on(EntryField.LookupWanted, "#entry")
    def _look_up(self) -> None:
        """F4: what the field can take; of an empty one, the first there are."""
        text = self.entry.value.strip()
        if self.number is None:
            self._ask_customers(text)
        else:
            self.look_up_products(text)

    @on(EntryField.RepeatWanted)
    def action_repeat(self) -> None:
        """F9: what this customer had."""
        self.entry.put("")
        self.as_last_time()

    @on(EntryField.Accepted, "#entry")
    def _accepted(self, event: EntryField.Accepted) -> None:
        """Enter."""
        self.forget_typed()
        if self.number is not None:
            self.enter_line(event.value, event.suggestion)
            return
        text = event.suggestion.code if event.suggestion else event.value
        if text:
            self._begin(text)
        else:
            self.status.say("Type the customer's code, or the beginnings of words of the name; F12 leaves")

    @on(EntryField.Pasted, "#entry")
    def _pasted(self, event: EntryField.Pasted) -> None:
        """Several lines at once."""
        if self.number is None:
            self.refuse("several lines were pasted; say first for which customer they are")
        else:
            self.take_all(event.lines)

    # Keys -------------------------------------------------------------------------------------------------------------

    def action_previous(self) -> None:
        """F7."""
        self.grid.move(-1)

    def action_next(self) -> None:
        """F8."""
        self.grid.move(1)

    def action_refresh(self) -> None:
        """F5."""
        if self.draft is not None:
            self.ask(live.draft, self.draft.number, then=partial(self.paint, at=self.at()), group=DRAFT)

    def changed(self) -> None:
        """Goods, credit or the order itself may stand otherwise now; what is being typed stays."""
        if self.draft is not None and self.is_current:
            self.ask(live.draft, self.draft.number, then=self._seen_anew, group=DRAFT, refused=self._gone)

    def _seen_anew(self, draft: LiveDraft) -> None:
        before = self.draft
        if before is None or before.number != draft.number:
            return
        if self.number is None:
            self._became(draft)
        elif not draft.stage:
            self.let_go(draft.number)
            self.ask_for_customer()
            self._became(draft)
        else:
            if before != draft:
                self.paint(draft, at=self.at())
            if self.entry.value:
                self.look_at(self.entry.value.strip())
            else:
                self.look_behind()

    def _became(self, draft: LiveDraft) -> None:
        """Say what somebody else made of the order that is shown and no longer entered."""
        self.draft = draft
        word = "held" if draft.state == "submitted" else draft.state
        if word != self.word:
            self.word = word
            tone = Tone.DONE if word == "confirmed" else Tone.WARNING
            self.status.say(f"order {draft.number} {BECAME.get(word, f'is {word} now')}", tone)
        self.paint_edges()

    def _gone(self, error: OrderdeskError) -> None:
        if self.number is not None and isinstance(error, NotFound):
            self.let_go(self.number)
            self._clear()
            self.status.warn(f"{error}: somebody has thrown it away")

    def action_why(self) -> None:
        """F11: the price receipt, the goods, and every finding."""
        at = self.at()
        if self.draft is None or at is None:
            self.status.say("There is no line yet to explain")
            return
        number = self.draft.number
        self.held(
            partial(self.desk.ask, why_line, number, at),
            then=lambda found: self.desk_app.go("explain", f"WHY?  order {number}", explained(found, self.show)),
        )

    def action_cancel(self) -> None:
        """F12: clear the field, then what is offered; then leave. An empty draft goes, one with lines stays."""
        if self.entry.value or self.suggestions.rows:
            if not self.entry.value:
                self.stop_offering()
            self.entry.put("")
            self.status.clear()
            self.look_at("")
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """F3: back, with the draft kept."""
        self._put_down(lambda: self.app.pop_screen())

    def action_new(self) -> None:
        """F6: the next order."""
        self._put_down(self._clear)

    def _put_down(self, then: Callable[[], object]) -> None:
        """Throw the draft away if it is empty, keep it if not, and go on."""
        number = self.number

        def work() -> str:
            if number is None or self.read(number).lines:
                return "" if number is None else f"order {number} is kept as a draft"
            self.desk.do(orders.discard, number)
            return f"order {number} had no lines; it is gone"

        def done(said: str) -> None:
            self.let_go(number)
            then()
            if said and isinstance(self.app.screen, DeskScreen):
                self.app.screen.status.say(said)

        self.held(work, then=done, refused=lambda _: then())

    def _clear(self) -> None:
        """An empty screen, for the next order."""
        self.draft = None
        self.forget_typed()
        self.forget(DRAFT)
        self.entry.put("")
        for lines in (self.ship, self.credit, self.behind, self.totals):
            lines.show()
        self.po.put("")
        self.wanted.put("")
        self.grid.set_rows([])
        self.show_title(f" {self.heading}")
        self.ask_for_customer()
        self.entry.focus()
