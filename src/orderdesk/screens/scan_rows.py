"""The widgets of a screen that is worked with a scanner: the field, the banner, the bars of questions.

What must not be passed over stands in the banner until its own key clears it. No scan answers a question that does not
ask for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from orderdesk.scan_entry import is_from_scanner
from orderdesk.screens.base import DeskScreen
from orderdesk.show import Show
from orderdesk.values import Quantity
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.banner import Banner
from orderdesk.widgets.cells import width_of
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone

LABEL = " Scan: "


# One word with a hyphen and a digit, as labels of products and bins have it, and no answer to a question in words.
_LABEL = re.compile(r"(?=.*\d)[A-Z0-9]+(-[A-Z0-9]+)+")


class ScanRows(DeskScreen):
    """A screen with a field for the scanner, a banner, and questions that are asked where the field stands."""

    AUTO_FOCUS = "#scan"

    DEFAULT_CSS = """
    ScanRows #scan-row { height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.show = Show()
        self.banner = Banner()
        self.scan = EntryField(
            clear_on_accept=True, max_length=80, id="scan", purpose="A barcode, an SKU or a bin; 12*CODE takes twelve."
        )
        self.scan_row = Horizontal(id="scan-row")
        self.bars: list[AskBar] = []
        self._label = Lines(Cell(LABEL, Tone.STRONG))
        self._label.styles.width = len(LABEL)
        self._times: Quantity | None = None

    def codes_here(self) -> frozenset[str]:
        """The codes that are likely to be scanned now, in capitals: none of them is a word or an answer."""
        return frozenset()

    # The rows, and the questions --------------------------------------------------------------------------------------

    def scan_rows(self) -> Iterator[Widget]:
        """The banner, the field, and the bars, from top to bottom."""
        yield self.banner
        with self.scan_row:
            yield self._label
            yield self.scan
        yield from self.bars

    def bar(self, id: str, *questions: Question) -> AskBar:
        """A bar of questions that no scan answers, except where the question is `scannable`. The last one never is."""
        bar = AskBar(*questions, id=id, is_scan=self._is_scan)
        self.bars.append(bar)
        return bar

    def open_bar(self, bar: AskBar, title: str, **values: str) -> None:
        """Ask; the field for the scanner goes until it is answered, or the arrow keys would lead into it."""
        self.times(None)
        bar.open(title, **values)
        self.scan_row.display = False

    def close_bar(self, bar: AskBar) -> None:
        """The question is answered, or taken back: the field is ready again."""
        self.scan_row.display = True
        bar.close()
        self.set_focus(self.scan)

    @on(AskBar.Closed)
    def _bar_closed(self, event: AskBar.Closed) -> None:
        if event.bar in self.bars:
            self.close_bar(event.bar)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    @on(AskBar.Scanned)
    def _scanned_into_question(self, event: AskBar.Scanned) -> None:
        self._not_an_answer(event.text, event.question)

    def _not_an_answer(self, text: str, question: Question) -> None:
        self.stop(text, f"a scan is no answer to {question.label.lower()}; type it, or go back with F12")

    def _is_scan(self, text: str) -> bool:
        code = text.strip().upper()
        return is_from_scanner(text) or code in self.codes_here() or bool(_LABEL.fullmatch(code))

    # What must not be passed over -------------------------------------------------------------------------------------

    def stop(self, scan: str, sentence: str, headline: str = "") -> None:
        """A scan was not taken, and must not be passed over: ring, drop what was scanned ahead, hold the banner.

        Args:
            headline: what is wrong, in capitals and a few words.
        """
        self.desk_app.scanner.forget()
        self.times(None)
        self.refuse(sentence)
        self.banner.hold(self.headline(scan, headline or "NOT TAKEN"))

    def headline(self, scan: str, wrong: str) -> str:
        """What the banner says."""
        return f"{wrong}   scanned {scan[:40]}"

    def times(self, quantity: Quantity | None) -> None:
        """The next product counts so many; None: one, as always."""
        if quantity != self._times:
            self._times = quantity
            label = LABEL if quantity is None else f" {self.show.quantity(quantity)} ×{LABEL}"
            self._label.styles.width = width_of(label)
            self._label.show(Cell(label, Tone.STRONG))
