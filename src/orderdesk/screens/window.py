"""A window over a list's query: a page at a time, read again when something changed, added up in its foot.

A subclass names its `listing` (see `queries.listing`), its `columns`, and how an item becomes a `row`. The first page
and the pages after it are read with the keys held; what is read again is read beside them, and paints nothing that is
as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult

from orderdesk.queries.listing import Listing, Sums
from orderdesk.queries.settings import settings
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import ONE
from orderdesk.widgets.columns import Column
from orderdesk.widgets.window_list import Key, Row, WindowList

T = TypeVar("T")

PAGE = 50
NEXT_PAGE = 200
FROM_THE_TOP = 500  # rows: above, a list is read again from its first row; below, only what is in sight


@dataclass(frozen=True, slots=True)
class Place:
    """What to read: so many rows after this one of the list's rows (0 is from the top)."""

    rows: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """What was read on one snapshot. `more`: the page was full."""

    company: Settings
    filter: str
    place: Place
    items: Sequence[T]
    more: bool
    beside: Any


class WindowScreen(DeskScreen, Generic[T]):
    """One list, of which only what is in sight is drawn and only what was looked at is read."""

    listing: Listing[T]
    columns: ClassVar[tuple[Column, ...]] = ()
    empty: ClassVar[str] = "Nothing here."
    noun: ClassVar[str] = "row"
    """What the foot counts."""
    count_column: ClassVar[int] = 1
    """Where the foot says how many match."""
    amount_column: ClassVar[int | None] = None
    """Where the foot says what they come to."""

    AUTO_FOCUS = "WindowList"

    def __init__(self, filter: str = "") -> None:
        super().__init__()
        self.filter_text = " ".join(filter.split())
        self.list = WindowList(self.columns, markable=True, empty=self.empty, id="worklist")
        self.list.totals = ("",)  # the foot's row is there from the start
        self.show = Show()
        self.items: dict[Key, T] = {}
        self.more = False  # there are pages that were not brought yet
        self._begun = False
        self._old_above = False  # rows above those in sight were not read again with them

    # What a subclass says ---------------------------------------------------------------------------------------------

    def row(self, item: T) -> Row:
        """An item as it is shown; its key is the listing's."""
        raise NotImplementedError

    def above(self) -> ComposeResult:
        """What stands above the list."""
        yield from ()

    def below(self) -> ComposeResult:
        """What stands below the list: a panel, bars."""
        yield from ()

    def look_closer(self, item: T | None) -> None:
        """The highlight is on this item, or the list was read anew: `ask` what the panel shows. None: no row."""

    def beside(self, reading: Reading) -> Any:
        """What else is read on the list's snapshot, in a thread; `show_beside` gets it."""

    def show_beside(self, answer: Any) -> None:
        """Show what `beside` found, before the rows are."""

    def title_pieces(self) -> Sequence[str]:
        """The pieces of the title, spread over the row."""
        return [f" {self.heading}   {self.filter_text or 'all'}"]

    def foot(self, sums: Sums) -> tuple[str, ...]:
        """The foot's cells."""
        cells = [""] * len(self.columns)
        count = self.show.quantity(sums.count * ONE) + "+" * sums.more
        cells[self.count_column] = f"{count} {self.noun}{'' if count == '1' else 's'}"
        if self.amount_column is not None and sums.amount is not None:
            cells[self.amount_column] = self.show.money(sums.amount)
        return tuple(cells)

    # Reading ----------------------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The list, and what a subclass puts around it."""
        yield from self.above()
        yield self.list
        yield from self.below()

    def on_mount(self) -> None:
        """The first page; what is typed ahead of it waits."""
        self.show_title(f" {self.heading}")
        self._begin()

    def _begin(self) -> None:
        self.held(self.look(self.filter_text, Place(PAGE)), then=self.seen)

    def on_screen_resume(self) -> None:
        """Somebody comes back; the next key is meant for what is there now."""
        if self._begun:
            place = self.place()
            look = partial(self.desk.ask, self._read, self.filter_text, place, self._anchor(place))
            self.held(look, then=self._seen_again)

    def _seen_again(self, seen: Seen[T]) -> None:
        if seen.filter == self.filter_text:  # unless another one was applied meanwhile
            self.seen(seen)

    def changed(self) -> None:
        """Read again what is in sight; nothing is painted that is as it was."""
        if self.is_current and self._begun:
            self.ask(self._read, self.filter_text, place := self.place(), self._anchor(place), then=self.seen)

    def action_refresh(self) -> None:
        """F5."""
        if self._begun:
            self.changed()
        else:  # the first page could not be read
            self._begin()

    def place(self) -> Place:
        """What to read so that what is in sight is as it is now."""
        sight = self.list.in_sight
        room = max(PAGE, 2 * (sight.stop - sight.start))
        return Place(sight.stop + room) if sight.stop <= FROM_THE_TOP else Place(2 * room, sight.start)

    def _anchor(self, place: Place) -> T | None:
        return self.items[self.list.rows[place.after - 1].key] if place.after else None

    def look(self, text: str, place: Place) -> Callable[[], Seen[T]]:
        """What reads rows of a filter in a thread, for `held`."""
        return partial(self.desk.ask, self._read, text, place, self._anchor(place))

    def _read(self, reading: Reading, text: str, place: Place, after: T | None) -> Seen[T]:
        items = self.listing.page(reading, self.listing.read(reading, text), after, place.rows)
        return Seen(settings(reading), text, place, items, len(items) >= place.rows, self.beside(reading))

    def seen(self, seen: Seen[T]) -> None:
        """Show what was read."""
        self.forget(self._read.__name__)  # nothing that was asked before may replace it
        self._begun = True
        self.filter_text = seen.filter
        self.show = Show(seen.company.money, seen.company.locale)
        self.show_beside(seen.beside)
        kept = set(self.list.marked) if not seen.place.after else self.items.keys()
        self.items = {key: item for key, item in self.items.items() if key in kept}
        self.items |= {self.listing.key(item): item for item in seen.items}
        self._old_above = bool(seen.place.after)
        was = self.list.highlighted
        self.list.empty = self.empty if not self.filter_text else "The filter matches nothing."
        rows = [*self.list.rows[: seen.place.after], *map(self.row, seen.items)]
        self.list.set_rows(rows, more=seen.more)
        self.more = seen.more
        self.spread_title(*self.title_pieces())
        if self.list.highlighted == was:  # else `Highlighted` says so
            self.look_closer(self.highlighted)
        self.ask(self._add_up, self.filter_text, then=self._show_sums)

    def _add_up(self, reading: Reading, text: str) -> Sums:
        return self.listing.sums(reading, self.listing.read(reading, text))

    def _show_sums(self, sums: Sums) -> None:
        cells = self.foot(sums)
        if cells != self.list.totals:
            self.list.set_totals(*cells)

    @on(WindowList.NeedMore, "#worklist")
    def _next_page(self, event: WindowList.NeedMore) -> None:
        place = Place(NEXT_PAGE, len(self.list.rows))
        self.held(self.look(self.filter_text, place), then=self._append)

    def _append(self, seen: Seen[T]) -> None:
        if len(self.list.rows) != seen.place.after:
            return  # read again meanwhile, with less; the list asks anew
        self.items |= {self.listing.key(item): item for item in seen.items}
        self.list.append_rows([self.row(item) for item in seen.items], more=seen.more)
        self.more = seen.more

    @on(WindowList.Highlighted, "#worklist")
    def _highlighted(self) -> None:
        self.look_closer(self.highlighted)
        if self._old_above and self.list.in_sight.stop <= FROM_THE_TOP:
            self.changed()

    @property
    def highlighted(self) -> T | None:
        """The item that the highlight is on."""
        return None if self.list.highlighted is None else self.items[self.list.highlighted]
