"""Prices: the rules that say what things cost, by product, customer or list; enter one, end one, ask one.

A rule is typed in one line, by fields as in a filter. What is shown below the list is the rule as a sentence.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import prices
from orderdesk.errors import BadValue, OrderdeskError
from orderdesk.filters import LONGEST, read_day
from orderdesk.price_entry import read_rule
from orderdesk.queries.price_asked import PriceAsked, price_asked
from orderdesk.queries.price_listing import PRICES
from orderdesk.queries.price_rules import ListedRule, list_chain
from orderdesk.rules.wording import a_or_an
from orderdesk.screens.price_keys import HELP, AskPrice, BaseList, EndRule, NewList, NewRule
from orderdesk.screens.worklist import PAGE, Place, Seen, WorklistScreen
from orderdesk.values import ONE, parse_percent, parse_quantity
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Why
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Rule", 5),
    Column("Kind", 20, share=2),
    Column("On", 10, share=1),
    Column("Quantity", 17),
    Column("Gives", 18, share=1),
    Column("From", 12, rank=2),
    Column("Until", 12, rank=1),
)


class PricesScreen(WorklistScreen[ListedRule]):
    """What things cost, and to whom."""

    listing = PRICES
    commands = (NewRule, EndRule, AskPrice, NewList, BaseList, Why)
    heading = "PRICES"
    columns = COLUMNS
    empty = "No price rule holds. F6 enters one."
    noun = "rule"
    help_text = HELP

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=2, id="panel")
        self.rule_bar = AskBar(Question("rule", "Rule", needed=True, limit=LONGEST), id="rule")
        self.end_bar = AskBar(Question("day", "Last day", width=12), id="end")
        self.ask_bar = AskBar(
            Question("sku", "Product", width=14, needed=True), Question("customer", "Customer", width=12),
            Question("quantity", "How many", width=12), Question("day", "Day", width=12), id="ask",
        )  # fmt: skip
        code = Question("code", "List", width=10, needed=True, limit=20)
        based = Question("base", "Based on", width=10, limit=20), Question("percent", "less %", width=8)
        self.list_bar = AskBar(code, Question("name", "Name", width=16, limit=60), *based, id="new-list")
        self.base_bar = AskBar(code, *based, id="base-list")

    def below(self) -> ComposeResult:
        """The highlighted rule in words, and where things are asked."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield from (self.rule_bar, self.end_bar, self.ask_bar, self.list_bar, self.base_bar)

    def row(self, item: ListedRule) -> Row:
        """One rule."""
        what = item.sku or item.category or Cell("everything", Tone.MUTED)
        whose = item.customer or item.price_list or item.name
        kind = f"{item.level} {whose}"
        days = (self.show.day(day) if day else "" for day in (item.valid_from, item.valid_to))
        return Row(item.id, (str(item.id), kind, what, item.window, item.gift or item.gives, *days))

    def look_closer(self, item: ListedRule | None) -> None:
        """The panel: the rule as a sentence."""
        self.panel.show(*([] if item is None else [[Cell(f" {item.id}  {item.sentence}", Tone.STRONG)]]))

    @on(WindowList.Chosen, "#worklist")
    def action_why(self) -> None:
        """Enter and F11: the rule, and the list that it is of."""
        item = self.highlighted
        if item is None:
            return

        def show(chain: str) -> None:
            lines = [item.sentence, *([chain] if chain else [])]
            self.desk_app.go("explain", f"PRICE RULE {item.id}", lines)

        self.held(lambda: self.desk.ask(list_chain, item.price_list), then=show)

    # Entering ---------------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6."""
        self.rule_bar.open()

    @on(AskBar.Answered, "#rule")
    def _enter(self, event: AskBar.Answered) -> None:
        try:
            level, values = read_rule(event.answers["rule"], today=self.desk.today, mark=self.show.decimal_mark)
        except BadValue as error:
            self._ask_again(self.rule_bar, "rule", error)
            return
        self._enter_and_look(self.rule_bar, "rule", lambda: f"rule {self.desk.do(prices.rule, level, **values)} holds")

    def action_new_list(self) -> None:
        """L."""
        self.list_bar.open()

    def action_base_list(self) -> None:
        """B."""
        item = self.highlighted
        self.base_bar.open("", code="" if item is None else item.price_list)

    @on(AskBar.Answered, "#new-list")
    def _new_list(self, event: AskBar.Answered) -> None:
        said = event.answers
        off = self._percent(self.list_bar, said["percent"])
        if off is not None:
            base = said["base"] or None

            def enter() -> str:
                key = self.desk.do(prices.price_list, said["code"], said["name"], base=base, percent=off)
                return f"price list {key} is new"

            self._enter_and_look(self.list_bar, "code", enter)

    @on(AskBar.Answered, "#base-list")
    def _base_list(self, event: AskBar.Answered) -> None:
        said = event.answers
        off = self._percent(self.base_bar, said["percent"])
        if off is not None:
            stands = f"is based on {said['base'].upper()}" if said["base"] else "stands on its own"

            def base() -> str:
                return f"price list {self.desk.do(prices.base_on, said['code'], said['base'] or None, off)} {stands}"

            self._enter_and_look(self.base_bar, "base", base)

    def _percent(self, bar: AskBar, said: str) -> int | None:
        """How far below; a minus is above. None where it cannot be read, which is said."""
        try:
            read = parse_percent(said.removeprefix("-") or "0", mark=self.show.decimal_mark)
        except BadValue as error:
            self._ask_again(bar, "percent", error)
            return None
        return -read if said.startswith("-") else read

    def _enter_and_look(self, bar: AskBar, name: str, work: Callable[[], str]) -> None:
        """Run a verb with the keys held; what is refused is asked again."""
        look = self.look(self.filter_text, Place(PAGE))

        def acted(outcome: tuple[str, Seen[ListedRule]]) -> None:
            bar.close()
            self.seen(outcome[1])
            self.status.done(outcome[0])

        self.held(lambda: (work(), look()), then=acted, refused=lambda error: self._ask_again(bar, name, error))

    def action_end_rule(self) -> None:
        """D."""
        if not self.chosen():
            self.status.warn("no rule is shown")
            return
        self.end_bar.open(f"{len(self.chosen())} of them:" if self.list.marked else f"rule {self.chosen()[0].id}:")

    @on(AskBar.Answered, "#end")
    def _end(self, event: AskBar.Answered) -> None:
        said = event.answers["day"]
        try:
            day = read_day(said, self.desk.today, "the day") if said else None
        except BadValue as error:
            self._ask_again(self.end_bar, "day", error)
            return
        self.end_bar.close()
        until = f"ends on {self.show.day(day)}" if day else "stays open"

        def deed(item: ListedRule) -> str:
            self.desk.do(prices.end, item.id, day)
            return f"rule {item.id} {until}"

        self.act_on(self.chosen(), deed)

    # Asking -----------------------------------------------------------------------------------------------------------

    def action_ask_price(self) -> None:
        """A."""
        item = self.highlighted
        known = {} if item is None else {"sku": item.sku, "customer": item.customer}
        self.ask_bar.open("", **known)

    @on(AskBar.Answered, "#ask")
    def _ask_price(self, event: AskBar.Answered) -> None:
        said = event.answers
        try:
            much = parse_quantity(said["quantity"], mark=self.show.decimal_mark) if said["quantity"] else ONE
            day = read_day(said["day"], self.desk.today, "the day") if said["day"] else None
        except BadValue as error:
            self._ask_again(self.ask_bar, "quantity", error)
            return

        def answer(asked: PriceAsked) -> None:
            self.ask_bar.close()
            to = asked.customer or "anybody"
            head = f"{self.show.quantity(asked.quantity)} {asked.unit} to {to} on {self.show.day(asked.day)}"
            sum_text = f"{self.show.price(asked.price)} {asked.currency} {a_or_an(asked.unit)}"
            self.desk_app.go("explain", f"WHAT COSTS {asked.sku} {asked.name}", [
                head, f"   {sum_text}", "", "PRICE", *[f"   {reason.text}" for reason in asked.reasons],
            ])  # fmt: skip

        self.held(
            lambda: self.desk.ask(price_asked, said["sku"], said["customer"], much, day=day),
            then=answer,
            refused=lambda error: self._ask_again(self.ask_bar, "sku", error),
        )

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label}: say it, or press F12")

    def _ask_again(self, bar: AskBar, name: str, error: OrderdeskError) -> None:
        bar.focus_on(name)
        self.refuse(str(error))
