"""The end of order entry: the submission, and what comes of it."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.timer import Timer

from orderdesk.desk import blankets, orders, quotations
from orderdesk.desk.holds import Submitted
from orderdesk.findings import Severity
from orderdesk.queries.live import LiveDraft
from orderdesk.screens import order_paint as paint
from orderdesk.screens.order_counter import CounterSales
from orderdesk.screens.order_view import BEHIND, DRAFT
from orderdesk.widgets.cells import cut
from orderdesk.widgets.confirm_bar import ConfirmBar

KEEP_AFTER = 1.0  # seconds after which what stands in the field is kept


class OrderSubmission(CounterSales):
    """Order entry from the header to the answer."""

    _keeping: Timer | None = None

    token = ""
    """Of this order's submission: pressing Enter again after a crash places nothing twice."""

    def ask_for_customer(self) -> None:
        """Begin anew: the field asks for the next customer."""
        self.number = None
        self.steps.clear()
        self.sources, self.offering = [], False
        self.prompt.show(" Customer")
        self.entry.purpose = "The customer: the code, beginnings of words of the name or city, or digits of the phone."
        self.po.disabled = self.wanted.disabled = True

    # In whose hands ---------------------------------------------------------------------------------------------------

    def take_up(self, number: int) -> None:
        """Go on with this order; what stood in its field when a desk was lost stands there again."""
        self.desk_app.in_hand.take(number)
        self.entry.put(self.desk_app.in_hand.text(number))

    def let_go(self, number: int | None) -> None:
        """It was submitted, thrown away, or kept for later: no desk need offer it back."""
        if number is not None:
            self.desk_app.in_hand.put_down(number)

    def keep_soon(self) -> None:
        """Keep the field within a second, for no desk can be killed with a word."""
        if self._keeping is None and self.number is not None:
            self._keeping = self.set_timer(KEEP_AFTER, self.keep_typed)

    def keep_typed(self) -> None:
        """Keep the field of the order in hand."""
        self._keeping = None
        if self.number is not None:
            self.desk_app.in_hand.keep_text(self.number, self.entry.value)

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
        binding = [one for one in draft.findings.blocks if draft.stage == "order" or one.kind == "no-price"]
        if binding:
            self.refuse(" · ".join(finding.message for finding in binding))
            return
        total = f"{paint.counted(draft)}   Total {self.theirs().money(draft.gross)} {draft.currency.code}"
        holds = [f"would be held: {finding.message}" for finding in draft.findings.holds]
        more = [f"… and {len(holds) - 1} more reasons (F11)"] if len(holds) > 2 else holds[1:]
        rows = (total, *paint.leaving(draft, self.show), *holds[:1], *more)
        self.status.clear()
        act = {"quotation": "note that it is sent", "blanket order": "put it in force"}.get(draft.stage, "submit it")
        self.bar.open(*(cut(row, self.size.width - 2) for row in rows), act=act)

    @on(ConfirmBar.Confirmed)
    def _submit(self) -> None:
        if self.number is None or self.draft is None:
            return
        if self.draft.stage == "quotation":
            self.do(quotations.send, self.number, then=self._sent)
        elif self.draft.stage == "blanket order":
            self.do(blankets.agree, self.number, then=partial(self._agreed, self.number))
        else:
            self.do(orders.submit, self.number, token=self.token, then=self._submitted)

    def _sent(self, sent: quotations.Sent) -> None:
        """A quotation is with its customer."""
        good = f"good until {self.show.day(sent.valid_until)}, total {self.show.money(sent.gross)}"
        self._ended(sent.quotation, f"quotation {sent.quotation} revision {sent.revision} is sent, {good}")

    def _agreed(self, number: int, net: int) -> None:
        """A blanket order is in force."""
        self._ended(number, f"blanket order {number} is in force, {self.show.money(net)} net")

    def _ended(self, number: int, said: str) -> None:
        self.let_go(number)
        self.status.done(f"{said}. Type the next customer, or F3")
        self.ask_for_customer()
        self.forget(BEHIND)
        self.forget(DRAFT)
        self.behind.show()
        self.paint_edges()

    def _submitted(self, result: Submitted) -> None:
        """Say what became of it, with the figures; the field asks for the next customer."""
        self.let_go(result.number)
        total = f"total {self.show.money(result.gross)}"
        kinds = list(dict.fromkeys(one.kind for one in result.findings if one.severity is Severity.HOLD))
        if result.state == "confirmed":
            self.word = "confirmed"
            self.status.done(f"order {result.number} confirmed, {total}. Type the next customer, or F3")
        else:
            self.word = "held"
            self.status.warn(f"order {result.number} is held for {', '.join(kinds)}; {total}")
        self.ask_for_customer()
        self.forget(BEHIND)
        self.forget(DRAFT)
        self.behind.show(*paint.reasons(result.findings, self.size.width))
        self.paint_edges()
