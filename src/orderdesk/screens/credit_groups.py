"""Credit groups: customers who share a limit, what each owes by part, and what they may still order together."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import credit_groups
from orderdesk.errors import BadValue, OrderdeskError
from orderdesk.queries.credit_groups import CREDIT_GROUPS, GroupCard, GroupRow, credit_group
from orderdesk.rules.credit import Exposure
from orderdesk.screens.worklist import PAGE, Place, Seen, WorklistScreen
from orderdesk.values import Money, parse_money
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.cells import fit
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import New, Why
from orderdesk.widgets.window_list import Row, WindowList

PANEL = 7  # rows below the list
MEMBERS = "members"
COLUMNS = (
    Column("Group", 10),
    Column("Name", 16, share=2),
    Column("Customers", 9, align="right", rank=1),
    Column("Owe", 13, align="right"),
    Column("Limit", 13, align="right"),
    Column("Room", 14, align="right"),
)
PARTS: tuple[tuple[str, Callable[[Exposure], Money]], ...] = (
    ("invoices", lambda one: one.open_invoices),
    ("unapplied", lambda one: -one.unapplied_credit),
    ("shipped", lambda one: one.shipped_not_invoiced),
    ("to ship", lambda one: one.confirmed_not_shipped),
    ("submitted", lambda one: one.submitted),
    ("paid ahead", lambda one: -one.prepaid),
    ("later", lambda one: one.beyond_horizon),
)


class NewGroup(New):
    """Enter a group with its limit."""

    label, rank = "New group", 18


class GroupLimit(Command):
    """Change what the highlighted group's customers may owe together; nothing is no limit."""

    key, label, rank = "l", "Limit", 20


class Join(Command):
    """Put a customer into the highlighted group."""

    key, label, rank = "j", "Join", 25


class LeaveGroup(Command):
    """Take a customer out of its group."""

    key, label, rank = "x", "Take out", 30


