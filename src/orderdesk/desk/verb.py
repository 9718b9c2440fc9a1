"""What makes a function a verb: its name, its right, and the two doors `Desk.do` and `Desk.ask`.

A verb takes a `Transaction` first and then plain values; documents are named as people name them (an order's number, a
customer's code, a SKU). The name is also the right that it needs, so `VERBS` is the whole list of what can be done.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Concatenate, ParamSpec, TypeVar

from orderdesk.desk.rights import ROLES_OF, who_has
from orderdesk.errors import NotAllowed
from orderdesk.store.store import Store
from orderdesk.store.transaction import Actor, Reading, Transaction

P = ParamSpec("P")
T = TypeVar("T")

VERBS: dict[str, Callable[..., object]] = {}


def verb(name: str) -> Callable[[Callable[Concatenate[Transaction, P], T]], Callable[Concatenate[Transaction, P], T]]:
    """Make a function the verb of that name (`order.submit`), which is also the right that it asks for."""

    def register(work: Callable[Concatenate[Transaction, P], T]) -> Callable[Concatenate[Transaction, P], T]:
        if name not in ROLES_OF:
            raise KeyError(f"{name} has no row in desk/rights.py")

        @functools.wraps(work)
        def checked(tx: Transaction, /, *args: P.args, **kwargs: P.kwargs) -> T:
            require(tx.who, name)
            return work(tx, *args, **kwargs)

        VERBS[name] = checked
        return checked

    return register


def may(who: Actor, right: str) -> bool:
    """Whether somebody has a right. The program itself (user 0) has every right."""
    return who.user_id == 0 or bool(who.roles & ROLES_OF[right])


def require(who: Actor, right: str) -> None:
    """Raises NotAllowed, naming the right and the roles that have it."""
    if not may(who, right):
        raise NotAllowed(f"{who.login} may not do {right}; that takes {who_has(right)}")


class Desk:
    """The one way in for screens, commands, batch and import: `do` a verb, `ask` a query, as one person.

    Args:
        day: the business date to work on; None is the date of the clock.
        clock: the moment now, with its zone. Passed in so that no verb or rule reads a clock.
    """

    def __init__(
        self, store: Store, who: Actor, *, day: date | None = None, clock: Callable[[], datetime] | None = None
    ) -> None:
        self.store = store
        self.who = who
        self.day = day
        self.clock = clock or (lambda: datetime.now(UTC).astimezone())

    @property
    def today(self) -> date:
        """The business date."""
        return self.day or self.clock().date()

    def do(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one verb as one transaction, again when another writer was in the way."""
        return self.store.run(lambda tx: work(tx, *args, **kwargs), self.who, self.today, self.clock())

    def ask(self, query: Callable[Concatenate[Reading, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one query on one snapshot."""
        with self.store.read(self.who, self.today, self.clock()) as reading:
            return query(reading, *args, **kwargs)
