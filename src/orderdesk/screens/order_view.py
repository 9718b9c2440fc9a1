"""An order as it is entered: where its header, lines, field and total stand, and how a draft is shown there."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from orderdesk.queries import live
from orderdesk.queries.live import LinePreview, LiveDraft, LiveLine
from orderdesk.screens import order_paint as paint
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.widgets.asked import AskedSuggestions
from orderdesk.widgets.confirm_bar import ConfirmBar
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Piece, Tone
from orderdesk.widgets.window_list import WindowList

LOW = 20  # rows below which a terminal is low
DRAFT = "draft"  # the group of questions about the draft as it stands
BEHIND = "behind"  # the group of questions about what stands behind the highlighted line


class OrderView(DeskScreen):
    """The widgets of order entry, and the painting of a draft on them."""

    AUTO_FOCUS = "#entry"
    CSS_PATH = "order_entry.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.draft: LiveDraft | None = None
        self.word = ""  # what the title says of it: its state, or what became of it
        self.show = Show()
        self.ship = Lines(id="ship")
        self.po = EntryField(id="po", max_length=40, advance=True, purpose="The customer's own number for this order.")
        self.wanted = EntryField(
            id="wanted", max_length=20, advance=True, purpose="The day it should leave: fri, +3, 14, 14.11., 14 nov."
        )
        self.credit = Lines()
        self.grid = WindowList(paint.columns(()), empty="")
        self.grid.can_focus = False
        self.prompt = Lines(" Customer", id="prompt")
        self.suggestions = AskedSuggestions(max_rows=4, indent=11)
        self.entry = EntryField(id="entry", clear_on_accept=True, suggestions=self.suggestions)
        self.behind = Lines(height=3)
        self.totals = Lines()
        self.bar = ConfirmBar()

    def body(self) -> ComposeResult:
        """Header, lines, the field, what stands behind the line, the total."""
        with Horizontal(id="head"):
            yield self.ship
            yield Lines(" PO ", id="po-label")
            yield self.po
            yield Lines(" Wanted ", id="wanted-label")
            yield self.wanted
        yield self.credit
        yield self.grid
        with Horizontal(id="typing"):
            yield self.prompt
            yield self.entry
        yield self.suggestions
        yield self.behind
        yield self.totals
        yield self.bar

    def learn(self, company: Settings) -> None:
        """The company's currency and way of writing figures."""
        self.show = Show(company.money, company.locale)

    def theirs(self) -> Show:
        """How the amounts of the order are written; its total says the currency."""
        return self.show if self.draft is None else self.show.bare(self.draft.currency)

    def at(self) -> int | None:
        """The position of the highlighted line: the last one, unless somebody went back."""
        return self.grid.highlighted if isinstance(self.grid.highlighted, int) else None

    def line(self) -> LiveLine | None:
        """The highlighted line."""
        at = self.at()
        return next((one for one in self.draft.lines if one.position == at), None) if self.draft else None

    def on_resize(self) -> None:
        """The title and the totals are spread over the width; on a low terminal the lines of the order get the room."""
        low = self.app.size.height < LOW
        self.suggestions.set_rows_shown(2 if low else 4)
        self.behind.styles.height = 1 if low else 3
        self.call_after_refresh(self.paint_edges)

    def show_behind(self, said: list[Piece], stock: list[Piece], price: list[Piece]) -> None:
        """What is understood, the goods, the price; on a low terminal the first of these that says something."""
        rows = (said, stock, price)
        self.behind.show(*(rows if self.app.size.height >= LOW else [next((row for row in rows if row), [""])]))

    def paint_edges(self) -> None:
        """Title, header, credit and totals of the order that is shown, across the width as it is now."""
        if self.draft is None:
            return
        draft, width = self.draft, self.size.width or self.app.size.width
        self.show_title(paint.title(draft, self.word, self.show.moment(self.desk.clock()), width))
        self.ship.show(paint.header(draft, self.ship.size.width or width - 35))
        self.credit.show(paint.credit(draft.credit, self.show, width))
        self.totals.show(paint.totals(draft, self.theirs(), width))

    def paint(self, draft: LiveDraft, at: int | None = None) -> None:
        """Show a draft; the highlight goes to the line `at`, or to the last."""
        self.draft, self.word = draft, draft.state
        self.paint_edges()
        if not self.po.has_focus:
            self.po.put(draft.po_number)
        if not self.wanted.has_focus:
            self.wanted.put(self.show.weekday(draft.wanted))
        show = self.theirs()
        rows = [paint.row(line, show) for line in draft.lines]
        columns = paint.columns(rows)
        if columns != self.grid.columns:
            self.grid.columns = columns
            self.grid.refresh()
        self.grid.set_rows(rows)
        if rows and not (at is not None and self.grid.highlight(at)):
            own = [line.position for line in draft.lines if not line.part_of]
            self.grid.highlight(own[-1] if own else rows[-1].key)  # a kit stands for its components
        if draft.stage:
            self.prompt.show(f" Line {1 + max((line.position for line in draft.lines), default=0)}")
        if draft.lines and self.status.tone is not Tone.REFUSED:
            self.status.say(*paint.said_of(draft, self.show))
        self.look_behind()

    @on(WindowList.Highlighted)
    def look_behind(self) -> None:
        """Show what stands behind the highlighted line, while nothing is being typed."""
        line = self.line()
        if self.draft is None or line is None:
            self.behind.show()
            return
        if self.entry.value:
            return

        def then(preview: LinePreview) -> None:
            if not self.entry.value:
                stock, price = paint.detail(preview, self.theirs(), line, by_hand=line.by_hand)
                self.show_behind(paint.saved_line(preview, line, self.theirs(), self.size.width), stock, price)

        quantity = paint.in_unit(line.quantity, line.factor)
        price = line.price if line.by_hand or line.source is not None else None
        self.ask(
            live.line, self.draft.number, line.sku, quantity, line.unit, price, line.discount, line.source,
            then=then, group=BEHIND,
        )  # fmt: skip