class CreditGroupsScreen(WorklistScreen[GroupRow]):
    """Who shares a limit."""

    listing = CREDIT_GROUPS
    commands = (NewGroup, GroupLimit, Join, LeaveGroup, Why)
    heading = "CREDIT GROUPS"
    columns = COLUMNS
    empty = "No customers share a limit. F6 enters a group."
    noun = "group"
    help_text = """
Customers of a group share its limit; each may have its own besides.
F6 enters a group, L changes its limit, J puts a customer in, X takes one out.
Enter and F11 tell what each customer owes, by part.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=PANEL, id="panel")
        self.new_bar = AskBar(
            Question("code", "Group", width=10, needed=True, limit=20), Question("name", "Name", width=20, needed=True),
            Question("limit", "Limit", width=12), id="new-group",
        )  # fmt: skip
        self.limit_bar = AskBar(Question("limit", "Limit", width=14), id="group-limit")
        self.join_bar = AskBar(Question("customer", "Customer", width=14, needed=True, limit=20), id="join")
        self.out_bar = AskBar(Question("customer", "Customer", width=14, needed=True, limit=20), id="take-out")

    def below(self) -> ComposeResult:
        """The customers of the highlighted group, and where things are asked."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield from (self.new_bar, self.limit_bar, self.join_bar, self.out_bar)

    def row(self, item: GroupRow) -> Row:
        """One group."""
        room = Cell("") if item.room is None else Cell(self.show.money(item.room), _tone(item.room))
        limit = "none" if item.limit is None else self.show.money(item.limit)
        return Row(item.code, (item.code, item.name, str(item.members), self.show.money(item.exposure), limit, room))

    def look_closer(self, item: GroupRow | None) -> None:
        """The panel: each customer of the group."""
        self.panel.show()
        if item is not None:
            self.ask(credit_group, item.code, then=self._members, group=MEMBERS)

    def _members(self, card: GroupCard) -> None:
        rows: list[Line] = [self._member(one.customer, one.name, one.exposure, one.limit) for one in card.members]
        if len(rows) > PANEL:
            rows = [*rows[: PANEL - 1], [Cell(f" … {len(rows) - PANEL + 1} more customers: F11", Tone.MUTED)]]
        self.panel.show(*(rows or [[Cell(" No customer yet. J puts one in.", Tone.MUTED)]]))

    def _member(self, customer: str, name: str, owes: Money, limit: Money | None) -> Line:
        own = "no limit of its own" if limit is None else f"own limit {self.show.money(limit)}"
        wide = max(12, self.size.width - 60)
        return [
            f" {fit(customer, 12)} {fit(name, wide)} {fit(self.show.money(owes), 13, 'right')}   ",
            Cell(own, Tone.MUTED),
        ]

    @on(WindowList.Chosen, "#worklist")
    def action_why(self) -> None:
        """Enter and F11: who owes what."""
        if self.highlighted is None:
            return

        def show(card: GroupCard) -> None:
            lines = [f"   {self._sum(card.parts)}", ""]
            for one in card.members:
                own = "no limit of its own" if one.limit is None else f"own limit {self.show.money(one.limit)}"
                lines += [f"{one.customer} {one.name}", f"   {self._sum(one.parts)}; {own}"]
            limit = "no limit" if card.group.limit is None else f"limit {self.show.money(card.group.limit)}"
            self.desk_app.go("explain", f"GROUP {card.group.code} {card.group.name}", [f"Together, {limit}", *lines])

        code = self.highlighted.code
        self.held(lambda: self.desk.ask(credit_group, code), then=show)

    def _sum(self, parts: Exposure) -> str:
        said = [f"{name} {self.show.money(part(parts))}" for name, part in PARTS if part(parts)]
        return f"owes {self.show.money(parts.total)}" + (f": {' · '.join(said)}" if said else "")

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6."""
        self.new_bar.open()

    def action_group_limit(self) -> None:
        """L."""
        if self.highlighted is not None:
            self.limit_bar.open(f"{self.highlighted.code}:")

    def action_join(self) -> None:
        """J."""
        if self.highlighted is not None:
            self.join_bar.open(f"into {self.highlighted.code}:")

    def action_leave_group(self) -> None:
        """X."""
        self.out_bar.open("out of its group:")

    @on(AskBar.Answered, "#new-group")
    def _new(self, event: AskBar.Answered) -> None:
        said = event.answers

        def work() -> str:
            limit = self._limit(said["limit"])
            return f"group {self.desk.do(credit_groups.new, said['code'], said['name'], credit_limit=limit)} is entered"

        self._enter(self.new_bar, "code", work)

    @on(AskBar.Answered, "#group-limit")
    def _change(self, event: AskBar.Answered) -> None:
        said = event.answers["limit"]
        code = "" if self.highlighted is None else self.highlighted.code

        def work() -> str:
            limit = self._limit(said)
            self.desk.do(credit_groups.limit, code, credit_limit=limit)
            return f"the limit of {code} is {'none' if limit is None else self.show.money(limit)}"

        self._enter(self.limit_bar, "limit", work)

    @on(AskBar.Answered, "#join")
    def _join(self, event: AskBar.Answered) -> None:
        code = "" if self.highlighted is None else self.highlighted.code
        customer = event.answers["customer"]
        done = f"shares the limit of {code}"
        self._enter(self.join_bar, "customer", lambda: f"{self.desk.do(credit_groups.join, customer, code)} {done}")

    @on(AskBar.Answered, "#take-out")
    def _out(self, event: AskBar.Answered) -> None:
        customer = event.answers["customer"]
        done = "is in no group"
        self._enter(self.out_bar, "customer", lambda: f"{self.desk.do(credit_groups.join, customer, None)} {done}")

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label}: say it, or press F12")

    def _limit(self, said: str) -> Money | None:
        """An amount; nothing is no limit. Raises BadValue."""
        if not said or said.lower() == "none":
            return None
        return parse_money(said, decimals=self.show.currency.decimals, mark=self.show.decimal_mark, what="limit")

    def _enter(self, bar: AskBar, name: str, work: Callable[[], str]) -> None:
        """Run a verb with the keys held; what is refused is asked again."""
        look = self.look(self.filter_text, Place(PAGE))

        def acted(outcome: tuple[str, Seen[GroupRow]]) -> None:
            bar.close()
            self.seen(outcome[1])
            self.status.done(outcome[0])

        def refused(error: OrderdeskError) -> None:
            bar.focus_on("limit" if isinstance(error, BadValue) and bar is not self.join_bar else name)
            self.refuse(str(error))

        self.held(lambda: (work(), look()), then=acted, refused=refused)


def _tone(room: Money) -> Tone:
    return Tone.REFUSED if room < 0 else Tone.STRONG
