"""Who may release which hold up to what amount, and who stands in for whom: one list to keep up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import approval_rules
from orderdesk.errors import BadValue
from orderdesk.findings import HoldKind
from orderdesk.queries.approval_table import StandsIn
from orderdesk.queries.rule_list import StepRow, deputy_list, step_list
from orderdesk.queries.settings import settings
from orderdesk.quick_entry import typed_day
from orderdesk.rules.approval import HIGHEST
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import parse_money
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.standard_keys import Cancel, New, Refresh
from orderdesk.widgets.window_list import Row, WindowList

KINDS = frozenset(str(kind) for kind in HoldKind)
COLUMNS = (Column("", 7), Column("Of", 14), Column("Who", 30, share=1), Column("Until", 12))


class NewStep(New):
    """Say who may release a kind of hold, or the holds of one rule, up to an amount."""

    aliases = ("n",)
    label = "New step"


class Remove(Command):
    """Take the highlighted step away, or end the highlighted deputyship."""

    key, rank = "x", 20


class NewDeputy(Command):
    """While somebody is away, let another release what he or she may."""

    key, label, rank = "d", "Deputy", 18


def look(reading: Reading) -> tuple[Settings, tuple[StepRow, ...], tuple[StandsIn, ...]]:
    """What the screen shows, on one snapshot."""
    return settings(reading), step_list(reading), deputy_list(reading)


class ApprovalStepsScreen(DeskScreen):
    """The approval table, and the deputies."""

    commands = (NewStep, NewDeputy, Remove, Refresh, Cancel)
    heading = "APPROVAL STEPS"
    help_text = """
A step: the kind of hold (or a rule's code), role and level (approver 1,
  warehouse 2), up to which amount; "2 in turn" asks for level 1 and then
  level 2, two people.
A step for the same holds and amount is replaced.
"""

    def __init__(self) -> None:
        super().__init__()
        self.list = WindowList(COLUMNS, empty="No step.", id="steps")
        self.step_bar = AskBar(
            Question("of", "Of", width=12, limit=32),
            Question("role", "Role", width=11, needed=True, limit=12),
            Question("level", "Level", width=10, needed=True, limit=12),
            Question("up_to", "Up to, if bound", limit=20),
            id="step",
        )
        self.deputy_bar = AskBar(
            Question("away", "Away", width=12, needed=True, limit=64),
            Question("deputy", "Deputy", width=12, needed=True, limit=64),
            Question("first", "From", width=11, needed=True, limit=12),
            Question("last", "Until", needed=True, limit=12),
            id="deputy",
        )
        self._show = Show()

    def body(self) -> ComposeResult:
        """The list, and what asks."""
        yield self.list
        yield self.step_bar
        yield self.deputy_bar

    def on_mount(self) -> None:
        """Keys typed ahead wait for the rows."""
        self.held(lambda: self.desk.ask(look), then=self._seen)

    def on_screen_resume(self) -> None:
        """Somebody comes back."""
        self.action_refresh()

    def changed(self) -> None:
        """Somebody has changed something."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """F5."""
        if self.is_current:
            self.ask(look, then=self._seen)

    def _seen(self, seen: tuple[Settings, tuple[StepRow, ...], tuple[StandsIn, ...]]) -> None:
        company, steps, deputies = seen
        self._show = Show(company.money, company.locale)
        self.show_title(f" {self.heading}")
        rows = [
            Row(
                f"step {one.id}",
                (
                    Cell("step", Tone.MUTED),
                    one.rule or one.kind,
                    one.who,
                    "any amount" if one.up_to is None else self._show.money(one.up_to),
                ),
            )
            for one in steps
        ]
        rows += [
            Row(
                f"deputy {one.id}",
                (
                    Cell("deputy", Tone.MUTED),
                    one.away_name or one.away,
                    f"{one.deputy_name or one.deputy} from {self._show.day(one.first_day)}",
                    self._show.day(one.last_day),
                ),
            )
            for one in deputies
        ]
        self.list.set_rows(rows)

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6 and N."""
        self.step_bar.open("Step", role="approver")

    def action_new_deputy(self) -> None:
        """D."""
        self.deputy_bar.open("", first=str(self.desk.today))

    def action_remove(self) -> None:
        """X."""
        if self.list.highlighted is None:
            return
        what, _, key = str(self.list.highlighted).partition(" ")
        if what == "step":
            self._act(approval_rules.step_remove, int(key), said="the step is gone")
        else:
            self._act(approval_rules.deputy_end, int(key), said="the deputyship is ended")

    @on(AskBar.Answered, "#step")
    def _step(self, event: AskBar.Answered) -> None:
        said = event.answers
        level, *turn = said["level"].split(maxsplit=1)
        try:
            bound = parse_money(
                said["up_to"], decimals=self._show.currency.decimals, mark=self._show.decimal_mark, what="up to"
            ) if said["up_to"] else None  # fmt: skip
            if not level.isdecimal() or (turn and turn != ["in turn"]):
                raise BadValue("the level is 1 or 2, or: 2 in turn")
        except BadValue as error:
            self.refuse(str(error))
            return
        event.bar.close()
        of = said["of"].casefold()
        whose = {"kind": of} if of in KINDS else {"rule": said["of"]} if of else {}
        role = next((one for one in HIGHEST if one.startswith(said["role"].casefold())), said["role"])
        self._act(
            approval_rules.step, role, int(level), **whose, up_to=bound, in_turn=bool(turn), said="the step is kept"
        )

    @on(AskBar.Answered, "#deputy")
    def _deputy(self, event: AskBar.Answered) -> None:
        said = event.answers
        try:
            first, last = (typed_day(said[name], self.desk.today) for name in ("first", "last"))
        except BadValue as error:
            self.refuse(str(error))
            return
        event.bar.close()
        told = f"{said['deputy']} stands in for {said['away']} until {self._show.day(last)}"
        self._act(approval_rules.deputy, said["away"], said["deputy"], first, last, said=told)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def _act(self, verb: Callable[..., Any], *args: Any, said: str, **named: Any) -> None:
        def done(_: object) -> None:
            self.status.done(said)
            self.action_refresh()

        self.do(verb, *args, then=done, **named)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
