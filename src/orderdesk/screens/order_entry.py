"""Order entry: the customer, then line after line, without looking at the keyboard.

Every accepted line is saved at once by its verb, and the keys behind it wait for that and for nothing else:
suggestions, stock and credit are looked up beside the keys, and the newest answer counts. Enter on a code that exists
never waits for suggestions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from textual import on

from orderdesk.desk import orders
from orderdesk.desk.holds import Submitted
from orderdesk.errors import BadValue
from orderdesk.findings import Severity
from orderdesk.queries import look_up
from orderdesk.queries.live import LiveDraft
from orderdesk.queries.settings import settings
from orderdesk.queries.why import why_line
from orderdesk.quick_entry import typed_day
from orderdesk.screens import order_paint as paint
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.order_lines import DRAFT, FOUND, SUGGEST, LineEntry
from orderdesk.screens.order_view import BEHIND
from orderdesk.screens.order_why import explained
from orderdesk.widgets.cells import cut
from orderdesk.widgets.confirm_bar import ConfirmBar
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, New, Next, Previous, Refresh, Repeat, Why


class Submit(Confirm):
    """Submit the order: first what would happen, then Enter."""

    label = "Submit"


class LastEntry(Repeat):
    """Put what was typed last into the field again."""

    label = "Again"


class OrderEntryScreen(LineEntry):
    """One order after the other."""

    commands = (New, Submit, Why, Previous, Next, Refresh, Cancel)
    field_commands = (LookUp, LastEntry)
    heading = "NEW ORDER"
    help_text = """
