"""Small apps that use the shared widgets, to be driven through a pseudo-terminal: `demo.py MODE LOG`."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from orderdesk.widgets.banner import Banner
from orderdesk.widgets.commands import bindings
from orderdesk.widgets.confirm_bar import ConfirmBar
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.key_bar import KeyBar
from orderdesk.widgets.keys import SerialKeysApp
from orderdesk.widgets.paint import Tone, state
from orderdesk.widgets.standard_keys import STANDARD, GoTo, Leave
from orderdesk.widgets.status_line import StatusLine
from orderdesk.widgets.suggestions import Suggestion, Suggestions
from orderdesk.widgets.window_list import Column, Row, WindowList

COLUMNS = [
    Column("SKU", 10), Column("Description", 12, share=1), Column("Bin", 7, rank=2), Column("Qty", 5, align="right"),
    Column("Price", 9, align="right", rank=1), Column("Net", 10, align="right"), Column("State", 8),
]
STRANGE = ("Smith [/b] Co", "東京商事株式会社", "\x1b]0;title\x07", "\u202eoverride")


class Demo(SerialKeysApp[None]):
    """Writes down what its fields accept."""

    BINDINGS = bindings(GoTo, Leave)

    def log_line(self, *words: object) -> None:
        with LOG.open("a") as file:
            file.write(" ".join(map(str, words)) + "\n")

    def say(self, text: str, tone: Tone = Tone.NOTE) -> None:
        self.screen.query_one(StatusLine).say(text, tone)

    def compose(self) -> ComposeResult:
        yield EntryField(id="line", clear_on_accept=True)
        yield StatusLine()
        yield KeyBar(*STANDARD)

    def on_ready(self) -> None:
        self.call_after_refresh(self.say, "ready")

    @on(EntryField.Accepted)
    def accepted(self, event: EntryField.Accepted) -> None:
        self.take(event)

    def take(self, event: EntryField.Accepted) -> None:
        self.log_line(event.field.id, event.value)
        self.say(f"took {event.value}")

    @on(EntryField.Pasted)
    def pasted(self, event: EntryField.Pasted) -> None:
        for line in event.lines:
            self.log_line("pasted", line)

    @on(EntryField.TooLong)
    def cut(self) -> None:
        self.log_line("cut")


class Form(Demo):
    """Five fields."""

    def compose(self) -> ComposeResult:
        for number in range(5):
            yield EntryField(id=f"field{number}", advance=True)
        yield StatusLine()
        yield KeyBar(*STANDARD)


class Second(Screen[None]):
    """Slow to compose, with many rows."""

    BINDINGS = bindings(Leave)

    def compose(self) -> ComposeResult:
        time.sleep(0.3)
        yield EntryField(id="second", clear_on_accept=True)
        yield WindowList(COLUMNS)
        yield StatusLine()

    def on_mount(self) -> None:
        self.query_one(WindowList).set_rows([Row(number, (f"S{number}",)) for number in range(5000)])

    def action_leave(self) -> None:
        self.app.pop_screen()


class Push(Demo):
    """F2 goes to the second screen, Leave back."""

    def action_go_to(self) -> None:
        self.push_screen(Second())


class Grid(Demo):
    """An order: a grid of lines, a field with suggestions, a banner and a confirm bar."""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield WindowList(COLUMNS, markable=True)
            suggestions = Suggestions()
            yield EntryField(id="line", suggestions=suggestions, clear_on_accept=True)
            yield suggestions
        yield Banner()
        yield ConfirmBar()
        yield StatusLine()
        yield KeyBar(*STANDARD)

    def on_mount(self) -> None:
        names = (*STRANGE, "Chai")
        rows = [
            Row(n, (f"SKU-{n}", names[n % 5], "A-01-1", str(n), "18.00", f"{n * 18}.00", state(Tone.DONE, "ok")))
            for n in range(1000)
        ]
        self.query_one(WindowList).set_rows(rows)
        self.query_one(WindowList).set_totals("", "1000 lines", "", "", "", "8,991,000.00", "")
        self.query_one(EntryField).focus()

    def on_entry_field_typed(self, event: EntryField.Typed) -> None:
        suggestions = self.query_one(Suggestions)
        if event.value.startswith("que"):
            rows = [Suggestion("QUESO-C", ("Queso Cabrales", "21.00", "free 22")), Suggestion("QUESO-M", STRANGE[:1])]
            suggestions.show(rows, suggestions.next_generation())

    def take(self, event: EntryField.Accepted) -> None:
        self.log_line(event.value or "-", event.suggestion.code if event.suggestion else "-")
        self.query_one(Suggestions).clear()
        if event.value == "konbu":
            self.query_one(Banner).hold("WRONG ITEM   scanned KONBU, wanted TOFU")
        elif not event.value and not event.suggestion:
            self.query_one(ConfirmBar).open("3 lines   Total 1,579.73", "17 of 40 leave on 19 Nov")

    @on(Banner.Cleared)
    def cleared(self) -> None:
        self.log_line("cleared")

    @on(ConfirmBar.Confirmed)
    def confirmed(self) -> None:
        self.log_line("placed")

    @on(ConfirmBar.Closed)
    def closed(self) -> None:
        self.log_line("closed")


class Verb(Demo):
    """Each line is a verb that takes its time; a line `bad` is refused, and takes what was typed after it along."""

    QUIET_AFTER_DROP = 1.5  # so long that a test is in time

    def take(self, event: EntryField.Accepted) -> None:
        def work() -> str:
            threading.Event().wait(0.2)
            self.log_line("begun", event.value)
            return event.value

        def answer(value: str) -> None:
            if value == "bad":
                self.drop_typed_ahead()
            self.log_line("ended", value)

        self.run_held(work, answer)

    @on(SerialKeysApp.TypedAheadDropped)
    def dropped(self, event: SerialKeysApp.TypedAheadDropped) -> None:
        self.log_line("dropped", event.count)


class Late(Demo):
    """Not ready until half a second after its first paint."""

    WAITS_FOR_READY = True

    def on_ready(self) -> None:
        self.log_line("painted")
        self.set_timer(0.5, self.begin)

    def begin(self) -> None:
        self.log_line("ready")
        self.ready()


APPS: dict[str, type[App[None]]] = {
    "scan": Demo, "form": Form, "push": Push, "grid": Grid, "verb": Verb, "late": Late,
}

if __name__ == "__main__":
    LOG = Path(sys.argv[2])
    APPS[sys.argv[1]]().run(mouse=False)
