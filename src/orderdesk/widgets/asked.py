"""Suggestions that somebody is still looking for: an arrow key typed ahead of the answer waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from orderdesk.widgets.key_hold import KeyHold
from orderdesk.widgets.keys import SerialKeysApp
from orderdesk.widgets.suggestions import Suggestion, Suggestions


class AskedSuggestions(Suggestions):
    """Between `asked` and its answer the arrow keys are kept, and those behind them wait.

    Who gives a question up must `clear`: otherwise the keys wait for an answer that never comes.
    """

    _pending = 0  # the generation that is being looked for; 0 is none
    _steps = 0
    _hold: KeyHold | None = None

    def asked(self) -> int:
        """A question is on its way; its answer comes back with this number."""
        self._pending = self.next_generation()
        return self._pending

    def show(self, rows: Sequence[Suggestion], generation: int) -> bool:
        """Show an answer, unless there is a newer one, and move as was asked for meanwhile."""
        if not super().show(rows, generation):
            return False
        steps = self._settle() if generation >= self._pending else 0
        if steps:
            super().move(steps)
        return True

    def move(self, step: int) -> bool:
        """Move the highlight, at once or when the answer is there."""
        if not self._pending:
            return super().move(step)
        self._steps += step
        if self._hold is None and isinstance(self.app, SerialKeysApp):
            self._hold = self.app.hold_keys()
        return True

    def clear(self) -> None:
        """Empty it; nobody waits any more."""
        self._settle()
        super().clear()

    def on_unmount(self) -> None:
        """It goes: nobody waits any more."""
        self._settle()

    def _settle(self) -> int:
        steps, self._steps, self._pending = self._steps, 0, 0
        hold, self._hold = self._hold, None
        if hold is not None:
            hold.release()
        return steps
