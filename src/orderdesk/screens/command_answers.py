"""A question may be answered by a command barcode, so that hands with a scanner need no keyboard."""

from __future__ import annotations

from orderdesk.scan_entry import OWN, Order, scanned
from orderdesk.screens.scanning import ScanScreen
from orderdesk.widgets.ask_bar import AskBar, Question


class CommandAnswers(ScanScreen):
    """`OD:DONE` and `OD:NEXT` answer the open bar with what stands in it; `OD:CANCEL` and `OD:BACK` close it."""

    def _not_an_answer(self, text: str, question: Question) -> None:
        """A scan went into a question, behind what was typed into it."""
        at = text.upper().rfind(OWN)
        one = scanned(text[at:]) if at >= 0 else None
        bar = next((bar for bar in self.bars if bar.is_open), None)
        if bar is None or one not in (Order.DONE, Order.NEXT, Order.CANCEL, Order.BACK):
            super()._not_an_answer(text, question)
        elif one in (Order.CANCEL, Order.BACK):
            self.close_bar(bar)
        else:
            self._answer(bar, question, text[:at])

    def _answer(self, bar: AskBar, question: Question, typed: str) -> None:
        answers = {
            one.name: " ".join(((typed if one is question else "") or field.value).split())
            for one, field in zip(bar.questions, bar.fields, strict=True)
        }
        missing = next((one for one in bar.questions if one.needed and not answers[one.name]), None)
        if missing is not None:
            bar.focus_on(missing.name)
            self.refuse(f"{missing.label.lower()}: nothing was entered")
        else:
            self.post_message(AskBar.Answered(bar, answers))
