"""The machine itself: how it acts and looks, and what must hold after each step.

A verb that is refused must have written nothing; one that wrote must have recorded an event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import text

from orderdesk.errors import BadValue, Conflict, NotAllowed, NotFound, Refused
from orderdesk.queries.check import check
from orderdesk.rules.price import line_net
from orderdesk.store.audit import broken_link
from orderdesk.store.store import Store
from tests.company import NOW, PEOPLE, SYSTEM, TODAY, person


class Trade(RuleBasedStateMachine):
    """One company over some days: everybody does their work in any order.

    `company` opens a store with the test company for one run, with a figure that moves whenever something was written,
    and a function that ends both. `tried` and `done` count the verbs over all runs.
    """

    company: ClassVar[Callable[[], tuple[Store, Callable[[], int], Callable[[], None]]]]
    tried: ClassVar[Counter[str]] = Counter()
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.store, self.version, self.leave = type(self).company()
        self.moment = NOW
        self.seen = -1
        self.people = {login: person(self.store, login) for login in PEOPLE}
        for desk in self.people.values():
            desk.clock = lambda: self.moment

    def teardown(self) -> None:
        try:
            with self.store.read(SYSTEM, TODAY, NOW) as reading:
                assert broken_link(reading) is None
        finally:
            self.leave()

    # How the machine acts and looks ----------------------------------------------------------------------------------

    def ask(self, statement: str, **values: Any) -> list[Any]:
        with self.store.read(SYSTEM, TODAY, NOW) as reading:
            return list(reading.all(text(statement), **values))

    def one(self, place: int, statement: str, **values: Any) -> Any:
        """One of the rows that a statement finds (its first column), or None."""
        found = self.ask(statement, **values)
        return found[place % len(found)][0] if found else None

    def row(self, place: int, statement: str, **values: Any) -> Any:
        """One of the rows that a statement finds, or None."""
        found = self.ask(statement, **values)
        return found[place % len(found)] if found else None

    def events(self) -> int:
        return int(self.ask("SELECT count(*) FROM event")[0][0])

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Refused is nothing written; written is an event recorded. Any other error is a fault and comes through."""
        version, events = self.version(), self.events()
        try:
            yield
        except (Refused, Conflict, NotAllowed, NotFound, BadValue) as no:
            assert str(no).strip(), "a refusal must say why"
            assert self.version() == version, f"refused, but something was written: {no}"
            assert self.events() == events, f"refused, but there is an event: {no}"
        else:
            assert self.version() == version or self.events() > events, "something was written without an event"

    def do(self, login: str, verb: Callable[..., Any], *args: Any, **values: Any) -> Any:
        """A verb's answer; None when it was refused."""
        self.moment += timedelta(seconds=1)
        name = f"{verb.__module__.rpartition('.')[2]}.{verb.__name__}"
        self.tried[name] += 1
        answer = None
        with self.watched():
            answer = self.people[login].do(verb, *args, **values)
            self.done[name] += 1
        return answer

    @property
    def sqlite(self) -> bool:
        return bool(self.store.engine.dialect.name == "sqlite")

    @property
    def today(self) -> Any:
        return self.people["rae"].today

    def order(self, place: int, *states: str) -> Any:
        wanted = ", ".join(f"'{state}'" for state in states)
        return self.one(place, f"SELECT number FROM sales_order WHERE state IN ({wanted}) ORDER BY id")

    def picks(self, place: int, *states: str) -> Any:
        wanted = ", ".join(f"'{state}'" for state in states)
        return self.one(place, f"SELECT number FROM pick WHERE state IN ({wanted}) ORDER BY id")

    def held(self, pick: int) -> list[Any]:
        """The orders on a pick list that a hold stands open for."""
        return self.ask(
            "SELECT DISTINCT l.order_id FROM pick p JOIN pick_line pl ON pl.pick_id = p.id"
            " JOIN sales_order_line l ON l.id = pl.order_line_id JOIN hold h ON h.order_id = l.order_id"
            " WHERE p.number = :pick AND h.state = 'open'",
            pick=pick,
        )

    def pass_days(self, days: int) -> None:
        self.moment += timedelta(days=days)
        for desk in self.people.values():
            desk.day = desk.today + timedelta(days=days)

    # Always ----------------------------------------------------------------------------------------------------------

    @invariant()
    def the_books_are_sound(self) -> None:
        version = self.version()
        if version == self.seen:
            return  # nothing was written since the last look
        self.seen = version
        with self.store.read(SYSTEM, TODAY, NOW) as reading:
            broken = check(reading)
            assert broken == (), broken
            lines = reading.all(
                text("SELECT ordered - cancelled AS due, price, discount, factor, net FROM sales_order_line")
            )
        for line in lines:
            assert line.net == line_net(line.due, line.price or 0, line.discount, factor=line.factor)
