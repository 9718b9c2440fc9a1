"""The card of one paper that is acted on where it stands: read when it opens, read again when anybody did anything.

A subclass says what is asked (`question`) and how the answer is painted; its acts are verbs whose answer the status
line says.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

from textual import on

from orderdesk.screens.base import DeskScreen
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import AskBar

T = TypeVar("T")


class PaperCard(DeskScreen, Generic[T]):
    """One paper by its number."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.answer: T | None = None

    def question(self) -> Callable[[Reading, int], T]:
        """What the card shows, by its number, on one snapshot."""
        raise NotImplementedError

    def paint(self, answer: T) -> None:
        """Show it."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Keys typed ahead wait for the first look."""
        self.held(partial(self.desk.ask, self.question(), self.number), then=self._seen)

    def changed(self) -> None:
        """Somebody did something; it may be this one."""
        self.action_refresh()

    def on_screen_resume(self) -> None:
        """Back from another paper."""
        if self.answer is not None:
            self.action_refresh()

    def action_refresh(self) -> None:
        """F5."""
        if self.is_current:
            self.ask(self.question(), self.number, then=self._seen)

    def _seen(self, answer: T) -> None:
        if answer != self.answer:  # nothing is sent over the line while nothing changes
            self.answer = answer
            self.paint(answer)

    def act(self, verb: Callable[..., Any], *args: Any, say: Callable[[Any], str], **named: Any) -> None:
        """Do a verb, say what came of it, and read the card again."""

        def done(result: Any) -> None:
            self.status.done(say(result))
            self.action_refresh()

        self.do(verb, *args, then=done, **named)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")
