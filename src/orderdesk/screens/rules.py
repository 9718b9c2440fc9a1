"""What holds orders: the built-in reasons, the company's rules and attributes; how well each aims, and who releases it.

A rule is tried on the orders of the last thirty days before it is entered or changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import approval_rules, attributes, simulating
from orderdesk.errors import BadValue
from orderdesk.queries.hold_precision import Precision, hold_precision
from orderdesk.queries.rule_list import RULES, RuleRow
from orderdesk.rules.simulation import Simulation
from orderdesk.screens import rules_paint as paint
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.values import parse_percent
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, New, Why
from orderdesk.widgets.window_list import Row


class NewRule(New):
    """Enter a rule: code, measure, figure, name; to try it first, put a ? behind its figure."""

    aliases = ("n",)
    label = "New rule"


class ChangeFigure(Command):
    """Another figure for the highlighted rule."""

    key, label, rank = "c", "Change", 20


class Simulate(Command):
    """Try the highlighted rule with another figure on the orders of the last thirty days."""

    key, rank = "s", 18


class OnOff(Command):
    """Switch the highlighted rule or attribute off, or on again."""

    key, label, rank = "o", "On/off", 21


class Ceiling(Command):
    """The discount that a role may give without approval; none takes it away."""

    key, rank = "g", 30


class Define(Command):
    """Define an attribute of customers, products, orders or lines, and the hold that it raises."""

    key, label, rank = "a", "Attribute", 31


class Aim(Command):
    """How well the rules aim: holds raised, released and rejected by kind, and how long it took."""

    key, rank = "p", 22


class Steps(LookUp):
    """Who may release what up to which amount, and who stands in for whom."""

    label = "Steps"


class RulesScreen(WorklistScreen[RuleRow]):
    """The list."""

    listing = RULES
    commands = (NewRule, Simulate, ChangeFigure, OnOff, Aim, Ceiling, Define, Why, Steps)
    columns = paint.COLUMNS
    heading = "APPROVAL RULES"
    empty = "No rule."
    noun = "rule"
    help_text = """
What is built in is changed by its settings; the panel names the command.
A new rule: N, its code, the measure (F1 below the keys names them), the
  figure, and what it is called. With a ? behind the figure (10?) it is
  only tried on the last thirty days.
