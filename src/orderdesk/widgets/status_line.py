"""The status line: what the desk has to say, in one row above the keys. It stays until something else is said.

It never asks for a key.
"""

from __future__ import annotations

from rich.cells import cell_len
from textual.strip import Strip

from orderdesk.widgets.cells import cut, width_of
from orderdesk.widgets.paint import GLYPHS, Cell, Painted, Tone

WORDS = {Tone.WARNING: "Warning:", Tone.REFUSED: "Refused:", Tone.DONE: "Done:"}


class StatusLine(Painted):
    """One message at a time."""

    DEFAULT_CSS = """
    StatusLine { height: 1; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self.tone = Tone.NOTE
        self._last = ""

    def say(self, text: str, tone: Tone = Tone.NOTE) -> None:
        """Say it, instead of what stood there."""
        if (text, tone) != (self.text, self.tone):
            self.text, self.tone, self._last = text, tone, ""
            self.refresh()

    def add(self, last: str) -> None:
        """Say this too, at the end; where room is short, what stood there is cut for it."""
        self.say(f"{self.text} {last}", self.tone)
        self._last = last

    def warn(self, text: str) -> None:
        """Say what is worth a look but stops nothing."""
        self.say(text, Tone.WARNING)

    def refused(self, text: str) -> None:
        """Say that an entry was not taken, and ring."""
        self.say(text, Tone.REFUSED)
        self.app.bell()

    def done(self, text: str) -> None:
        """Say that it was done."""
        self.say(text, Tone.DONE)

    def clear(self) -> None:
        """Say nothing."""
        self.say("")

    @property
    def is_cut(self) -> bool:
        """Whether the message is longer than the row, so that `text` holds more than is seen."""
        return width_of(self.text) > self.size.width - cell_len(self._lead())

    def _lead(self) -> str:
        glyph = GLYPHS.get(self.tone, "") if self.text else ""
        return " ".join(part for part in (" " if glyph else "", glyph, WORDS.get(self.tone, "")) if part)[1:] + " "

    def render_line(self, y: int) -> Strip:
        """The message."""
        lead, last = self._lead(), f" {self._last}" if self._last else ""
        text = cut(self.text.removesuffix(last), self.size.width - cell_len(lead) - width_of(last))
        return self.strip([Cell(lead, self.tone), text + last])
