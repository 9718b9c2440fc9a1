"""What every screen of the desk has: a title, a status line, a key bar, and its two doors to the business.

`ask` runs a query beside the keys, which never wait for it; only the newest answer of a group is applied. `do` runs a
verb; the keys that follow wait for it, and after a refusal they are dropped, for they were meant for another place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from orderdesk.desk.verb import Desk
from orderdesk.errors import OrderdeskError
from orderdesk.widgets.commands import Command, bindings
from orderdesk.widgets.key_bar import KeyBar
from orderdesk.widgets.keys import SerialKeysApp
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Piece
from orderdesk.widgets.standard_keys import GoTo, Help, Leave
from orderdesk.widgets.status_line import StatusLine

T = TypeVar("T")


class DeskApp(SerialKeysApp[None]):
    """What screens may ask of the app."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def go(self, place: str, *args: Any, instead: bool = False) -> None:
        """Open a screen by its name in `orderdesk.app.PLACES`, on top of this one or instead of it."""
        raise NotImplementedError


@dataclass(slots=True)
class _Group:
    """Queries of which only the newest counts: at most one runs, and the newest that came meanwhile waits for it."""

    newest: int = 0
    running: bool = False
    next: Callable[[], None] | None = None


class TitleLine(Lines):
    """The first row: where you are."""

    DEFAULT_CSS = """
    TitleLine { height: 1; background: $primary 30%; text-style: bold; }
    TitleLine:ansi { background: ansi_default; text-style: bold reverse; }
    """


class DeskScreen(Screen[None]):
    """One screen. A subclass names its `commands` and yields its widgets from `body`."""

    commands: ClassVar[tuple[type[Command], ...]] = ()
    """What can be done here, in the order of the key bar; Help, Go to and Leave come by themselves."""

    field_commands: ClassVar[tuple[type[Command], ...]] = ()
    """What the fields here take themselves; shown with the others."""

    heading: ClassVar[str] = ""
    """The title until `title_line.show` says more."""

    help_text: ClassVar[str] = ""
    """What Help says below the keys."""

    AUTO_FOCUS = "EntryField, WindowList"

    DEFAULT_CSS = """
    DeskScreen { layout: vertical; }
    .rule { color: $text-muted; }
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "commands" in cls.__dict__:
            common = [one for one in (Help, GoTo, Leave) if not any(issubclass(own, one) for own in cls.commands)]
            cls.commands = (*common, *cls.commands)
            cls.BINDINGS = bindings(*cls.commands)
        super().__init_subclass__(**kwargs)

    def __init__(self) -> None:
        super().__init__()
        self.title_line = TitleLine(f" {self.heading}")
        self.status = StatusLine(id="status")
        self.key_bar = KeyBar(*self.commands, *self.field_commands)
        self._groups: dict[str, _Group] = {}

    def compose(self) -> ComposeResult:
        """Title, body, status, keys."""
        yield self.title_line
        yield from self.body()
        yield self.status
        yield self.key_bar

    def body(self) -> ComposeResult:
        """What stands between the title and the status line."""
        yield from ()

    @property
    def desk_app(self) -> DeskApp:
        """The app, as what it is."""
        app = self.app
        assert isinstance(app, DeskApp)
        return app

    @property
    def desk(self) -> Desk:
        """The way to verbs and queries, as the person who sits here."""
        return self.desk_app.desk

    # Asking and doing -------------------------------------------------------------------------------------------------

    def ask(
        self,
        query: Callable[..., T],
        *args: Any,
        then: Callable[[T], object],
        group: str = "",
        refused: Callable[[OrderdeskError], object] | None = None,
        **named: Any,
    ) -> None:
        """Run a query in a thread and hand its answer to `then`, unless a newer question of the group was asked since.

        Args:
            group: what is asked for; by default the query's name.
            refused: told why there is no answer; by default the status line is.
        """
        name = group or query.__name__
        one = self._groups.setdefault(name, _Group())
        one.newest += 1
        begin = partial(
            self._run_question, one, one.newest, partial(self.desk.ask, query, *args, **named), then, refused
        )
        if one.running:
            one.next = begin
        else:
            begin()

    def forget(self, group: str) -> None:
        """Apply no answer to what was asked in this group until now."""
        if group in self._groups:
            self._groups[group].newest += 1
            self._groups[group].next = None

    def _run_question(
        self,
        one: _Group,
        number: int,
        work: Callable[[], T],
        then: Callable[[T], object],
        refused: Callable[[OrderdeskError], object] | None,
    ) -> None:
        async def run() -> None:
            try:
                answer = await asyncio.to_thread(work)
            except OrderdeskError as error:
                if number == one.newest:
                    (refused or self.say_refused)(error)
            else:
                if number == one.newest:
                    then(answer)
            finally:
                one.running = False
                following, one.next = one.next, None
                if following is not None and self.is_attached:
                    following()

        one.running = True
        self.run_worker(run(), group="ask")

    def do(
        self,
        verb: Callable[..., T],
        *args: Any,
        then: Callable[[T], object] | None = None,
        refused: Callable[[OrderdeskError], object] | None = None,
        **named: Any,
    ) -> None:
        """Run a verb; the keys that follow wait until its answer was handled.

        A refusal stands in the status line, with a bell, and drops what was typed ahead; then `refused` is told.
        """
        self.held(partial(self.desk.do, verb, *args, **named), then=then, refused=refused)

    def held(
        self,
        work: Callable[[], T],
        *,
        then: Callable[[T], object] | None = None,
        refused: Callable[[OrderdeskError], object] | None = None,
    ) -> None:
        """Run verbs and queries that belong together in a thread, as `do` runs one verb."""

        def answer(result: T) -> None:
            if then is not None:
                then(result)

        def trouble(error: Exception) -> None:
            if not isinstance(error, OrderdeskError):
                raise error
            self.refuse(str(error))
            if refused is not None:
                refused(error)

        self.desk_app.run_held(work, answer, trouble)

    def refuse(self, sentence: str) -> None:
        """Say why an entry was not taken, ring, and drop what was typed ahead of it."""
        self.status.refused(sentence)
        self.desk_app.drop_typed_ahead()

    def say_refused(self, error: OrderdeskError) -> None:
        """Say why there is no answer; nothing that was typed is lost by it."""
        self.status.warn(str(error))

    @on(SerialKeysApp.TypedAheadDropped)
    def _say_dropped(self, event: SerialKeysApp.TypedAheadDropped) -> None:
        keys = "1 key" if event.count == 1 else f"{event.count} keys"
        self.status.say(f"{self.status.text} ({keys} typed ahead dropped)", self.status.tone)

    # Keys that mean the same everywhere -------------------------------------------------------------------------------

    def show_title(self, *pieces: Piece) -> None:
        """Say where you are."""
        self.title_line.show(pieces)

    def action_leave(self) -> None:
        """Back to the screen below."""
        self.app.pop_screen()

    def action_go_to(self) -> None:
        """Ask where to go."""
        self.desk_app.go("go_to")

    def action_help(self) -> None:
        """Show what the keys do here."""
        self.desk_app.go("help", self)
