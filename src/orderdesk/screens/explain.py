"""A page of text over the screen: why something is so, or what the keys do. Any of the keys that end things ends it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from orderdesk.screens.base import DeskScreen
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command, key_text
from orderdesk.widgets.key_bar import KeyBar
from orderdesk.widgets.standard_keys import Cancel, Help, Leave
from orderdesk.widgets.window_list import Row, WindowList


class ExplainScreen(DeskScreen):
    """Lines to read, one below the other; a heading is a line that does not begin with a blank."""

    commands: ClassVar[tuple[type[Command], ...]] = (Cancel,)

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.lines = tuple(lines)
        self.text = WindowList([Column("", 40, share=1)], heading=False, empty="There is nothing to explain.")
        self.show_title(f" {heading}")
        self.key_bar = KeyBar(Leave, Cancel)

    def body(self) -> ComposeResult:
        """The lines, to be scrolled where there are more than fit."""
        yield self.text

    def on_resize(self) -> None:
        """Wrap them to the width; a line goes on below its own first letter."""
        rows = [row for line in self.lines for row in _wrapped(line, max(20, self.app.size.width - 4))]
        self.text.set_rows([Row(number, (row,)) for number, row in enumerate(rows)])

    def action_cancel(self) -> None:
        """Back to what it was about."""
        self.action_leave()

    def action_help(self) -> None:
        """There is nothing to help with."""

    def on_window_list_chosen(self, event: WindowList.Chosen) -> None:
        """Enter: read."""
        event.stop()
        self.action_leave()


def _help_line(command: type[Command], below: DeskScreen) -> str:
    """Its keys as they are at this terminal, the footer's word, and the sentence that says what it does."""
    keys = [key for key in below.desk_app.keys_of(command) if key not in command.aliases][:2]
    return f"{'  '.join(key_text(key) for key in keys):<9} {command.label:<12} {command.help()}"


def _wrapped(line: str, width: int) -> list[str]:
    """A line in rows; what stands in columns goes on in its last column."""
    gaps = [gap.end() for gap in re.finditer(r"  +|^ +", line)]
    hang = min(gaps[-1] if gaps else 0, width // 2)
    return textwrap.wrap(line, width, subsequent_indent=" " * hang, drop_whitespace=True) or [""]


class HelpScreen(ExplainScreen):
    """The keys of the screen below."""

    commands = (Cancel, Help)

    def __init__(self, below: DeskScreen) -> None:
        purpose = getattr(below.focused, "purpose", "")
        here = [f" {below.status.text}", ""] if below.status.is_cut else []
        here += [f" {purpose}", ""] if purpose else []
        keys = [f"   {_help_line(command, below)}" for command in below.every_command]
        notes = ["", *(f"   {line}" for line in below.help_text.strip().splitlines())] if below.help_text else []
        super().__init__(f"Keys   {below.heading}", [*here, *keys, *notes])

    def on_key(self, event: events.Key) -> None:
        """Help again closes it too."""
        if event.key in Help.all_keys():
            event.stop()
            self.action_leave()
