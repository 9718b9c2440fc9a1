"""The line field of order entry: what is typed is looked up beside the keys, what is accepted is saved at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from orderdesk.desk import orders
from orderdesk.errors import BadValue
from orderdesk.queries import live, look_up
from orderdesk.queries.live import LiveDraft
from orderdesk.queries.typed_line import TypedLine, meant_for, products_for, typed_line
from orderdesk.quick_entry import NewLine, NewQuantity, Void, entry_text, readings
from orderdesk.screens import order_paint as paint
from orderdesk.screens.order_view import DRAFT, OrderView
from orderdesk.widgets.paint import Tone
from orderdesk.widgets.suggestions import Suggestion

FOUND = 8  # suggestions that are looked for
MANY = 50  # when they are asked for with F4
SUGGEST = "suggest"  # the group of questions about what is being typed


class LineEntry(OrderView):
    """Order entry as far as its lines go."""

    def __init__(self, number: int | None) -> None:
        super().__init__()
        self.number = number
        self.pasted: deque[str | NewLine] = deque()
        self.units: dict[str, str] = {}  # of the products that are listed
        self.crossing = ""
        self.steps: list[tuple[str, Callable[[], object]]] = []
        """What was done to the lines of this order here, newest last: what to say, and how to take it back."""

    def read(self, number: int) -> LiveDraft:
        """The draft as it stands now; in a thread."""
        return self.desk.ask(live.draft, number)

    def confirm(self) -> None:
        """What an empty line means."""
        raise NotImplementedError

    def taken(self, sku: str) -> None:
        """A line of this product is on the order now."""

    # While it is typed ------------------------------------------------------------------------------------------------

    def look_at(self, text: str) -> None:
        """Show what the line would be."""
        entries = self._new_lines(text)
        if self.number is None or not entries:
            self.forget_typed()
            self.look_behind()
            self._say_crossing("")
            if self.draft is not None:
                self.credit.show(paint.credit(self.draft.credit, self.show, self.size.width))
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
        self._list_products(typed.meant.found, generation)
        said, width = paint.echo(typed, self.theirs(), self.size.width), self.size.width
        if typed.preview is None:
            self.behind.show(said)
        else:
            by_hand = typed.understood.price is not None
            self.show_behind(said, *paint.detail(typed.preview, self.theirs(), by_hand=by_hand))
        credit = typed.credit or (self.draft.credit if self.draft else None)
        if credit is not None:
            self.credit.show(paint.credit(credit, self.show, width))
        self._say_crossing(paint.crossing(typed, self.show))

    def _say_crossing(self, sentence: str) -> None:
        """Say at once that this line would go beyond the limit, and take it back when it does not any more."""
        if sentence:
            self.status.warn(sentence)
        elif self.crossing and self.status.text == self.crossing:
            said, tone = paint.said_of(self.draft, self.show) if self.draft is not None else ("", Tone.NOTE)
            self.status.say(said, tone)
        self.crossing = sentence

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

        words = entries[-1].code if entries else ""
        self.ask(
            products_for,
            self.number,
            words,
            MANY,
            then=lambda found: self._list_products(found, generation),
            group=SUGGEST,
            refused=lambda _: self.suggestions.clear(),
        )

    def _list_products(self, found: Sequence[look_up.ProductFound], generation: int) -> bool:
        """List them; the one that is chosen is sold in the unit of the code that it was found by."""
        self.units = {one.sku: one.unit for one in found}
        return self.suggestions.show(paint.product_rows(found, self.show), generation)

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
            self.add(text, tuple(entry for entry in entries if isinstance(entry, NewLine)), chosen)

    def add(
        self, text: str, entries: tuple[NewLine, ...], chosen: Suggestion | None, *, split: bool = False
    ) -> None:
        """Save the line that is meant by what was typed, or show what may be meant.

        Args:
            split: what is above the rest of a blanket order goes on a second line.
        """
        assert self.number is not None
        number = self.number

        def work() -> tuple[int, LiveDraft] | look_up.Meant:
            if chosen is not None:
                entry, code, unit = entries[-1], chosen.code, entries[-1].unit or self.units.get(chosen.code, "")
            else:
                meant = self.desk.ask(meant_for, number, entries, FOUND)
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
                split=split,
            )
            return position, self.read(number)

        def then(answer: tuple[int, LiveDraft] | look_up.Meant) -> None:
            if isinstance(answer, look_up.Meant):
                self.unclear(text, "product", paint.product_rows(answer.found, self.show))
                self.units = {one.sku: one.unit for one in answer.found}
                return
            position, draft = answer
            sku = next(line.sku for line in draft.lines if line.position == position)
            added = [one.position for one in reversed(draft.lines) if one.position >= position and not one.part_of]

            def back() -> None:
                for one in added:
                    self.desk.do(orders.line_remove, number, one)

            self.steps.append((f"{sku} is taken out again", back))
            self.saved(draft, position)
            self.taken(sku)
            self._next_pasted()

        self.held(work, then=then, refused=lambda _: self.give_back(text))

    def _change_quantity(self, text: str, entry: NewQuantity) -> None:
        number, line = self.number, self.line()
        if number is None or line is None:
            self.refuse("there is no line yet that could have another quantity")
            return

        def work() -> LiveDraft:
            self.desk.do(orders.line_change, number, line.position, quantity=entry.quantity)
            return self.read(number)

        def then(draft: LiveDraft) -> None:
            was = paint.in_unit(line.quantity, line.factor)
            back = partial(self.desk.do, orders.line_change, number, line.position, quantity=was)
            self.steps.append((f"{line.sku} is {self.show.quantity(was)} {line.unit} again", back))
            self.saved(draft, line.position)

        self.held(work, then=then, refused=lambda _: self.give_back(text))

    def _void(self) -> None:
        number, line = self.number, self.line()
        if number is None or line is None:
            self.refuse("there is no line yet that could be taken out")
            return

        def work() -> LiveDraft:
            self.desk.do(orders.line_remove, number, line.position)
            return self.read(number)

        def then(draft: LiveDraft) -> None:
            back = partial(
                self.desk.do,
                orders.line,
                number,
                line.sku,
                paint.in_unit(line.quantity, line.factor),
                unit=line.unit,
                price=line.price if line.by_hand else None,
                discount=line.discount,
                note=line.note,
            )
            self.steps.append((f"{line.sku} is there again", back))
            self.saved(draft)

        self.held(work, then=then)

    def action_undo(self) -> None:
        """Ctrl+Z: take the newest step back."""
        if self.number is None or not self.steps:
            self.status.say("There is nothing to take back")
            return
        number = self.number
        said, back = self.steps.pop()

        def work() -> LiveDraft:
            back()
            return self.read(number)

        def then(draft: LiveDraft) -> None:
            self.saved(draft)
            self.status.say(said)

        self.held(work, then=then)

    def take_all(self, lines: Sequence[str | NewLine]) -> None:
        """Enter one line after the other, until one is refused."""
        self.pasted.extend(lines)
        self._next_pasted()

    def _next_pasted(self) -> None:
        if not self.pasted:
            return
        line = self.pasted.popleft()
        if isinstance(line, NewLine):
            self.add(entry_text(line, self.show.decimal_mark), (line,), None)
        else:
            self.enter_line(line, None)

    def unclear(self, text: str, what: str, rows: list[Suggestion]) -> None:
        """Nothing is certain: show what there is, and leave what was typed to be gone on with."""
        text_shown = repr(text[:30])
        if rows:
            several = f"{len(rows)} {what}{'es' if what.endswith('s') else 's'}"
            said = f"{text_shown} may be one of {several}: choose with the arrow keys"
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
        self.forget(DRAFT)  # what was asked before this entry was taken
        self.status.clear()
        self.paint(draft, at)