A line:   [quantity] code [@price] [-discount%] ["note"]     12 chai   6x que   40 tofu -5%   2 case chai @200
*12       the highlighted line (the last, until F7/F8) has this quantity      -  takes it out
Enter     on the empty line opens the total, and once more submits.   Arrow keys choose a suggestion.
Up        goes to the wanted day (fri, +3, 14.11.) and the PO number.   A scanner's barcode is a line.
"""

    def __init__(self, number: int | None = None, customer: str | None = None) -> None:
        """Go on with a draft, begin an order for a customer, or ask for whom it is."""
        super().__init__(number)
        self.customer = customer
        self.token = ""

    def on_mount(self) -> None:
        """Ask for the customer, or show the draft."""
        number, self.number = self.number, None
        self._ask_for_customer()
        self.ask(settings, then=self.learn)
        if number is not None:
            self.held(partial(self.read, number), then=self._open)
        elif self.customer is not None:
            self._begin(self.customer)

    # The customer -----------------------------------------------------------------------------------------------------

    def _ask_for_customer(self) -> None:
        self.number = None
        self.prompt.show(" Customer")
        self.po.disabled = self.wanted.disabled = True

    def _begin(self, text: str) -> None:
        """Begin an order for the customer who is meant, or show who may be."""
        token = uuid4().hex

        def work() -> LiveDraft | tuple[look_up.CustomerFound, ...]:
            meant, found = self.desk.ask(look_up.customer, text, FOUND)
            return found if meant is None else self.read(self.desk.do(orders.new, meant.code, token=token))

        def then(answer: LiveDraft | tuple[look_up.CustomerFound, ...]) -> None:
            if isinstance(answer, LiveDraft):
                self._open(answer)
            else:
                self.unclear(text, "customer", paint.customer_rows(answer))

        self.held(work, then=then, refused=lambda _: self.give_back(text))

    def _open(self, draft: LiveDraft) -> None:
        """Go on with this draft."""
        if draft.state != "draft":
            self.refuse(f"order {draft.number} is {draft.state}, not a draft; open its card to amend it")
            return
        self.number, self.token = draft.number, uuid4().hex
        self.po.disabled = self.wanted.disabled = False
        self.suggestions.clear()
        self.paint(draft)
        self.entry.focus()

    # The field --------------------------------------------------------------------------------------------------------

    @on(EntryField.Typed, "#entry")
    def _typed(self, event: EntryField.Typed) -> None:
        """Look up what it may be, beside the keys."""
        text = event.value.strip()
        if self.number is not None:
            self.look_at(text)
        elif text:
            self._ask_customers(text)
        else:
            self.forget_typed()

    def _ask_customers(self, text: str) -> None:
        generation = self.suggestions.asked()

        def then(found: tuple[look_up.CustomerFound, ...]) -> None:
            self.suggestions.answered(paint.customer_rows(found), generation)

        self.ask(look_up.customers, text, FOUND, then=then, group=SUGGEST, refused=lambda _: self.suggestions.clear())

    @on(EntryField.LookupWanted, "#entry")
    def _look_up(self) -> None:
        """F4: what the field can take; of an empty one, the first there are."""
        text = self.entry.value.strip()
        if self.number is None:
            self._ask_customers(text)
        else:
            self.look_up_products(text)

    @on(EntryField.RepeatWanted, "#entry")
    def _again(self) -> None:
        """F9: what was typed last."""
        self.entry.put(self.last_text)

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
            self.take_pasted(event.lines)

    # The header's fields ----------------------------------------------------------------------------------------------

    @on(EntryField.Accepted, "#po")
    def _po(self, event: EntryField.Accepted) -> None:
        if self.number is not None and self.draft is not None and event.value != self.draft.po_number:
            self.do(orders.change, self.number, po_number=event.value, then=lambda _: self.changed(self.at()))

    @on(EntryField.Accepted, "#wanted")
    def _wanted(self, event: EntryField.Accepted) -> None:
        if self.number is None or self.draft is None:
            return
        if event.value in ("", self.show.weekday(self.draft.wanted)):
            self.wanted.put(self.show.weekday(self.draft.wanted))
            return
        try:
            day = typed_day(event.value, self.desk.today)
        except BadValue as error:
            self.refuse(str(error))
            self.wanted.focus()
            return
        self.do(orders.change, self.number, wanted=day, then=lambda _: self.changed(self.at()))

    # Submitting -------------------------------------------------------------------------------------------------------

    def action_confirm(self) -> None:
        """F10: what stands in the field first, then as Enter on the empty line."""
        if self.number is None:
            self.status.say("There is no order to submit; type a customer")
        elif self.entry.value.strip():
            self.entry.accept()
        else:
            self.confirm()

    def confirm(self) -> None:
        """Enter on the empty line: the total, what leaves when, what would be held."""
        if self.number is not None:
            self.held(partial(self.read, self.number), then=self._open_bar)

    def _open_bar(self, draft: LiveDraft) -> None:
        self.paint(draft, self.at())
        if not draft.lines:
            self.status.say("No line yet: type a product, as 12 chai; F12 gives the order up")
            return
        if draft.findings.blocks:
            self.refuse(" · ".join(finding.message for finding in draft.findings.blocks))
            return
        total = f"{paint.counted(draft)}   Total {self.show.money(draft.gross)} {draft.currency.code}"
        holds = [f"would be held: {finding.message}" for finding in draft.findings.holds]
        more = [f"… and {len(holds) - 1} more reasons (F11)"] if len(holds) > 2 else holds[1:]
        rows = (total, *paint.leaving(draft, self.show), *holds[:1], *more)
        self.status.clear()
        self.bar.open(*(cut(row, self.size.width - 2) for row in rows), act="submit it")

    @on(ConfirmBar.Confirmed)
    def _submit(self) -> None:
        if self.number is not None:
            self.do(orders.submit, self.number, token=self.token, then=self._submitted)

    def _submitted(self, result: Submitted) -> None:
        """Say what became of it, with the figures; the field asks for the next customer."""
        total = f"total {self.show.money(result.gross)}"
        kinds = list(dict.fromkeys(one.kind for one in result.findings if one.severity is Severity.HOLD))
        if result.state == "confirmed":
            word = "confirmed"
            self.status.done(f"order {result.number} confirmed, {total}. Type the next customer, or F3")
        else:
            word = "held"
            self.status.warn(f"order {result.number} is held for {', '.join(kinds)}; {total}")
        self._ask_for_customer()
        self.forget(BEHIND)
        self.behind.show(*paint.reasons(result.findings, self.size.width))
        if self.draft is not None:
            self.show_title(paint.title(self.draft, word, self.show.moment(self.desk.clock()), self.size.width))

    # Keys -------------------------------------------------------------------------------------------------------------

    def action_previous(self) -> None:
        """F7."""
        self.grid.move(-1)

    def action_next(self) -> None:
        """F8."""
        self.grid.move(1)

    def action_refresh(self) -> None:
        """F5."""
        self.changed(self.at())

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
        """F12: clear the field; then leave. An empty draft goes, one with lines stays."""
        if self.entry.value or self.suggestions.rows:
            self.entry.put("")
            self.forget_typed()
            self.status.clear()
            self.look_behind()
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
        self._ask_for_customer()
        self.entry.focus()
