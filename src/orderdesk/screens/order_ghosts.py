"""As last time: what the customer had, line by line, as ghosts that Enter makes real.

F9 (or = and Enter) offers the last order; again, the usual basket; then each template. A number changes how many, an
arrow passes over, = takes all that are left. Whatever else is typed is a line like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from orderdesk.queries.templates import TemplateFound, TemplateLine, template_card
from orderdesk.queries.usual import Ghost, Usual, usual
from orderdesk.quick_entry import NewLine, entry_text
from orderdesk.screens.order_lines import SUGGEST, LineEntry
from orderdesk.show import Show
from orderdesk.values import parse_quantity
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.suggestions import Suggestion

ALL = "="
_QUANTITY = re.compile(r"\d{1,5}([.,]\d{1,3})?$")


@dataclass(slots=True)
class Source:
    """Where ghosts come from; `template` is one whose lines have not been read yet."""

    title: str
    ghosts: list[Ghost | TemplateLine] = field(default_factory=list)
    template: TemplateFound | None = None


class AsLastTime(LineEntry):
    """Order entry with ghosts."""

    def __init__(self, number: int | None) -> None:
        super().__init__(number)
        self.sources: list[Source] = []
        self.offering = False  # the first source

    # Offering ---------------------------------------------------------------------------------------------------------

    def as_last_time(self) -> None:
        """Offer what this customer had, or the next source of ghosts."""
        if self.number is None:
            self.status.say("Type the customer first; then F9 offers what they had last")
            return
        if self.offering:
            self.sources.pop(0)
        if self.sources:
            self._begin_source()
        elif self.offering:
            self.stop_offering("That was all there is to offer; F9 begins again")
        else:
            self.held(partial(self.desk.ask, usual, self.number), then=self._found)

    def stop_offering(self, said: str = "") -> None:
        """No ghosts for now; Enter on the empty line means the total again."""
        self.offering = False
        self.suggestions.clear()
        if said:
            self.status.say(said)
        self.look_behind()

    def _found(self, found: Usual) -> None:
        self.sources = _sources(found, self.show)
        if not self.sources:
            self.status.say(f"{found.customer} has had nothing else so far, and there is no template")
        else:
            self._begin_source(found.gone)

    def _begin_source(self, gone: Sequence[str] = ()) -> None:
        source = self.sources[0]
        self.status.clear()
        if source.template is None:
            self.offer()
            if gone:
                self.status.warn(f"no longer sold: {', '.join(gone)}")
            return

        def then(lines: list[Ghost | TemplateLine]) -> None:
            source.ghosts, source.template = lines, None
            self.offer()

        name = source.template.name

        def work() -> list[Ghost | TemplateLine]:
            return [line for line in self.desk.ask(template_card, name).lines if line.active]

        self.held(work, then=then)

    def offer(self, place: int = 0) -> None:
        """Show the ghosts that are left, with the one at this place highlighted unless one is already."""
        if not self.sources[0].ghosts:
            done = self.sources.pop(0)
            self.sources = [one for one in self.sources if one.ghosts or one.template is not None]
            more = f"; F9 offers: {self.sources[0].title}" if self.sources else ""
            self.stop_offering(f"{done.title}: nothing is left{more}")
            return
        self.offering = True
        rows = [_row(ghost, self.show) for ghost in self.sources[0].ghosts]
        self.suggestions.show(rows, self.suggestions.next_generation())
        if self.suggestions.chosen is None:
            self.suggestions.move(1 + min(place, len(rows) - 1))
        self.look_behind()

    def look_behind(self) -> None:
        """While ghosts are offered: where they come from, and the keys."""
        if not self.offering:
            super().look_behind()
        elif not self.entry.value:
            source = self.sources[0]
            more = f"   F9 {self.sources[1].title}" if len(self.sources) > 1 else ""
            self.behind.show(
                [Cell(f" {source.title}", Tone.STRONG), f": {len(source.ghosts)} left{more}"],
                Cell(" Enter takes it · a number changes how many · ↓ passes over · = all · F12 ends", Tone.MUTED),
            )

    # While it is typed, and when it is accepted -----------------------------------------------------------------------

    def look_at(self, text: str) -> None:
        """A number is how many of the ghost; anything else is looked up."""
        if self.offering and (not text or text == ALL or _QUANTITY.match(text)):
            self.forget(SUGGEST)
            self.offer()
        else:
            super().look_at(text)

    def enter_line(self, text: str, chosen: Suggestion | None) -> None:
        """Take the highlighted ghost, that many of it, or all of them."""
        if text == ALL:
            if self.offering:
                self.take_all([ghost.entry for ghost in self._left()])
            else:
                self.as_last_time()
            return
        ghost = next((one for one in self._left() if chosen is not None and one.sku == chosen.code), None)
        if ghost is None or (text and not _QUANTITY.match(text)):
            super().enter_line(text, chosen if ghost is None else None)
            return
        entry = ghost.entry
        if text:
            quantity = parse_quantity(text.replace(",", self.show.decimal_mark), mark=self.show.decimal_mark)
            entry = NewLine(entry.code, quantity, entry.unit, note=entry.note)
        self.add(entry_text(entry, self.show.decimal_mark), (entry,), None)

    def _left(self) -> list[Ghost | TemplateLine]:
        return self.sources[0].ghosts if self.offering else []

    def taken(self, sku: str) -> None:
        """A line of this product is on the order now: it is offered no more, and the one behind it is next."""
        place = next((place for place, one in enumerate(self._left()) if one.sku == sku), 0)
        for source in self.sources:
            source.ghosts = [ghost for ghost in source.ghosts if ghost.sku != sku]
        if self.offering:
            self.offer(place)


def _sources(found: Usual, show: Show) -> list[Source]:
    sources: list[Source] = []
    if found.last and found.last_order is not None:
        sources.append(Source(f"Order {found.last_order} of {show.day(found.last_on)}", list(found.last)))
    if found.basket:
        sources.append(Source("The usual basket", list(found.basket)))
    return sources + [Source(f"Template {one.name}", template=one) for one in found.templates]


def _row(ghost: Ghost | TemplateLine, show: Show) -> Suggestion:
    told = ""
    if isinstance(ghost, Ghost):
        told = f"{ghost.orders} × · {show.day(ghost.last_on)}"
    return Suggestion(ghost.sku, (f"{show.quantity(ghost.in_unit)} {ghost.unit} {ghost.name}", told))
