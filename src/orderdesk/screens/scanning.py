"""A screen that is worked with a scanner: a scan counts from any focus, and is stored before the next one is taken.

The field is always ready. What is not taken is said across the screen with bells, and only its own key clears that;
what was scanned meanwhile is dropped. No scan presses a button: single letters are no commands here, and a question
is not answered by a scan unless it asks for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar

from textual import events, on

from orderdesk.desk.not_taken import NotTaken
from orderdesk.errors import Conflict, OrderdeskError
from orderdesk.scan_entry import (
    SEPARATOR,
    SHOWN_SEPARATOR,
    Box,
    Document,
    Goods,
    Order,
    Times,
    Unreadable,
    scanned,
)
from orderdesk.screens.scan_rows import ScanRows
from orderdesk.values import ONE, Quantity
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.scanner_keys import character_of
from orderdesk.widgets.type_ahead import Typed

ACTIONS = {
    Order.DONE: "confirm",
    Order.SHORT: "new",
    Order.NEW: "new",
    Order.UNDO: "repeat",
    Order.NEXT: "next",
    Order.BACK: "previous",
}


class ScanScreen(ScanRows):
    """A screen with a field for the scanner and a banner.

    A subclass yields `scan_rows()` from its body, says what it shows by `question` and `seen`, and takes what is
    scanned in `goods` and whatever else it knows: `document`, `box`, `ordered`.
    """

    words: ClassVar[Mapping[str, str]] = {}
    """What may be typed for an action, in small letters, where no code is called so: `s` for `new`."""

    label: Mapping[str, Any] = MappingProxyType({})
    """What the label of the scan at hand says besides its code: lot, serial number, last day."""

    # For a subclass to say --------------------------------------------------------------------------------------------

    def question(self) -> Callable[..., Any]:
        """The query that reads what is shown."""
        raise NotImplementedError

    def seen(self, seen: Any) -> None:
        """Show the answer to `question`."""
        raise NotImplementedError

    def goods(self, code: str, quantity: Quantity) -> None:
        """A product or a bin was scanned, so many times (thousandths)."""
        raise NotImplementedError

    def document(self, scan: Document) -> None:
        """The number of a paper was scanned."""
        self.stop(f"{scan.paper}{scan.number}", "this barcode is of a paper that is not worked on here")

    def box(self, scan: Box) -> None:
        """A parcel was scanned."""
        self.stop(f"parcel {scan.number}", "parcels are scanned where goods are packed")

    def ordered(self, order: Order) -> None:
        """A command was scanned: what its key does."""
        if order is Order.CANCEL:
            self.times(None)
            self.status.clear()
        elif not self._act(ACTIONS[order]):
            self.stop(f"OD:{order}", "that is no command of this screen")

    # Reading ----------------------------------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Read what is shown, now and after every screen that stood on top; what is typed ahead waits for it."""
        self.read_held()

    def read_held(self) -> None:
        """Read it anew, before the next key."""
        self.forget("look")
        self.held(partial(self.desk.ask, self.question()), then=self.seen)

    def action_refresh(self) -> None:
        """F5: read it anew, beside the keys."""
        self.ask(self.question(), then=self.seen, group="look")

    def changed(self) -> None:
        """Another terminal may work on the same."""
        self.action_refresh()

    # Storing ----------------------------------------------------------------------------------------------------------

    def step(
        self,
        verb: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], object],
        scan: str = "",
        refused: Callable[[OrderdeskError], object] | None = None,
        **named: Any,
    ) -> None:
        """Run a verb and read again before the next key, so that a burst of scans sees what each of them did.

        Args:
            scan: what was scanned, where that is why: a refusal then holds the banner.
            refused: told of a refusal, when it has been said.
        """
        self.forget("look")

        def work() -> tuple[Any, Any]:
            return self.desk.do(verb, *args, **named), self.desk.ask(self.question())

        def done(result: tuple[Any, Any]) -> None:
            answer, seen = result
            self.seen(seen)
            then(answer)

        def trouble(error: Exception) -> None:
            if not isinstance(error, OrderdeskError):
                raise error
            if isinstance(error, NotTaken) and error.asks:
                self.refuse(str(error))
            elif isinstance(error, NotTaken):
                named = f"{error.sku} ({scan})" if error.sku not in ("", scan.upper()) else scan
                self.stop(named, str(error), error.headline)
            elif scan:
                self.stop(scan, str(error))
            else:
                self.refuse(str(error))
            if isinstance(error, Conflict):
                self.action_refresh()
            if refused is not None:
                refused(error)

        self.desk_app.run_held(work, done, trouble)

    # Taking -----------------------------------------------------------------------------------------------------------

    def takes_first(self, event: Typed) -> bool:
        """A scan without a prefix is typed: its first letter goes into the field from wherever the focus is."""
        return self._pasted(event) if isinstance(event, events.Paste) else self._typed(event)

    def _typed(self, event: events.Key) -> bool:
        if self.banner.is_held:
            return False
        if event.is_printable and not isinstance(self.focused, EntryField):
            self.set_focus(self.scan)
        if self.focused is not self.scan:
            return False
        if event.key != "enter" and self.desk_app.scanner.is_end(event):
            self.scan.accept()
        elif character_of(event) == SEPARATOR:
            self.scan.replace(SHOWN_SEPARATOR, *self.scan.selection)
        else:
            return False
        return True

    def _pasted(self, event: events.Paste) -> bool:
        """Scanners of some hand-held terminals paste: each line is a scan, as if its keys had been sent."""
        if self.banner.is_held or self.focused is not self.scan:
            return False
        for key in reversed(self.desk_app.scanner.pasted(event.text)):
            self.desk_app.put_back(key)
        return True

    def scan_came(self, text: str) -> None:
        """A scan with its prefix: from the banner or into a question it is not taken, from anywhere else it is."""
        bar = next((bar for bar in self.bars if bar.is_open), None)
        field = self.focused
        if self.banner.is_held:
            self.banner.ring()
        elif bar is None or not isinstance(field, EntryField) or field not in bar.fields:
            self.scan.put("")
            self._take(text)
        elif bar.question_of(field).scannable:
            field.put(text)
            field.go(1)
        else:
            self._not_an_answer(text, bar.question_of(field))

    @on(EntryField.Accepted, "#scan")
    def _accepted(self, event: EntryField.Accepted) -> None:
        self._take(event.value)

    def _take(self, text: str) -> None:
        one = scanned(text, mark=self.show.decimal_mark)
        if isinstance(one, Goods):
            word = self.words.get(one.code.casefold()) if one.quantity is None else None
            if word is not None and one.code.upper() not in self.codes_here():
                self.times(None)
                self._act(word)
                return
            quantity = one.quantity or self._times or ONE
            self.times(None)
            self.label = one.label
            self.goods(one.code, quantity)
        elif isinstance(one, Times):
            self.times(one.quantity)
        elif one is not None:
            self.times(None)
            if isinstance(one, Unreadable):
                self.stop(text, one.why, "UNREADABLE")
            elif isinstance(one, Document):
                self.document(one)
            elif isinstance(one, Box):
                self.box(one)
            else:
                self.ordered(one)

    # Keys that mean the same on all of them ---------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """The arrow keys of the field move in the list."""
        if self.focused is self.scan and event.key in ("up", "down"):
            self._act("previous" if event.key == "up" else "next")

    @on(EntryField.LookupWanted, "#scan")
    def _look_up_from_field(self) -> None:
        self._act("look_up")

    @on(EntryField.RepeatWanted, "#scan")
    def _repeat_from_field(self) -> None:
        self._act("repeat")

    def _act(self, action: str) -> bool:
        """Do what the action's key does; False where the screen has no such action."""
        act = getattr(self, f"action_{action}", None)
        if act is not None:
            act()
        return act is not None

    def action_cancel(self) -> None:
        """F12: what was typed goes; with nothing typed, back to the screen below."""
        if self.scan.value or self._times is not None:
            self.scan.put("")
            self.times(None)
        else:
            self.action_leave()
