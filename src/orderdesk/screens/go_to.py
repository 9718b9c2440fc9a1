"""Go to anything: whatever has a number, a code or a name, every screen, and every command of the screen below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.dom import DOMNode

from orderdesk.queries.goals import Goal, Nearness, goals
from orderdesk.recent import Recent
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.home import DOORS, NewOrder
from orderdesk.store.transaction import Reading
from orderdesk.widgets.commands import Command, key_text
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.goal_list import GoalList
from orderdesk.widgets.keys import keys_of
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.standard_keys import Cancel, GoTo
from orderdesk.widgets.suggestions import Suggestion

SUGGEST = "suggest"
KINDS = {"command": "do"}  # what stands on the screen for a kind
FROM_HOME: dict[str, type[Command]] = {"order_entry": NewOrder, **{door.place: door for door in DOORS}}
NUMBERED = ("order", "draft", "pick")


def everything(reading: Reading, text: str, offered: Sequence[Goal], recent: Recent) -> tuple[Goal, ...]:
    """What may be meant, here and by this person."""
    return goals(reading, text, offered, recent.visits())


class GoToScreen(DeskScreen):
    """One field; Enter goes to what is highlighted, or to the first."""

    commands = (Cancel,)
    heading = "GO TO"
    help_text = """
Numbers: order, the customer's own, draft, pick list, shipment, tracking,
  invoice, credit note, receipt or its reference.
Customers: code, name, city, telephone. Products: SKU, name, barcode, or a
  customer's own code for it.
Screens and commands: their names, or what they do. do is a command of the
  screen you came from, and is done there.
Enter goes to the first, or to the one chosen with the arrow keys.
With nothing typed the list begins with where you were last.
≈ is perhaps what was meant: a letter or two are different.
"""
    AUTO_FOCUS = "#goal"
    CSS_PATH = "go_to.tcss"

    def __init__(self, below: DeskScreen) -> None:
        """Ask on top of the screen whose commands are offered."""
        super().__init__()
        self.below = below
        self.offered: tuple[Goal, ...] = ()
        self.suggestions = GoalList()
        self.goal = EntryField(id="goal", suggestions=self.suggestions, placeholder="number, name, code, command")

    def body(self) -> ComposeResult:
        """The field, and what it may mean."""
        with Horizontal(id="asked"):
            yield Lines(" Go to", id="label")
            yield self.goal
        yield self.suggestions

    def on_mount(self) -> None:
        """What there is to do here, and where the person was last."""
        commands = [self._command(command) for command in self._commands()]
        screens = [self._screen(place, title) for place, title in self.desk_app.titles.items()]
        self.offered = (*commands, *screens)
        self._suggest("")

    def _commands(self) -> Sequence[type[Command]]:
        every = {one.id: one for one in (*self.below.commands, *self.below.field_commands)}
        return [one for one in every.values() if one.id != GoTo.id and one not in FROM_HOME.values()]

    def _command(self, command: type[Command]) -> Goal:
        title, help, _ = command.palette_entry()
        return Goal("command", command.id, title, shown=self._keys(command), help=help)

    def _screen(self, place: str, title: str) -> Goal:
        door = FROM_HOME.get(place)
        return Goal("screen", place, title, "from home" if door else "", shown=self._keys(door) if door else "")

    def _keys(self, command: type[Command]) -> str:
        return "/".join([key_text(key) for key in keys_of(self.app, command) if key not in command.aliases][:2])

    # Typing -----------------------------------------------------------------------------------------------------------

    @on(EntryField.Typed, "#goal")
    def _typed(self, event: EntryField.Typed) -> None:
        self.suggestions.choose_none()
        self._suggest(event.value)

    def _suggest(self, text: str) -> None:
        generation = self.suggestions.asked()

        def then(found: tuple[Goal, ...]) -> None:
            self.suggestions.show([_row(goal) for goal in found], generation)
            self.status.say("" if found or not text.strip() else _nothing(text))

        self.ask(
            everything, text, self.offered, self.desk_app.recent,
            then=then, group=SUGGEST, refused=lambda _: self.suggestions.clear(),
        )  # fmt: skip

    # Going ------------------------------------------------------------------------------------------------------------

    @on(EntryField.Accepted, "#goal")
    def _accepted(self, event: EntryField.Accepted) -> None:
        self.forget(SUGGEST)
        self.suggestions.clear()
        if event.value or event.suggestion:
            chosen = event.suggestion.code if event.suggestion else ""
            ask = partial(self.desk.ask, everything, event.value, self.offered, self.desk_app.recent)
            self.held(ask, then=partial(self._go, event.value, chosen))
        else:
            self.action_leave()

    def _go(self, text: str, chosen: str, found: tuple[Goal, ...]) -> None:
        goal = next((one for one in found if _row(one).code == chosen), found[0] if found and not chosen else None)
        if goal is None:
            self.refuse(f"{chosen} is not there any more" if chosen else _nothing(text))
            self.goal.action_select_all()
        elif goal.kind == "command":
            self._run(next(one for one in self._commands() if one.id == goal.key))
        elif goal.kind == "screen":
            self.desk_app.go(goal.key, instead=True)
        else:
            key = int(goal.key) if goal.kind in NUMBERED else goal.key
            self.desk_app.go(self.desk_app.leads[goal.kind], key, instead=True)

    def _run(self, command: type[Command]) -> None:
        """Back to the screen below, and do it there."""
        self.app.pop_screen()
        nodes: list[DOMNode] = [self.below]
        if command in self.below.field_commands and self.below.focused is not None:
            nodes.insert(0, self.below.focused)
        action = f"action_{command.action.partition('(')[0]}"
        node = next((node for node in nodes if hasattr(node, action)), None)
        if node is None:
            self.below.status.warn(f"{command.label} is done in a field: go to one first")
        else:
            self.app.call_later(self.app.run_action, command.palette_entry().action, node)

    # Keys -------------------------------------------------------------------------------------------------------------

    def action_go_to(self) -> None:
        """F2 again: begin anew."""
        self.goal.action_select_all()

    def action_cancel(self) -> None:
        """F12."""
        self.action_leave()


def _nothing(text: str) -> str:
    return f"nothing is called {text.strip()[:40]!r}"


def _row(goal: Goal) -> Suggestion:
    kind = KINDS.get(goal.kind, goal.kind)
    title = f"{goal.title}  {goal.help}" if goal.help else goal.title
    if goal.nearness is Nearness.NEARLY:
        title, note = f"≈ {goal.title}", f"perhaps, {goal.note}" if goal.note else "perhaps"
    else:
        note = goal.note
    key = goal.key if goal.kind not in ("screen", "command") else goal.shown
    return Suggestion(f"{goal.kind} {goal.key}", (kind, key, title, note))