Measures: order_value, average_discount, line_discount, margin,
  line_value, line_quantity, habit, new_ship_to, first_order.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=paint.PANEL)
        self.new_bar = AskBar(
            Question("code", "Code", width=10, needed=True, limit=32),
            Question("measure", "Measure", width=18, needed=True, limit=32),
            Question("figure", "Figure", width=10, limit=20),
            Question("name", "Name", limit=100),
            id="new",
        )
        figure = Question("figure", "Figure", width=12, needed=True, limit=20)
        self.change_bar = AskBar(figure, id="change")
        self.simulate_bar = AskBar(Question("figure", "Figure, or off", width=14, limit=20), id="simulate")
        self.ceiling_bar = AskBar(
            Question("role", "Role", width=14, needed=True, limit=20),
            Question("percent", "Discount %", width=8, needed=True, limit=10),
            Question("category", "Category, if one", limit=32),
            id="ceiling",
        )
        self.define_bar = AskBar(
            Question("code", "Code", width=10, needed=True, limit=32),
            Question("name", "Name", width=14, needed=True, limit=60),
            Question("subject", "Of", width=10, needed=True, limit=10),
            Question("type", "Type", width=7, limit=10),
            Question("raises", "Raises", limit=10),
            id="define",
        )

    def below(self) -> ComposeResult:
        """Who releases the highlighted one, and what changes it."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield from (self.new_bar, self.change_bar, self.simulate_bar, self.ceiling_bar, self.define_bar)

    def on_resize(self) -> None:
        """A low terminal keeps its rows for the list."""
        self.panel.styles.height = max(2, min(paint.PANEL, self.app.size.height // 5))
        self.look_closer(self.highlighted)

    def title_pieces(self) -> Sequence[str]:
        """What the figures are of."""
        return [f" {self.heading}   {self.filter_text or 'all'}", "raised and false alarms: the last 30 days "]

    def row(self, item: RuleRow) -> Row:
        """A rule."""
        return paint.row(item, self.show)

    def look_closer(self, item: RuleRow | None) -> None:
        """Who releases it, and what changes it."""
        height = self.panel.styles.height
        self.panel.show(*(paint.panel(item, int(height.value) if height else paint.PANEL) if item is not None else ()))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6 and N."""
        self.new_bar.open("New rule")

    def action_change_figure(self) -> None:
        """C."""
        if (item := self._own("changed")) is not None:
            self.change_bar.open(f"{item.code}, {item.figure}; new:")

    def action_simulate(self) -> None:
        """S."""
        item = self.highlighted
        if item is not None:
            self.simulate_bar.open(f"Try {item.code}")

    def action_on_off(self) -> None:
        """O."""
        item = self.highlighted
        if item is not None and item.source == "attribute":
            self._do(attributes.change, item.code, raises="", said=f"attribute {item.code} holds nothing any more")
        elif (item := self._own("switched")) is not None:
            said = f"rule {item.code} is {'off' if item.active else 'on'}"
            self._do(approval_rules.rule_change, item.code, active=not item.active, version=item.version, said=said)

    def action_ceiling(self) -> None:
        """G."""
        self.ceiling_bar.open("Ceiling of")

    def action_define(self) -> None:
        """A."""
        self.define_bar.open("")

    def action_aim(self) -> None:
        """P."""

        def tell(found: tuple[Precision, ...]) -> None:
            self.desk_app.go("explain", "HOW WELL THE RULES AIM   the last 30 days", paint.aims(found, self.show))

        self.held(partial(self.desk.ask, hold_precision), then=tell)

    def action_look_up(self) -> None:
        """F4."""
        self.desk_app.go("approval_steps")

    def action_why(self) -> None:
        """F11: all of the highlighted rule."""
        if self.highlighted is not None:
            item = self.highlighted
            self.desk_app.go("explain", f"WHY   {item.code} {item.name}", paint.why(item, self.show))

    def _own(self, act: str) -> RuleRow | None:
        """The highlighted rule, if it is one of the company's; otherwise the status line says what to do."""
        item = self.highlighted
        if item is not None and item.source == "rule":
            return item
        if item is not None:
            self.refuse(f"{item.code} is {item.source}; it is {act} with: {item.changed_by}")
        return None

    @on(AskBar.Answered, "#new")
    def _new(self, event: AskBar.Answered) -> None:
        code, measure, figure = (event.answers[name] for name in ("code", "measure", "figure"))
        event.bar.close()
        if figure.endswith("?"):
            work = partial(self.desk.ask, simulating.simulate_new, code, measure, figure.rstrip("? ") or "0")
            self.held(work, then=self._tell)
        else:
            name = event.answers["name"]
            said = f"rule {code.upper()} holds orders from now on"
            self._do(approval_rules.rule, code, measure, figure or "0", name=name, said=said)

    @on(AskBar.Answered, "#change")
    def _change(self, event: AskBar.Answered) -> None:
        item, figure = self.highlighted, event.answers["figure"]
        event.bar.close()
        if item is not None:
            said = f"rule {item.code}: {figure}"
            self._do(approval_rules.rule_change, item.code, threshold=figure, version=item.version, said=said)

    @on(AskBar.Answered, "#simulate")
    def _simulate(self, event: AskBar.Answered) -> None:
        item, figure = self.highlighted, event.answers["figure"]
        event.bar.close()
        if item is not None:
            off = figure.casefold() == "off"
            said = None if off or not figure else figure
            work = partial(self.desk.ask, simulating.simulate_change, item.code, said, off=off)
            self.held(work, then=self._tell)

    def _tell(self, found: Simulation) -> None:
        self.desk_app.go("simulation", found)

    @on(AskBar.Answered, "#ceiling")
    def _ceiling(self, event: AskBar.Answered) -> None:
        role, percent, category = (event.answers[name] for name in ("role", "percent", "category"))
        try:
            bound = None if percent.casefold() == "none" else parse_percent(percent, what="discount")
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("percent")
            return
        event.bar.close()
        self._do(approval_rules.ceiling, role, bound, category or None, said=f"the ceiling of {role} is {percent}")

    @on(AskBar.Answered, "#define")
    def _define(self, event: AskBar.Answered) -> None:
        said = event.answers
        event.bar.close()
        more = {"type": said["type"] or "text", "raises": said["raises"]}
        told = f"attribute {said['code'].upper()}; it is typed as /{said['code'].casefold()}"
        self._do(attributes.define, said["code"], said["name"], said["subject"], **more, said=told)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def _do(self, verb: Callable[..., Any], *args: Any, said: str, **named: Any) -> None:
        def done(_: object) -> None:
            self.status.done(said)
            self.action_refresh()

        self.do(verb, *args, then=done, **named)
