"""What every screen of the desk has: a title, a status line, a key bar, and its two doors to the business.

`ask` runs a query beside the keys, which never wait for it; only the newest answer of a group is applied. `do` runs a
verb; the keys that follow wait for it, and after a refusal they are dropped, for they were meant for another place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult

from orderdesk.config import Config
from orderdesk.errors import OrderdeskError
from orderdesk.in_hand import InHand
from orderdesk.recent import Recent
from orderdesk.widgets.commands import Command, bindings
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.key_bar import KeyBar
from orderdesk.widgets.keys import SerialKeysApp
from orderdesk.widgets.paint import Piece
from orderdesk.widgets.picture import PromptScreen
from orderdesk.widgets.scanner_keys import ScannerKeys
from orderdesk.widgets.settle import place_of
from orderdesk.widgets.standard_keys import GoTo, Help, Leave
from orderdesk.widgets.status_line import StatusLine
from orderdesk.widgets.title_line import TitleLine
from orderdesk.widgets.type_ahead import Typed

if TYPE_CHECKING:  # with the database behind them: the first screen stands before they are loaded
    from orderdesk.desk.verb import Desk

T = TypeVar("T")


class DeskApp(SerialKeysApp[None]):
    """What screens may ask of the app."""

    WAITS_FOR_READY: ClassVar[bool] = True  # until the desk is open

    LOOK_EVERY: ClassVar[float] = 0.5
    """Seconds between looks at whether somebody has changed something; what they did is seen within a second."""

    desk: Desk
    """The way to verbs and queries, as the person who sits here; there from `opened` on, and before the first key."""

    in_hand: InHand
    """The drafts that somebody works on here, or worked on when a desk of theirs was lost."""

    recent: Recent
    """Where this person has been on this database."""

    def __init__(self, desk: Desk | Callable[[], Desk], config: Config | None = None) -> None:
        """`desk` may be a function that opens it: then the first screen stands before that is done."""
        super().__init__()
        self.config = config or Config()
        self.scanner = ScannerKeys(self.config.scanner_prefix, self.config.scanner_suffix)
        self._newest: int | None = None  # the newest event that the screen in front has taken into account
        self._looking = False
        self.is_open = False
        self.trouble: OrderdeskError | None = None
        """Why the desk could not be opened."""
        self._opening: Callable[[], Desk] | None = desk if callable(desk) else None
        if not callable(desk):
            self._take(desk)

    def _take(self, desk: Desk) -> None:
        self.desk, self.is_open = desk, True
        self.in_hand = InHand(str(desk.store.location), desk.who.login)
        self.recent = Recent(str(desk.store.location), desk.who.login)

    # Opening ----------------------------------------------------------------------------------------------------------

    def _on_ready(self) -> None:
        if self._opening is None:
            self._opened()
        else:  # once the first screen is painted
            self.call_after_refresh(lambda: self.run_worker(self._open_desk(), group="opening"))

    async def _open_desk(self) -> None:
        assert self._opening is not None
        try:
            desk = await asyncio.to_thread(self._opening)
        except OrderdeskError as error:
            self.trouble = error
            self.exit()
            return
        self._take(desk)
        self._opened()

    def _opened(self) -> None:
        """The desk is open: from now on keys are passed on, and others' changes looked for."""
        self.set_keymap({name: ",".join(keys) for name, keys in self.config.keys.items()})
        self.set_interval(self.LOOK_EVERY, self.look_around)
        if isinstance(self.screen, DeskScreen):
            self.screen.opened()
        self.ready()

    titles: ClassVar[Mapping[str, str]] = {}
    """The places that may be chosen, with what people call them."""
    leads: ClassVar[Mapping[str, str]] = {}
    """The places that show a kind of document, by that kind."""

    def go(self, place: str, *args: Any, instead: bool = False) -> None:
        """Open a screen by its name in `orderdesk.app.PLACES`, on top of this one or instead of it."""
        raise NotImplementedError

    def takes_first(self, event: Typed) -> bool:
        """Take a scan that says it is one out of the keys, whatever has the focus; the screen in front gets it."""
        screen = self.screen
        if not isinstance(screen, DeskScreen):
            return False
        if isinstance(event, events.Key) and self.scanner.sorts(event, self.put_back, screen.scan_came):
            return True
        return screen.takes_first(event)

    # What others do ---------------------------------------------------------------------------------------------------

    def look_around(self) -> None:
        """Ask whether anybody has changed anything, and if so let the screen in front read it again."""
        if not self._looking:
            self._looking = True
            self.run_worker(self._look_around(), group="pulse")

    def _newest_event(self) -> int:
        from orderdesk.queries.pulse import newest_event

        return self.desk.ask(newest_event)

    async def _look_around(self) -> None:
        try:
            newest = await asyncio.to_thread(self._newest_event)
        except OrderdeskError:
            return  # whatever is asked or done next says so
        finally:
            self._looking = False
        before, self._newest = self._newest, newest
        screen, _ = place_of(self)  # none while the desk closes
        if before not in (None, newest) and isinstance(screen, DeskScreen):
            screen.changed()

    def _on_unmount(self) -> None:
        super()._on_unmount()
        if self.is_open:
            self.in_hand.close()


@dataclass(slots=True)
class _Group:
    """Queries of which only the newest counts: at most one runs, and the newest that came meanwhile waits for it."""

    newest: int = 0
    running: bool = False
    next: Callable[[], None] | None = None


def _number(command: type[Command]) -> int:
    digits = command.key.removeprefix("f")
    return int(digits) if digits.isdecimal() else 99


class DeskScreen(PromptScreen[None]):
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
    DeskScreen { layout: vertical; overflow: hidden; }
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
        self.key_bar = KeyBar(*self.every_command)
        self._groups: dict[str, _Group] = {}

    @property
    def every_command(self) -> Sequence[type[Command]]:
        """What can be done here, by the numbers of the keys; then what has no number."""
        return sorted((*self.commands, *self.field_commands), key=_number)

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
        self.status.add(f"({keys} typed ahead dropped)")

    def keep_typed(self) -> None:
        """The desk ends: keep what stands in a field and was not accepted, where the next desk can offer it back."""

    def takes_first(self, event: Typed) -> bool:
        """Whether the screen takes this key or paste before the focused widget sees it."""
        return False

    def scan_came(self, text: str) -> None:
        """A scan that says it is one: it is typed into the field that has the focus; without one it presses nothing."""
        field = self.focused
        if isinstance(field, EntryField):
            field.replace(text, *field.selection)
            field.accept()
        else:
            self.status.refused("no scan is taken here; go to where it belongs first")

    def opened(self) -> None:
        """The desk is open, for the screen that stood before it was."""

    def changed(self) -> None:
        """Somebody, here or elsewhere, has changed something: read again what is shown, and disturb nobody by it."""

    # Keys that mean the same everywhere -------------------------------------------------------------------------------

    def show_title(self, *pieces: Piece) -> None:
        """Say where you are."""
        self.title_line.write(*pieces)

    def spread_title(self, *parts: str) -> None:
        """Say where you are, from edge to edge."""
        self.title_line.spread(*parts)

    def action_leave(self) -> None:
        """Back to the screen below."""
        self.app.pop_screen()

    def action_go_to(self) -> None:
        """Ask where to go."""
        self.desk_app.go("go_to", self)

    def action_help(self) -> None:
        """Show what the keys do here."""
        self.desk_app.go("help", self)
