"""A line across the screen, between what belongs together."""

from __future__ import annotations

from textual.strip import Strip

from orderdesk.widgets.paint import Cell, Painted, Tone


class Rule(Painted):
    """One row of ─."""

    def render_line(self, y: int) -> Strip:
        """The row."""
        return self.strip([Cell("─" * self.size.width, Tone.MUTED)])
