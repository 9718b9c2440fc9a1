"""The views of one list: Enter shows the rows of one, S keeps the present filter under a name, X discards one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import views as verbs
from orderdesk.queries.views import View, views
from orderdesk.screens.base import DeskScreen
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.standard_keys import Cancel
from orderdesk.widgets.window_list import Row, WindowList


class SaveView(Command):
    """Keep the filter that holds now, under a name."""

    key, label, rank = "s", "Save", 20


class DiscardView(Command):
    """Forget the highlighted view."""

    key, label, rank = "x", "Discard", 21


class SavedViewsScreen(DeskScreen):
    """Choose a view, keep one, or discard one.

    Args:
        of: the list's name.
        filter: what holds there now.
        apply: told the filter that was chosen.
    """

    commands = (SaveView, DiscardView, Cancel)
    heading = "VIEWS"
    help_text = "A view is a filter under a name; it is yours alone. One saved under a name that is there replaces it."

    def __init__(self, of: str, filter: str, apply: Callable[[str], object]) -> None:
        super().__init__()
        self.of = of
        self.filter = filter
        self.apply = apply
        columns = (Column("Name", 20), Column("Filter", 30, share=1))
        self.list = WindowList(columns, empty="No view is kept: S keeps one.")
        self.bar = AskBar(Question("name", "Name", limit=40, needed=True), id="save")
        self._views: dict[str, View] = {}

    def body(self) -> ComposeResult:
        """The names, and where a new one is typed."""
        yield self.list
        yield self.bar

    def on_mount(self) -> None:
        """What is kept."""
        self.show_title(f" {self.heading} of {self.of}   now: {self.filter or 'all'}")
        self._read()

    def _read(self) -> None:
        self.held(partial(self.desk.ask, views, self.of), then=self._seen)

    def _seen(self, found: tuple[View, ...]) -> None:
        self._views = {view.name: view for view in found}
        self.list.set_rows([Row(view.name, (view.name, view.filter or "all")) for view in found])

    @on(WindowList.Chosen)
    def _choose(self, event: WindowList.Chosen) -> None:
        self.app.pop_screen()
        self.apply(self._views[str(event.key)].filter)

    def action_save_view(self) -> None:
        """S."""
        self.bar.open(f"Keep {self.filter or 'all'} as")

    @on(AskBar.Answered)
    def _save(self, event: AskBar.Answered) -> None:
        def saved(name: str) -> None:
            self.bar.close()
            self.status.done(f"{name}: {self.filter or 'all'}")
            self._read()

        self.do(verbs.save, self.of, event.answers["name"], self.filter, then=saved)

    @on(AskBar.Missing)
    def _nameless(self) -> None:
        self.refuse("a view needs a name")

    def action_discard_view(self) -> None:
        """X."""
        if self.list.highlighted is not None:
            self.do(verbs.discard, self.of, self.list.highlighted, then=lambda _: self._read())

    def action_cancel(self) -> None:
        """F12: back to the list as it was."""
        self.action_leave()
