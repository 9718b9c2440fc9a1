"""A screen's two doors to the business.

`ask` runs a query beside the keys, which never wait for it; only the newest answer of a group is applied. `do` runs a
verb; the keys that follow wait for it, and after a refusal they are dropped, for they were meant for another place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import on

from orderdesk.errors import OrderdeskError
from orderdesk.widgets.keys import SerialKeysApp
from orderdesk.widgets.picture import PromptScreen
from orderdesk.widgets.status_line import StatusLine

if TYPE_CHECKING:  # with the database behind them: the first screen stands before they are loaded
    from orderdesk.desk.verb import Desk
    from orderdesk.screens.desk_app import DeskApp

T = TypeVar("T")


@dataclass(slots=True)
class _Group:
    """Queries of which only the newest counts: at most one runs, and the newest that came meanwhile waits for it."""

    newest: int = 0
    running: bool = False
    next: Callable[[], None] | None = None


class AskingScreen(PromptScreen[None]):
    """A screen that asks queries, does verbs, and says what came of it in its status line."""

    status: StatusLine

    def __init__(self) -> None:
        super().__init__()
        self._groups: dict[str, _Group] = {}

    @property
    def desk_app(self) -> DeskApp:
        """The app, as what it is."""
        return cast("DeskApp", self.app)

    @property
    def desk(self) -> Desk:
        """The way to verbs and queries, as the person who sits here."""
        return self.desk_app.desk

    # Asking and doing -------------------------------------------------------------------------------------------------

    def ask(
        self,
        query: Callable[..., T],
        *args: Any,
        then: Callable[[T], object],
        group: str = "",
        refused: Callable[[OrderdeskError], object] | None = None,
        **named: Any,
    ) -> None:
        """Run a query in a thread and hand its answer to `then`, unless a newer question of the group was asked since.

        Args:
            group: what is asked for; by default the query's name.
            refused: told why there is no answer; by default the status line is.
        """
        name = group or query.__name__
        one = self._groups.setdefault(name, _Group())
        one.newest += 1
        begin = partial(
            self._run_question, one, one.newest, partial(self.desk.ask, query, *args, **named), then, refused
        )
        if one.running:
            one.next = begin
        else:
            begin()

    def forget(self, group: str) -> None:
        """Apply no answer to what was asked in this group until now."""
        if group in self._groups:
            self._groups[group].newest += 1
            self._groups[group].next = None

    def _run_question(
        self,
        one: _Group,
        number: int,
        work: Callable[[], T],
        then: Callable[[T], object],
        refused: Callable[[OrderdeskError], object] | None,
    ) -> None:
        async def run() -> None:
            try:
                answer = await asyncio.to_thread(work)
            except OrderdeskError as error:
                if number == one.newest:
                    (refused or self.say_refused)(error)
            else:
                if number == one.newest:
                    then(answer)
            finally:
                one.running = False
                following, one.next = one.next, None
                if following is not None and self.is_attached:
                    following()

        one.running = True
        self.run_worker(run(), group="ask")

    def do(
        self,
        verb: Callable[..., T],
        *args: Any,
        then: Callable[[T], object] | None = None,
        refused: Callable[[OrderdeskError], object] | None = None,
        **named: Any,
    ) -> None:
        """Run a verb; the keys that follow wait until its answer was handled.

        A refusal stands in the status line, with a bell, and drops what was typed ahead; then `refused` is told.
        """
        self.held(partial(self.desk.do, verb, *args, **named), then=then, refused=refused)

    def held(
        self,
        work: Callable[[], T],
        *,
        then: Callable[[T], object] | None = None,
        refused: Callable[[OrderdeskError], object] | None = None,
    ) -> None:
        """Run verbs and queries that belong together in a thread, as `do` runs one verb."""

        def answer(result: T) -> None:
            if then is not None:
                then(result)

        def trouble(error: Exception) -> None:
            if not isinstance(error, OrderdeskError):
                raise error
            self.refuse(str(error))
            if refused is not None:
                refused(error)

        self.desk_app.run_held(work, answer, trouble)

    def refuse(self, sentence: str) -> None:
        """Say why an entry was not taken, ring, and drop what was typed ahead of it."""
        self.status.refused(sentence)
        self.desk_app.drop_typed_ahead()

    def say_refused(self, error: OrderdeskError) -> None:
        """Say why there is no answer; nothing that was typed is lost by it."""
        self.status.warn(str(error))

    @on(SerialKeysApp.TypedAheadDropped)
    def _say_dropped(self, event: SerialKeysApp.TypedAheadDropped) -> None:
        keys = "1 key" if event.count == 1 else f"{event.count} keys"
        self.status.add(f"({keys} typed ahead dropped)")
