"""The footer: which keys do what here. One row; what does not fit is left out by rank, and … says that there is more.

Of a command's two keys it shows the one that arrived last, so that on a terminal which keeps F10 for itself the person
who found ^O reads ^O. Where there is room it shows both.
"""

from __future__ import annotations

from rich.cells import cell_len
from textual.strip import Strip

from orderdesk.widgets.commands import Command, key_text
from orderdesk.widgets.keys import SerialKeysApp, keys_of
from orderdesk.widgets.paint import Cell, Painted, Piece, Tone

MORE = " …"


class KeyBar(Painted):
    """The commands of the screen, in the order given."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; }
    """

    def __init__(self, *commands: type[Command], id: str | None = None) -> None:
        super().__init__(id=id)
        self.commands: tuple[type[Command], ...] = commands
        self._arrived: dict[str, str] = {}  # by command, the key that arrived last

    def on_mount(self) -> None:
        """Learn which keys arrive, and which of them a key map has moved."""
        if isinstance(self.app, SerialKeysApp):
            self.app.key_arrived.subscribe(self, self.seen, immediate=True)
            for command in self.commands:
                last = self.app.last_arrived(*keys_of(self.app, command))
                if last is not None:
                    self._arrived[command.id] = last

    def show(self, *commands: type[Command]) -> None:
        """Show these instead."""
        self.commands = commands
        self.refresh()

    def seen(self, key: str) -> None:
        """This key has arrived: show it, if it is one of a command's keys."""
        for command in self.commands:
            keys = keys_of(self.app, command)
            if key in keys and (self._arrived.get(command.id) or keys[0]) != key and key not in command.aliases:
                self._arrived[command.id] = key
                self.refresh()

    def render_line(self, y: int) -> Strip:
        """The row, as much of it as fits."""
        pieces: list[Piece] = []
        for keys, label in self._fitting(self.size.width):
            pieces += [" ", Cell(keys, Tone.STRONG), " ", label] if label else [keys]
        return self.strip(pieces)

    def _fitting(self, width: int) -> list[tuple[str, str]]:
        both = [("/".join(key_text(key) for key in self._pair(command)), command.label) for command in self.commands]
        if _width(both) <= width:
            return both
        shown = list(self.commands)
        while shown:
            entries = [(key_text(self._one(command)), command.label) for command in shown]
            left_out = len(shown) < len(self.commands)
            if _width(entries) + (len(MORE) if left_out else 0) <= width:
                return [*entries, (MORE, "")] if left_out else entries
            shown.remove(max(shown, key=lambda command: command.rank))
        return [(MORE, "")] if self.commands else []

    def _one(self, command: type[Command]) -> str:
        return self._arrived.get(command.id) or keys_of(self.app, command)[0]

    def _pair(self, command: type[Command]) -> list[str]:
        return [key for key in keys_of(self.app, command) if key not in command.aliases][:2]


def _width(entries: list[tuple[str, str]]) -> int:
    return sum(cell_len(keys) + cell_len(label) + 2 for keys, label in entries)
