"""The worklist: rows that wait for somebody. Mark, act on the marked, and the next one stands there.

A subclass says what `WindowScreen` wants to know; what else it has it adds: a panel below (`below`, `look_closer`),
a foot (`foot`), acts (`act_on(self.chosen(), deed)`). An act and a filter hold the keys until the list stands again.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual import on
from textual.app import ComposeResult

from orderdesk.errors import OrderdeskError
from orderdesk.filters import LONGEST
from orderdesk.screens.export_file import FileBeingWritten
from orderdesk.screens.window import PAGE, Place, Seen, WindowScreen
from orderdesk.screens.worklist_keys import ExportRows, FilterRows, Mark, MarkAll, Views, help_of
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.standard_keys import Cancel, Refresh
from orderdesk.widgets.window_list import Key

__all__ = ["MARKED_AT_ONCE", "PAGE", "Outcome", "Place", "Seen", "WorklistScreen"]

T = TypeVar("T")
U = TypeVar("U")

MARKED_AT_ONCE = 1_000
TOLD = 3  # acts and refusals that are told one by one


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of several acts, in words; and the list as it stands after them."""

    done: tuple[str, ...]
    refusals: tuple[str, ...]
    seen: Seen[T]


class WorklistScreen(WindowScreen[T], Generic[T]):
    """One list to work through."""

    field_commands = (Mark,)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "commands" in cls.__dict__:
            own = (FilterRows, MarkAll, Views, ExportRows, Refresh, Cancel)
            cls.commands = (*cls.commands, *(one for one in own if one not in cls.commands))
        if "listing" in cls.__dict__:
            cls.help_text = help_of(cls.help_text, cls.listing.fields)
        super().__init_subclass__(**kwargs)

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.filter_bar = AskBar(Question("filter", "Filter", limit=LONGEST), id="filter")
        self._file: FileBeingWritten[T] | None = None

    def body(self) -> ComposeResult:
        """The list, what a subclass puts around it, and where a filter is typed."""
        yield from super().body()
        yield self.filter_bar

    # Marking and acting -----------------------------------------------------------------------------------------------

    def chosen(self) -> list[T]:
        """What an act is about: the marked items in the list's order, or else the highlighted one."""
        if self.list.marked:
            return [self.items[key] for key in self.list.marked]
        return [] if self.highlighted is None else [self.highlighted]

    def act_on(
        self,
        items: Sequence[U],
        deed: Callable[[U], str],
        *,
        name: Callable[[U], object] | None = None,
        then: Callable[[Outcome[T]], object] | None = None,
    ) -> None:
        """Do something to each, one transaction each: what is refused of one does not undo the others.

        The marks go, the list is read anew with the keys held, and the next row is highlighted.

        Args:
            items: those that were `chosen`, or parts of them.
            deed: called in a thread with each; says what was done, beginning with its name.
            name: what a refusal begins with, the item's key by default; of several deeds to one name the last is told.
            then: called when the list stands there again.
        """
        look = self.look(self.filter_text, self.place())
        called: Callable[[Any], object] = name or self.listing.key
        if len(items) > TOLD:
            self.status.say(f"{len(items)} under way …")

        done: dict[object, str] = {}
        refusals: list[str] = []

        def work() -> Outcome[T]:
            for item in items:
                try:
                    done[called(item)] = deed(item)
                except OrderdeskError as error:
                    refusals.append(f"{called(item)}: {error}")
            return Outcome(tuple(done.values()), tuple(refusals), look())

        def acted(outcome: Outcome[T]) -> None:
            following = self._following(done)
            self.list.clear_marks()
            self.seen(outcome.seen)
            if following is not None:
                self.list.highlight(following)
            self.say_outcome(outcome)
            if then is not None:
                then(outcome)

        self.held(work, then=acted)

    def _following(self, done: Container[object]) -> Key | None:
        """The row to go on with: the highlighted one, or when that was done the next one that was not."""
        keys = [row.key for row in self.list.rows]
        at = keys.index(self.list.highlighted) if self.list.highlighted is not None else 0
        return next((key for key in (*keys[at:], *reversed(keys[:at])) if key not in done), None)

    def say_outcome(self, outcome: Outcome[T]) -> None:
        """What was done in the status line; what was refused with a bell, and what was typed ahead is dropped."""
        done = _told(outcome.done, ", ")
        if outcome.refusals:
            self.refuse(_told(outcome.refusals, " · ") + (f" · but {done}" if done else ""))
        else:
            self.status.done(done)

    def action_mark_all(self) -> None:
        """M: everything that the filter shows, whether its page was brought or not."""

        def mark(seen: Seen[T]) -> None:
            self.seen(seen)
            self.list.mark_all()
            if seen.more:
                self.status.warn(f"the first {len(seen.items):,} are marked, and no more; narrow the filter with /")

        self.held(self.look(self.filter_text, Place(MARKED_AT_ONCE)), then=mark)

    # Filter, views, file ----------------------------------------------------------------------------------------------

    def action_filter_rows(self) -> None:
        """/: the field opens with the filter that holds."""
        self.filter_bar.open("", filter=self.filter_text)

    @on(AskBar.Answered, "#filter")
    def _filter(self, event: AskBar.Answered) -> None:
        self.apply_filter(event.answers["filter"], then=self.filter_bar.close)

    def apply_filter(
        self,
        text: str,
        then: Callable[[], object] | None = None,
        refused: Callable[[OrderdeskError], object] | None = None,
    ) -> None:
        """Show what this filter matches, from the top. One that cannot be read is refused in words."""

        def filtered(seen: Seen[T]) -> None:
            self.seen(seen)
            self.list.move(-len(self.list.rows))
            if then is not None:
                then()

        self.held(self.look(" ".join(text.split()), Place(PAGE)), then=filtered, refused=refused)

    def action_views(self) -> None:
        """V: filters that were kept under a name."""
        from orderdesk.screens.saved_views import SavedViewsScreen

        self.app.push_screen(SavedViewsScreen(self.listing.name, self.filter_text, self.apply_filter))

    def action_export_rows(self) -> None:
        """E: all rows of the filter into a file."""
        if self._file is None or self._file.ended:
            self._file = FileBeingWritten(self, self.listing, self.filter_text)
        else:
            self.status.warn("a file is being written already; F12 stops it")

    def action_cancel(self) -> None:
        """F12: stop the file, take the marks away, take the filter away, or leave; one at a time."""
        if self._file is not None and not self._file.ended:
            self._file.stop()
        elif self.list.marked:
            self.list.clear_marks()
        elif self.filter_text:
            self.apply_filter("")
        else:
            self.action_leave()

    def on_unmount(self) -> None:
        """A file that is not done is not left behind."""
        if self._file is not None:
            self._file.stop()


def _told(sentences: Sequence[str], joint: str) -> str:
    rest = len(sentences) - TOLD
    return joint.join([*sentences[:TOLD], *([f"and {rest} more"] if rest > 0 else [])])
