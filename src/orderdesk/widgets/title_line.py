"""The first row of a screen: where you are. Its parts are spread over the width, whatever that is at the moment."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from orderdesk.widgets.figures import spread
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Piece


class TitleLine(Lines):
    """Pieces beside each other, or parts that are spread from edge to edge."""

    DEFAULT_CSS = """
    TitleLine { height: 1; background: $primary 30%; text-style: bold; }
    TitleLine:ansi { background: ansi_default; text-style: bold reverse; }
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._parts: Sequence[str] | None = None

    def write(self, *pieces: Piece) -> None:
        """Put these beside each other."""
        self._parts = None
        self.show(pieces)

    def spread(self, *parts: str) -> None:
        """Spread these over the width: what does not fit goes from the middle, the last one never."""
        if parts != self._parts:
            self._parts = parts
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The row."""
        if self._parts is None:
            return super().render_line(y)
        return self.strip([spread(self._parts, self.size.width)])
