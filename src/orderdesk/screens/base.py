"""What every screen of the desk has: a title, a status line, a key bar, and keys that mean the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult

from orderdesk.screens.asking import AskingScreen
from orderdesk.widgets.commands import Command, bindings
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.key_bar import KeyBar
from orderdesk.widgets.paint import Piece
from orderdesk.widgets.standard_keys import GoTo, Help, Leave
from orderdesk.widgets.status_line import StatusLine
from orderdesk.widgets.title_line import TitleLine
from orderdesk.widgets.type_ahead import Typed


def _number(command: type[Command]) -> int:
    digits = command.key.removeprefix("f")
    return int(digits) if digits.isdecimal() else 99


class DeskScreen(AskingScreen):
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
