"""The confirm bar: what Enter on an empty line opens. Enter places; Cancel closes; typing on closes it and is not lost.

Because a letter or digit goes back to the field it came from, a scan can never press the bar's Enter: its own Enter
then belongs to its code.
"""

from __future__ import annotations

from textual import events
from textual.message import Message

from orderdesk.widgets.commands import key_text
from orderdesk.widgets.held import Held
from orderdesk.widgets.keys import SerialKeysApp, keys_of
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.standard_keys import Cancel, Confirm


class ConfirmBar(Held):
    """A text with the figures, and one key."""

    DEFAULT_CSS = """
    ConfirmBar { padding: 0 1; background: $primary 30%; text-style: bold; }
    ConfirmBar:ansi { background: ansi_default; text-style: bold reverse; }
    """

    class Confirmed(Message):
        """Enter, or Confirm: do it."""

    class Closed(Message):
        """It was closed without."""

    def open(self, *lines: Line, act: str = "place it") -> None:
        """Show these lines and, in the row after them, which key does it."""
        keys = f"Enter {act}   {key_text(Cancel.key)}/{key_text(Cancel.second)} back to the line"
        self.styles.height = len(lines) + 1
        self.show(*lines, Cell(keys, Tone.STRONG))
        self.take_focus()

    def close(self) -> None:
        """Close it, without a message."""
        self.give_focus_back()

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" or event.key in keys_of(self.app, Confirm):
            self.close()
            self.post_message(self.Confirmed())
        elif self.is_cancel(event.key):
            self.close()
            self.post_message(self.Closed())
        elif event.is_printable or event.key in ("backspace", "up"):
            self._hand_back(event)
        else:
            return  # help, why and the like stay possible
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._hand_back(event)

    def _hand_back(self, event: events.Key | events.Paste) -> None:
        self.close()
        self.post_message(self.Closed())
        if isinstance(self.app, SerialKeysApp):
            self.app.put_back(event)
