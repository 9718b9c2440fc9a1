"""The head of an order while it is entered: PO number and wanted day in their fields, all of it from the line field.

`/` in the line field speaks of the order as a whole: see `orderdesk.header_entry`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from textual import on

from orderdesk.desk import attributes, blankets, orders, quotations, standing
from orderdesk.desk import templates as template_verbs
from orderdesk.errors import BadValue
from orderdesk.header_entry import LEAD, WORDS, HeaderEntry, header_entry, words_like
from orderdesk.queries.addresses import ListedAddress, addresses
from orderdesk.queries.attribute_values import Attributed
from orderdesk.queries.live import LiveDraft
from orderdesk.queries.templates import TemplateFound, templates
from orderdesk.quick_entry import NewLine, readings, typed_day
from orderdesk.rules.queue import DeliveryRule
from orderdesk.rules.wording import counted
from orderdesk.screens.order_ghosts import AsLastTime
from orderdesk.screens.order_lines import SUGGEST
from orderdesk.texts import fold
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.suggestions import Suggestion

RULES = {
    DeliveryRule.PARTIAL: "what is there leaves at once",
    DeliveryRule.LINES: "each line leaves whole",
    DeliveryRule.COMPLETE: "everything leaves together",
}


TYPES = {
    "standard": "from stock",
    "make-to-order": "everything on it is made for it",
    "service": "services only: billed when they are done",
}


class OrderHeader(AsLastTime):
    """Order entry with what is said about the order as a whole."""

    # The fields -------------------------------------------------------------------------------------------------------

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
        elif not self._want(event.value):
            self.wanted.focus()

    def _want(self, text: str) -> bool:
        try:
            day = typed_day(text, self.desk.today)
        except BadValue as error:
            self.refuse(str(error))
            return False
        self._change(wanted=day)
        return True

    def _change(self, said: str = "", **header: Any) -> None:
        """Change the draft's header; `said` is given back to the field when it is refused."""
        assert self.number is not None
        number = self.number

        def work() -> LiveDraft:
            self.desk.do(orders.change, number, **header)
            return self.read(number)

        def refused(_: object) -> None:
            if said:
                self.give_back(said)

        self.held(work, then=partial(self.saved, at=self.at()), refused=refused)

    # From the line field ----------------------------------------------------------------------------------------------

    def look_at(self, text: str) -> None:
        """While `/…` is typed: which words there are, or what this one can take."""
        if not text.startswith(LEAD) or self.number is None:
            super().look_at(text)
            return
        self.behind.show()
        meant = words_like(text, self._own_words())
        if " " not in text:
            self.forget_typed()
            self._list([Suggestion(LEAD + word, (self._about(word),)) for word in meant])
        elif meant:
            self._look_up_word(meant[0], text.partition(" ")[2].strip())

    def _list(self, rows: Sequence[Suggestion]) -> None:
        self.suggestions.show(rows, self.suggestions.next_generation())

    def _look_up_word(self, word: str, value: str) -> None:
        if word not in WORDS:
            self.forget_typed()
            said = [one for one in self._own(word) if one.value]
            self._list([Suggestion(choice, (one.name,)) for one in self._own(word)[:1] for choice in one.choices
                        if choice.casefold().startswith(value.casefold())]
                       or [Suggestion(one.value, (one.name, f"line {one.line}" if one.line else "")) for one in said])
        elif word == "rule":
            self.forget_typed()
            self._list([Suggestion(rule, (said,)) for rule, said in RULES.items() if rule.startswith(value.casefold())])
        elif word == "type":
            self.forget_typed()
            self._list([Suggestion(one, (said,)) for one, said in TYPES.items() if one.startswith(value.casefold())])
        elif word in ("to", "away", "template"):
            generation = self.suggestions.asked()

            def then(rows: list[Suggestion]) -> None:
                self.suggestions.show(rows, generation)

            self._ask_rows(word, value, then)
        else:
            self.forget_typed()

    def _ask_rows(self, word: str, value: str, then: Callable[[list[Suggestion]], object]) -> None:
        def places(found: Sequence[ListedAddress]) -> None:
            then(address_rows(found, value))

        def baskets(found: Sequence[TemplateFound]) -> None:
            then([Suggestion(one.name, (f"{counted(one.lines, 'line')} {one.note}".rstrip(),)) for one in found])

        given_up: Callable[[object], object] = lambda _: self.suggestions.clear()  # noqa: E731
        if word in ("to", "away") and self.draft is not None:
            self.ask(addresses, self.draft.customer, then=places, group=SUGGEST, refused=given_up)
        else:
            customer = self.draft.customer if self.draft else None
            self.ask(templates, customer, value, then=baskets, group=SUGGEST, refused=given_up)

    def enter_line(self, text: str, chosen: Suggestion | None) -> None:
        """Take what was said about the order; everything else is a line."""
        try:
            entry = header_entry(text, self._own_words())
        except BadValue as error:
            self.refuse(str(error))
            self.give_back(text)
            return
        if entry is None:
            super().enter_line(text, chosen)
        elif chosen is not None and chosen.code.startswith(LEAD):
            self.entry.put(f"{chosen.code} ")
            self.look_at(self.entry.value)
        else:
            self._enter(text, entry, chosen.code if chosen else "")

    def _enter(self, text: str, entry: HeaderEntry, chosen: str) -> None:
        value = chosen or entry.value
        if entry.word not in WORDS:
            self._say(text, entry.word, value)
        elif entry.word in ("to", "away"):
            self._send_to(text, entry.value, chosen, of_line=entry.word == "away")
        elif entry.word == "quote":
            self._quote(text, value)
        elif entry.word == "drop":
            self._change_line(text, drop_ship=value.casefold() not in ("no", "n", "0"))
        elif not value and entry.word != "note":
            self.status.say(f"{LEAD}{entry.word}: {WORDS[entry.word]}")
            self.entry.put(f"{LEAD}{entry.word} ")
            self.look_at(self.entry.value)
        elif entry.word == "wanted":
            if not self._want(value):
                self.give_back(text)
        elif entry.word == "later":
            self._line_later(text, value)
        elif entry.word == "type":
            self._change(text, type=next((one for one in TYPES if one.startswith(value.casefold())), value))
        elif entry.word == "rule":
            meant = next((rule for rule in RULES if rule.startswith(value.casefold())), value)
            self._change(text, delivery_rule=meant)
        elif entry.word in ("po", "note", "carrier"):
            self._change(text, **{"po_number" if entry.word == "po" else entry.word: value})
        elif entry.word == "cash":
            self.sell(text, value)
        elif entry.word == "template":
            self._fill(text, value)
        elif entry.word == "until":
            self._good_until(text, value)
        elif entry.word == "split":
            self._split(text, value)
        else:
            self._keep_as(text, value)

    def _own(self, word: str = "") -> list[Attributed]:
        """The company's own attributes that the order or its lines can have; of one word, or all."""
        return [one for one in (self.draft.attributes if self.draft else ()) if not word or one.code.casefold() == word]

    def _own_words(self) -> list[str]:
        return list(dict.fromkeys(one.code.casefold() for one in self._own()))

    def _about(self, word: str) -> str:
        if word in WORDS:
            return WORDS[word]
        one = self._own(word)[0]
        of = " of a line" if one.line else ""
        return f"{one.name}{of}: {one.takes}" + ("; needed" if one.required else "")

    def _say(self, text: str, word: str, value: str) -> None:
        """`/packing crate` says an attribute of the order; of lines it is the last one's, or `/engraving 2 ABC`."""
        last = self._own(word)[-1]
        if not value and not last.value:
            self.status.say(f"{LEAD}{word}: {self._about(word)}")
            self.entry.put(f"{LEAD}{word} ")
            return
        line = last.line
        first, _, rest = value.partition(" ")
        if line is not None and first.isdecimal() and rest and any(one.line == int(first) for one in self._own(word)):
            line, value = int(first), rest
        if last.takes.startswith("a date") and value:
            try:
                value = typed_day(value, self.desk.today).isoformat()
            except BadValue as error:
                self.refuse(str(error))
                self.give_back(text)
                return
        self._do_and_show(text, attributes.of_order, last.code, value, line=line)

    def _quote(self, text: str, value: str) -> None:
        """`/quote` makes a quotation of the draft; of one that is, it sets the last day."""
        if self.draft is not None and self.draft.state == "quotation":
            self._good_until(text, value)
            return
        until = self._typed_until(text, value) if value else None
        if until is not None or not value:
            self._do_and_show(text, quotations.make, valid_until=until)

    def _good_until(self, text: str, value: str) -> None:
        until = self._typed_until(text, value)
        if until is None or self.draft is None:
            return
        if self.draft.type == "blanket":
            self._do_and_show(text, blankets.change, valid_until=until)
        else:
            self._do_and_show(text, quotations.valid, until)

    def _typed_until(self, text: str, value: str) -> date | None:
        try:
            return typed_day(value, self.desk.today)
        except BadValue as error:
            self.refuse(str(error))
            self.give_back(text)
            return None

    def _do_and_show(self, text: str, verb: Callable[..., object], *args: object, **named: object) -> None:
        """Run a verb on the draft and show it as it is then; a refusal gives the text back."""
        assert self.number is not None
        number = self.number

        def work() -> LiveDraft:
            self.desk.do(verb, number, *args, **named)
            return self.read(number)

        self.held(work, then=partial(self.saved, at=self.at()), refused=lambda _: self.give_back(text))

    def _split(self, text: str, value: str) -> None:
        try:
            entries = tuple(one for one in readings(value, mark=self.show.decimal_mark) if isinstance(one, NewLine))
        except BadValue as error:
            self.refuse(str(error))
            self.give_back(text)
            return
        if entries:
            self.add(text, entries, None, split=True)
        else:
            self.refuse("which line? /split 60 chai")
            self.give_back(text)

    def sell(self, text: str, value: str) -> None:
        """Sell the order over the counter; see `order_counter`."""
        raise NotImplementedError

    def _change_line(self, text: str, **own: Any) -> None:
        """Say something of the highlighted line, which is the last one unless somebody went back."""
        at = self.at()
        if at is None:
            self.refuse("there is no line yet that it could be said of")
            self.give_back(text)
        else:
            self._do_and_show(text, orders.line_change, at, **own)

    def _line_later(self, text: str, value: str) -> None:
        try:
            day = typed_day(value, self.desk.today)
        except BadValue as error:
            self.refuse(str(error))
            self.give_back(text)
            return
        self._change_line(text, wanted=day)

    def _send_to(self, text: str, value: str, chosen: str, *, of_line: bool = False) -> None:
        assert self.draft is not None and self.number is not None
        customer, number, at = self.draft.customer, self.number, self.at()
        if at is None and of_line:
            self._change_line(text)
            return

        def work() -> LiveDraft | list[Suggestion]:
            found = self.desk.ask(addresses, customer)
            rows = address_rows(found, value)
            place = chosen or (rows[0].code if len(rows) == 1 else "")
            if not place:
                return rows
            there = found[int(place) - 1].id
            if of_line and at is not None:
                self.desk.do(orders.line_change, number, at, ship_to=there)
            else:
                self.desk.do(orders.change, number, ship_to=there)
            return self.read(number)

        def then(answer: LiveDraft | list[Suggestion]) -> None:
            if isinstance(answer, list):
                self.unclear(text, "address", answer)
            else:
                self.saved(answer, self.at())

        self.held(work, then=then, refused=lambda _: self.give_back(text))

    def _fill(self, text: str, name: str) -> None:
        assert self.number is not None
        number, token = self.number, uuid4().hex

        def work() -> tuple[LiveDraft, tuple[str, ...]]:
            filled = self.desk.do(standing.from_template, name, order=number, token=token)
            return self.read(number), filled.gone

        def then(answer: tuple[LiveDraft, tuple[str, ...]]) -> None:
            draft, gone = answer
            self.saved(draft)
            if gone:
                self.status.warn(f"template {name}: left out, for they are no longer sold: {', '.join(gone)}")

        self.held(work, then=then, refused=lambda _: self.give_back(text))

    def _keep_as(self, text: str, name: str) -> None:
        """`/save weekly` keeps a new one; `/save weekly!` puts it in the place of the one of that name."""

        def then(kept: str) -> None:
            self.status.done(f"template {kept} is kept; /template {kept} puts its lines on an order")

        self.do(
            template_verbs.save,
            name.rstrip("! "),
            order=self.number,
            replace=name.endswith("!"),
            then=then,
            refused=lambda _: self.give_back(text),
        )


def address_rows(found: Sequence[ListedAddress], value: str) -> list[Suggestion]:
    """The addresses that may be meant by a number of the list or by words; all of them for an empty text."""
    rows = [(place, one) for place, one in enumerate(found, start=1)]
    if value.isdecimal() and 1 <= int(value) <= len(rows):
        rows = [rows[int(value) - 1]]
    else:
        words = fold(value).split()
        rows = [row for row in rows if all(word in fold(f"{row[1].name} {_where(row[1])}") for word in words)]
    return [Suggestion(str(place), (_where(one), one.kind)) for place, one in rows]


def _where(one: ListedAddress) -> str:
    return ", ".join(part for part in (one.street, f"{one.postcode} {one.city}".strip(), one.country) if part)
