"""An app with nothing but the widgets under test, which remembers what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from orderdesk.widgets.banner import Banner
from orderdesk.widgets.confirm_bar import ConfirmBar
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.keys import SerialKeysApp
from orderdesk.widgets.window_list import WindowList

OURS = (
    EntryField.FieldMessage, WindowList.ListMessage, Banner.Cleared, ConfirmBar.Confirmed, ConfirmBar.Closed,
    SerialKeysApp.TypedAheadDropped,
)


class Stage(SerialKeysApp[None]):
    """Shows the widgets one below the other."""

    def __init__(self, *widgets: Widget | Callable[[], Widget]) -> None:
        """A field with a value at its beginning can only be made when the app runs: give a function for it."""
        super().__init__()
        self.widgets = widgets
        self.said: list[Message] = []
        self.bells = 0

    def compose(self) -> ComposeResult:
        for widget in self.widgets:
            yield widget if isinstance(widget, Widget) else widget()

    async def _on_message(self, message: Message) -> None:
        if isinstance(message, OURS):
            self.said.append(message)
        await super()._on_message(message)

    def bell(self) -> None:
        self.bells += 1

    def burst(self, keys: Iterable[str]) -> None:
        """All keys at once, as a scanner sends them: single characters, or names of keys."""
        for key in keys:
            self.post_message(events.Key(key, key if len(key) == 1 else None))

    async def typed(self, keys: Iterable[str]) -> None:
        """A burst, and wait until all of it has been handled."""
        self.burst(keys)
        await self.keys_settled()

    def names(self) -> list[str]:
        """The kinds of messages so far."""
        return [type(message).__name__ for message in self.said]


def lines_of(pilot: Pilot[None]) -> list[str]:
    """The rows of the screen as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def keys(text: str) -> list[str]:
    """`abc⏎` as keys; ⏎ is Enter, ↓ and ↑ the arrows."""
    return [{"⏎": "enter", "↓": "down", "↑": "up"}.get(character, character) for character in text]
