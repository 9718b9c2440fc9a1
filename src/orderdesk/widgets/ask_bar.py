"""The ask bar: one row of fields that appears when an act wants to know something, and goes when it is answered.

Enter goes from field to field and, from the last, answers; Cancel closes it. It stays open when an answer that is
needed is missing, and after `Answered` until its owner closes it, so that an answer that is refused can be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from orderdesk.widgets.cells import width_of
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.keys import keys_of
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.standard_keys import Cancel

SCAN = 80  # characters: as long as a scan may be


@dataclass(frozen=True, slots=True)
class Question:
    """One field.

    Attributes:
        label: stands before it.
        width: of the field in cells; 0 takes what is left of the row.
        needed: whether it may not be empty.
        limit: how many characters it takes.
        scannable: whether a scan may be its answer, such as a tracking number.
    """

    name: str
    label: str
    width: int = 0
    needed: bool = False
    limit: int = 200
    scannable: bool = False


class AskBar(Horizontal):
    """Fields in one row, hidden until `open`."""

    DEFAULT_CSS = """
    AskBar { height: 1; display: none; background: $primary 30%; }
    AskBar > Lines { background: transparent; }
    AskBar > EntryField { width: 1fr; }
    AskBar:ansi { background: ansi_default; }
    """

    class BarMessage(Message):
        """Something about a bar."""

        def __init__(self, bar: AskBar) -> None:
            super().__init__()
            self.bar = bar

        @property
        def control(self) -> AskBar:
            """The bar, for `@on(…, "#id")`."""
            return self.bar

    class Answered(BarMessage):
        """Enter from the last field: what stands in each, by the question's name."""

        def __init__(self, bar: AskBar, answers: Mapping[str, str]) -> None:
            super().__init__(bar)
            self.answers = answers

    class Closed(BarMessage):
        """It was closed without an answer."""

    class Missing(BarMessage):
        """An answer that is needed is not there; the bar stays open."""

        def __init__(self, bar: AskBar, question: Question) -> None:
            super().__init__(bar)
            self.question = question

    class Scanned(BarMessage):
        """A scan went into a question that it cannot answer; the question is asked again, and nothing was answered."""

        def __init__(self, bar: AskBar, question: Question, text: str) -> None:
            super().__init__(bar)
            self.question = question
            self.text = text

    def __init__(self, *questions: Question, id: str, is_scan: Callable[[str], bool] | None = None) -> None:
        """Ask these. `is_scan` tells a scan from an answer, where there is a scanner."""
        super().__init__(id=id)
        self.questions = questions
        self._is_scan = is_scan
        self._values: Mapping[str, str] = {}
        self._title = Lines()
        self.fields = [
            EntryField(
                advance=question is not questions[-1], max_length=self._room(question), id=f"{id}-{question.name}"
            )
            for question in questions
        ]
        self._gives_back_to: Widget | None = None

    def _room(self, question: Question) -> int:
        """How many characters the field takes: all of a scan, for what is left of one might be an answer."""
        return question.limit if self._is_scan is None else max(question.limit, SCAN)

    def compose(self) -> ComposeResult:
        """The title, then label and field of each question."""
        yield self._title
        for question, field in zip(self.questions, self.fields, strict=True):
            label = Lines(Cell(f" {question.label} ", Tone.STRONG))
            label.styles.width = width_of(question.label) + 2
            yield label
            if question.width:
                field.styles.width = question.width
            yield field

    @property
    def is_open(self) -> bool:
        """Whether it asks now."""
        return bool(self.display)

    def open(self, title: str = "", **values: str) -> None:
        """Appear and take the keys. What is not among `values` is empty."""
        self._title.show(Cell(f" {title}", Tone.STRONG) if title else "")
        self._title.styles.width = width_of(title) + 1 if title else 0
        for question, field in zip(self.questions, self.fields, strict=True):
            field.put(values.get(question.name, ""))
        self._values = values
        if not self.is_open:
            self._gives_back_to = self.screen.focused
        self.display = True
        self.screen.set_focus(self.fields[0])

    def close(self) -> None:
        """Go, and give the keys back to what had them."""
        if self.is_open:
            self.display = False
            back, self._gives_back_to = self._gives_back_to, None
            self.screen.set_focus(back if back is not None and back.is_attached else None)

    def focus_on(self, name: str) -> None:
        """Ask for this one again."""
        self.screen.set_focus(next(f for q, f in zip(self.questions, self.fields, strict=True) if q.name == name))

    def _fits(self, question: Question, value: str, is_scan: Callable[[str], bool]) -> bool:
        return len(value) <= question.limit and (question.scannable or not is_scan(value))

    def question_of(self, field: Widget) -> Question:
        """What a field of this bar asks."""
        return next(question for question, own in zip(self.questions, self.fields, strict=True) if own is field)

    def on_entry_field_accepted(self, event: EntryField.Accepted) -> None:
        """Enter: from the last field, answer."""
        event.stop()
        question = self.question_of(event.field)
        if self._is_scan is not None and not self._fits(question, event.value, self._is_scan):
            event.field.put(self._values.get(question.name, ""))
            self.screen.set_focus(event.field)
            self.post_message(self.Scanned(self, question, event.value))
            return
        if event.field is not self.fields[-1]:
            return
        answers = {
            question.name: " ".join(field.value.split())
            for question, field in zip(self.questions, self.fields, strict=True)
        }
        missing = next(
            (question for question in self.questions if question.needed and not answers[question.name]), None
        )
        if missing is not None:
            self.focus_on(missing.name)
            self.post_message(self.Missing(self, missing))
        else:
            self.post_message(self.Answered(self, answers))

    async def _on_key(self, event: events.Key) -> None:
        if event.key in keys_of(self.app, Cancel):
            event.stop()
            event.prevent_default()
            self.close()
            self.post_message(self.Closed(self))
