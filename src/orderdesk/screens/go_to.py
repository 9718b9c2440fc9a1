"""Go to anything: an order's number, the customer's own, an invoice, a pick list, a customer, a screen."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from orderdesk.queries.goals import Goal, goals
from orderdesk.screens.base import DeskScreen
from orderdesk.store.transaction import Reading
from orderdesk.widgets.asked import AskedSuggestions
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.standard_keys import Cancel
from orderdesk.widgets.suggestions import Suggestion

SUGGEST = "suggest"
PLACES = {
    "new order": "order_entry",
    "customers": "customers",
    "orders": "orders",
    "approvals": "approvals",
    "picking": "picking",
    "receivables": "receivables",
}
LEADS = {"order": "order_card", "draft": "order_entry", "pick": "pick_card"}


def everything(reading: Reading, text: str) -> tuple[Goal, ...]:
    """What is called so: numbers and codes, screens, then words."""
    screens = [Goal("screen", name, "") for name in PLACES if text and name.startswith(text.strip().casefold())]
    found = goals(reading, text)
    exact = [goal for goal in found if goal.key == text.strip().upper() or goal.kind in ("order", "draft", "pick")]
    return (*exact, *screens, *(goal for goal in found if goal not in exact))


class GoToScreen(DeskScreen):
    """One field; Enter goes to what is highlighted, or to the first."""

    commands = (Cancel,)
    heading = "GO TO"
    AUTO_FOCUS = "#goal"
    CSS_PATH = "go_to.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.suggestions = AskedSuggestions(max_rows=12, indent=11)
        self.goal = EntryField(id="goal", suggestions=self.suggestions, placeholder="number, name, code, screen")

    def body(self) -> ComposeResult:
        """The field, and what it may mean."""
        with Horizontal(id="asked"):
            yield Lines(" Go to", id="label")
            yield self.goal
        yield self.suggestions

    @on(EntryField.Typed, "#goal")
    def _typed(self, event: EntryField.Typed) -> None:
        generation = self.suggestions.asked()

        def then(found: tuple[Goal, ...]) -> None:
            self.suggestions.show([_row(goal) for goal in found], generation)

        self.ask(everything, event.value, then=then, group=SUGGEST, refused=lambda _: self.suggestions.clear())

    @on(EntryField.Accepted, "#goal")
    def _accepted(self, event: EntryField.Accepted) -> None:
        self.forget(SUGGEST)
        self.suggestions.clear()
        if event.value or event.suggestion:
            chosen = event.suggestion.code if event.suggestion else ""
            self.held(partial(self.desk.ask, everything, event.value), then=partial(self._go, event.value, chosen))
        else:
            self.action_leave()

    def _go(self, text: str, chosen: str, found: tuple[Goal, ...]) -> None:
        goal = next((one for one in found if _row(one).code == chosen), found[0] if found else None)
        if goal is None:
            self.refuse(f"nothing is called {text[:40]!r}")
        elif goal.kind == "screen":
            self.desk_app.go(PLACES[goal.key], instead=True)
        elif goal.kind == "customer":
            self.desk_app.go("customers", goal.key, instead=True)
        else:
            self.desk_app.go(LEADS[goal.kind], int(goal.key), instead=True)

    def action_cancel(self) -> None:
        """F12."""
        self.action_leave()


def _row(goal: Goal) -> Suggestion:
    return Suggestion(f"{goal.kind} {goal.key}", (goal.title, goal.note))
