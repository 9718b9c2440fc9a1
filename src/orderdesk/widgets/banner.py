"""The held banner: something is wrong that must not be passed over, such as the wrong item in the hand.

Only Cancel clears it. A scan cannot: every other key is swallowed, and rings again.
"""

from __future__ import annotations

from textual import events
from textual.message import Message

from orderdesk.widgets.cells import cut
from orderdesk.widgets.commands import key_text
from orderdesk.widgets.held import Held
from orderdesk.widgets.keys import keys_of
from orderdesk.widgets.paint import GLYPHS, Tone
from orderdesk.widgets.standard_keys import Cancel

RINGS = 3
SPACING = 0.25  # seconds between rings: one is a warning, three apart are a stop


class Banner(Held):
    """Words across the whole width, until they are taken back by their own key."""

    DEFAULT_CSS = """
    Banner { border: double $foreground; height: 3; background: $error; color: $text; text-style: bold; }
    Banner:ansi { border: double ansi_bright_white; background: ansi_red; color: ansi_bright_white; }
    Banner:nocolor { text-style: bold reverse; }
    """

    class Cleared(Message):
        """It was read and cleared."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(height=3, id=id)
        self._ringing = False

    def hold(self, text: str) -> None:
        """Show this until it is cleared, and ring."""
        end = "   press " + "/".join(key_text(key) for key in keys_of(self.app, Cancel)[:2])
        room = self.app.size.width - 2 - len(end)  # however long the text is, how it is cleared is seen
        self.show(cut(f" {GLYPHS[Tone.REFUSED]} {text}", room) + end)
        self.take_focus()
        self.ring()

    async def _on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if self.is_cancel(event.key):
            self.give_focus_back()
            self.post_message(self.Cleared())
        else:
            self.ring()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.ring()

    def ring(self) -> None:
        """Ring once more: something came while it stands there."""
        if self._ringing:  # the twelve digits of one more scan are one alarm
            return
        self._ringing = True
        self.app.bell()
        for ring in range(1, RINGS):
            self.set_timer(ring * SPACING, self.app.bell)
        self.set_timer(RINGS * SPACING, self._rung)

    def _rung(self) -> None:
        self._ringing = False
