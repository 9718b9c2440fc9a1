"""The line field of order entry: what is typed is looked up beside the keys, what is accepted is saved at once."""

from __future__ import annotations

from collections import deque
from functools import partial

from orderdesk.desk import orders
from orderdesk.errors import BadValue
from orderdesk.queries import live, look_up
from orderdesk.queries.live import LiveDraft
from orderdesk.queries.typed_line import TypedLine, products_for, typed_line
from orderdesk.quick_entry import NewLine, NewQuantity, Void, readings
from orderdesk.screens import order_paint as paint
from orderdesk.screens.order_view import OrderView
from orderdesk.widgets.suggestions import Suggestion

FOUND = 8  # suggestions that are looked for
MANY = 50  # when they are asked for with F4
SUGGEST = "suggest"  # the group of questions about what is being typed


class LineEntry(OrderView):
    """Order entry as far as its lines go."""

    def __init__(self, number: int | None) -> None:
        super().__init__()
        self.number = number
        self.last_text = ""
        self.pasted: deque[str] = deque()

    def read(self, number: int) -> LiveDraft:
        """The draft as it stands now; in a thread."""
        return self.desk.ask(live.draft, number)

    def confirm(self) -> None:
        """What an empty line means."""
        raise NotImplementedError

    # While it is typed ------------------------------------------------------------------------------------------------

    def look_at(self, text: str) -> None:
        """Show what the line would be."""
        entries = self._new_lines(text)
        if self.number is None or not entries:
            self.forget_typed()
            self.look_behind()
            return
        generation = self.suggestions.asked()
        self.ask(
            typed_line,
            self.number,
            entries,
            FOUND,
            then=partial(self._seen, generation),
            group=SUGGEST,
            refused=lambda _: self.suggestions.clear(),
        )

    def _new_lines(self, text: str) -> tuple[NewLine, ...]:
        try:
            entries = readings(text, mark=self.show.decimal_mark)
        except BadValue:
            return ()
        return tuple(entry for entry in entries if isinstance(entry, NewLine))

    def _seen(self, generation: int, typed: TypedLine) -> None:
        self.suggestions.show(paint.product_rows(typed.meant.found, self.show), generation)
        if typed.preview is None:
            self.behind.show()
        else:
            by_hand = typed.meant.entry.price is not None
            self.behind.show(*paint.detail(typed.preview, self.show, by_hand=by_hand))

    def forget_typed(self) -> None:
        """Nothing is being typed any more."""
        self.forget(SUGGEST)
        self.suggestions.clear()

    def look_up_products(self, text: str) -> None:
        """All products that the text may mean; of none, the first there are."""
        if self.number is None:
            return
        generation = self.suggestions.asked()
        entries = self._new_lines(text)

        def then(found: tuple[look_up.ProductFound, ...]) -> None:
            self.suggestions.show(paint.product_rows(found, self.show), generation)

        words = entries[-1].code if entries else ""
        self.ask(
            products_for,
            self.number,
            words,
            MANY,
            then=then,
            group=SUGGEST,
            refused=lambda _: self.suggestions.clear(),
        )

    # When it is accepted ----------------------------------------------------------------------------------------------

    def enter_line(self, text: str, chosen: Suggestion | None) -> None:
        """Take what was accepted for what it is."""
        try:
            entries = readings(text, mark=self.show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            self.give_back(text)
            return
        if not entries and chosen is not None:
            entries = (NewLine(chosen.code),)
        if not entries:
            self.confirm()
        elif isinstance(entries[0], NewQuantity):
            self._change_quantity(text, entries[0])
        elif isinstance(entries[0], Void):
            self._void()
        else:
            self._add(text, tuple(entry for entry in entries if isinstance(entry, NewLine)), chosen)

    def _add(self, text: str, entries: tuple[NewLine, ...], chosen: Suggestion | None) -> None:
        assert self.number is not None
        number = self.number

        def work() -> tuple[int, LiveDraft] | look_up.Meant:
            if chosen is not None:
                entry, code, unit = entries[-1], chosen.code, entries[-1].unit
            else:
                meant = self.desk.ask(look_up.meant, entries, FOUND)
                if meant.product is None:
                    return meant
                entry, code, unit = meant.entry, meant.product.sku, meant.entry.unit or meant.product.unit
            position = self.desk.do(
                orders.line,
                number,
                code,
                entry.quantity,
                unit=unit or None,
                price=entry.price,
                discount=entry.discount,
                note=entry.note,
            )
            return position, self.read(number)

        def then(answer: tuple[int, LiveDraft] | look_up.Meant) -> None:
            if isinstance(answer, look_up.Meant):
                self.unclear(text, "product", paint.product_rows(answer.found, self.show))
                return
            position, draft = answer
            self.last_text = text
            self.saved(draft, position)
            self._next_pasted()

        self.held(work, then=then, refused=lambda _: self.give_back(text))

    def _change_quantity(self, text: str, entry: NewQuantity) -> None:
        number, position = self.number, self.at()
        if number is None or position is None:
            self.refuse("there is no line yet that could have another quantity")
            return

        def work() -> LiveDraft:
            self.desk.do(orders.line_change, number, position, quantity=entry.quantity)
            return self.read(number)

        self.held(work, then=partial(self.saved, at=position), refused=lambda _: self.give_back(text))

    def _void(self) -> None:
        number, position = self.number, self.at()
        if number is None or position is None:
            self.refuse("there is no line yet that could be taken out")
            return

        def work() -> LiveDraft:
            self.desk.do(orders.line_remove, number, position)
            return self.read(number)

        self.held(work, then=self.saved)

    def take_pasted(self, lines: tuple[str, ...]) -> None:
        """Enter lines that were pasted one after the other, until one is refused."""
        self.pasted.extend(lines)
        self._next_pasted()

    def _next_pasted(self) -> None:
        if self.pasted:
            self.enter_line(self.pasted.popleft(), None)

    def unclear(self, text: str, what: str, rows: list[Suggestion]) -> None:
        """Nothing is certain: show what there is, and leave what was typed to be gone on with."""
        text_shown = repr(text[:30])
        if rows:
            said = f"{text_shown} may be one of {len(rows)} {what}s: choose with the arrow keys"
        else:
            said = f"no {what} has the code or the words {text_shown}; F4 looks up"
        self.refuse(said)
        self.give_back(text)
        self.suggestions.show(rows, self.suggestions.next_generation())

    def give_back(self, text: str) -> None:
        """Put what was refused back into the field; the next letter, or scan, replaces it."""
        self.pasted.clear()
        self.entry.put(text)
        self.entry.select_all()

    def saved(self, draft: LiveDraft, at: int | None = None) -> None:
        """Show the draft as it is now that an entry was taken. The keys behind it mean what is shown here."""
        self.status.clear()
        self.paint(draft, at)
