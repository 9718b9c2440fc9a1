"""The head and the end of order entry: PO number and wanted day, and the submission with what comes of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual import on

from orderdesk.desk import orders
from orderdesk.desk.holds import Submitted
from orderdesk.errors import BadValue
from orderdesk.findings import Severity
from orderdesk.queries.live import LiveDraft
from orderdesk.quick_entry import typed_day
from orderdesk.screens import order_paint as paint
from orderdesk.screens.order_lines import LineEntry
from orderdesk.screens.order_view import BEHIND
from orderdesk.widgets.cells import cut
from orderdesk.widgets.confirm_bar import ConfirmBar
from orderdesk.widgets.entry import EntryField


class OrderSubmission(LineEntry):
    """Order entry from the header to the answer."""

    token = ""
    """Of this order's submission: pressing Enter again after a crash places nothing twice."""

    def ask_for_customer(self) -> None:
        """Begin anew: the field asks for the next customer."""
        self.number = None
        self.prompt.show(" Customer")
        self.po.disabled = self.wanted.disabled = True

    # The header's fields ----------------------------------------------------------------------------------------------

    @on(EntryField.Accepted, "#po")
    def _po(self, event: EntryField.Accepted) -> None:
        if self.number is not None and self.draft is not None and event.value != self.draft.po_number:
            self._change(po_number=event.value)

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
        self._change(wanted=day)

    def _change(self, **header: Any) -> None:
        assert self.number is not None
        number = self.number

        def work() -> LiveDraft:
            self.desk.do(orders.change, number, **header)
            return self.read(number)

        self.held(work, then=partial(self.saved, at=self.at()))

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
            self.word = "confirmed"
            self.status.done(f"order {result.number} confirmed, {total}. Type the next customer, or F3")
        else:
            self.word = "held"
            self.status.warn(f"order {result.number} is held for {', '.join(kinds)}; {total}")
        self.ask_for_customer()
        self.forget(BEHIND)
        self.behind.show(*paint.reasons(result.findings, self.size.width))
        self.paint_edges()
