"""The entry field: one line, as cheap to type in as a terminal allows, and in order when keys come in bursts.

It differs from Textual's `Input` where that was measured to fail: Enter is taken in the field's own queue, behind the
letters typed before it; a letter repaints one row and lays out nothing; the cursor does not blink; a paste of many
lines keeps them all.
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

from orderdesk.errors import BadValue
from orderdesk.texts import clean, visible
from orderdesk.widgets.commands import bindings
from orderdesk.widgets.standard_keys import LookUp, Repeat, Same
from orderdesk.widgets.suggestions import Suggestion, Suggestions


def harmless(text: str) -> str:
    """The text without control and direction characters; tabs and line ends as blanks. No blank is stripped."""
    if text.isascii() and text.isprintable():
        return text
    spaced = (" " if character in "\t\n\r\v\f" else character for character in text)
    return "".join(character for character in spaced if visible(character) == character)


class EntryField(Input):
    """A field that a clerk types in without looking."""

    # As it is inherited, with layout, every letter repaints every scroll bar: 1,214 bytes a key instead of 204.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    BINDINGS = bindings(LookUp, Repeat, Same)

    DEFAULT_CSS = """
    EntryField {
        height: 1; border: none; padding: 0; background: $surface;
        &:focus { border: none; background-tint: $foreground 8%; }
        & > .input--cursor { background: $foreground; color: $background; text-style: none; }
        &:ansi { text-style: underline; }
        &:ansi:focus { border: none; }
        &:ansi > .input--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
        &:nocolor > .input--selection { text-style: reverse; }
    }
    """

    class FieldMessage(Message):
        """Something about a field."""

        def __init__(self, field: EntryField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> EntryField:
            """The field, for `@on(…, "#id")`."""
            return self.field

    class Typed(FieldMessage):
        """The person changed the value: once a change, never for `put`."""

        def __init__(self, field: EntryField, value: str) -> None:
            super().__init__(field)
            self.value = value

    class Accepted(FieldMessage):
        """Enter: the value, cleaned, and the suggestion that was highlighted."""

        def __init__(self, field: EntryField, value: str, suggestion: Suggestion | None) -> None:
            super().__init__(field)
            self.value = value
            self.suggestion = suggestion

    class Pasted(FieldMessage):
        """More than one line was pasted; nothing was put into the field."""

        def __init__(self, field: EntryField, lines: tuple[str, ...]) -> None:
            super().__init__(field)
            self.lines = lines

    class TooLong(FieldMessage):
        """What was typed or pasted did not fit and was cut, with a bell."""

    class LookupWanted(FieldMessage):
        """Show what the field can take."""

    class RepeatWanted(FieldMessage):
        """Put the same into the field as last time."""

    max_text: ClassVar[int] = 200
    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        max_length: int = 0,
        advance: bool = False,
        clear_on_accept: bool = False,
        suggestions: Suggestions | None = None,
        restrict: str | None = None,
        password: bool = False,
        purpose: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a field.

        Args:
            max_length: in characters; 0 is `max_text`.
            advance: Enter goes on to the next entry field; from the last it stays.
            clear_on_accept: Enter empties the field at once, for codes that come faster than they are handled.
            suggestions: the list that the arrow keys move in while it shows something.
            purpose: what it wants, as Help says it.
        """
        super().__init__(
            harmless(value), placeholder, password=password, restrict=restrict, max_length=max_length or self.max_text,
            select_on_focus=True, compact=True, id=id, classes=classes,
        )
        self.set_reactive(Input.cursor_blink, False)
        self.advance = advance
        self.clear_on_accept = clear_on_accept
        self.suggestions = suggestions
        self.purpose = purpose
        self.above = ""
        """What was accepted here last: what Ctrl+D puts in again."""

    def validate_value(self, value: str) -> str:
        """Whatever way a value comes in, it holds nothing that could act on the terminal."""
        return harmless(value)

    def render_line(self, y: int) -> Strip:
        """The text with its cursor, as `Input` draws it, without laying a paragraph out for every letter."""
        if y or not self.value or self.password or self._suggestion or not self.selection.is_empty:
            return super().render_line(y)
        text, width = f"{self.value} ", self.scrollable_content_region.width + 1
        segments = [Segment(text)]
        if self.has_focus and self._cursor_visible:
            at = self.cursor_position
            cursor = self.get_component_rich_style("input--cursor")
            segments = [Segment(text[:at]), Segment(text[at], cursor), Segment(text[at + 1 :])]
        strip = Strip(segments).crop(self.scroll_offset.x, self.scroll_offset.x + width)
        return strip.extend_cell_length(width).apply_style(self.rich_style)

    def put(self, value: str) -> None:
        """Set the value from outside, literally, with the cursor at its end; posts nothing."""
        with self.prevent(Input.Changed):
            self.value = value[: self.max_length]
            self.cursor_position = len(self.value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Every change that a person makes passes here: clean it, cut it to fit, and say that it happened."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        room = (self.max_length or self.max_text) - (len(self.value) - (end - start))
        kept = harmless(text)
        if len(kept) > room:
            kept = kept[: max(0, room)]
            self.app.bell()
            self.post_message(self.TooLong(self))
        before = self.value
        with self.prevent(Input.Changed):
            super().replace(kept, start, end)
        if self.value != before:
            self.post_message(self.Typed(self, self.value))

    def accept(self) -> None:
        """What Enter does."""
        try:
            value = clean(self.value, limit=self.max_length or self.max_text)
        except BadValue:  # composing the accents made it longer than what was typed
            value = clean(self.value[: (self.max_length or self.max_text) // 3])
        self.above = self.above if self.password else value or self.above
        self.post_message(self.Accepted(self, value, self.suggestions.chosen if self.suggestions else None))
        if self.clear_on_accept:
            self.put("")
        if self.advance:
            self.go(1)

    def go(self, step: int) -> bool:
        """Focus the next or previous entry field; False when there is none."""
        fields = [widget for widget in self.screen.focus_chain if isinstance(widget, EntryField)]
        place = fields.index(self) + step if self in fields else -1
        if not 0 <= place < len(fields):
            return False
        self.screen.set_focus(fields[place])
        return True

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self.accept()
        elif event.key not in ("up", "down") or not self._moved(1 if event.key == "down" else -1):
            return  # the Input's own handler is called next
        event.stop()
        event.prevent_default()

    def _moved(self, step: int) -> bool:
        return (self.suggestions is not None and self.suggestions.move(step)) or self.go(step)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        lines = tuple(line for line in (" ".join(harmless(line).split()) for line in event.text.splitlines()) if line)
        if len(lines) > 1:
            self.post_message(self.Pasted(self, lines))
        elif lines:
            self.replace(lines[0], *self.selection)

    def action_look_up(self) -> None:
        """Ask for the look-up of this field."""
        self.post_message(self.LookupWanted(self))

    def action_repeat(self) -> None:
        """Ask for what was here last time."""
        self.post_message(self.RepeatWanted(self))

    def action_same(self) -> None:
        """Put the value above in again, as if it had been typed."""
        if self.above:
            self.replace(self.above, 0, len(self.value))
