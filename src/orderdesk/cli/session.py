"""One run of a command: which database, who asks, which day; how its answer and its refusals are written.

stdout is data, stderr is talk. The store is opened when the command first needs it, so that `--help` never does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from orderdesk import values
from orderdesk.errors import BadValue, OrderdeskError
from orderdesk.texts import visible

if TYPE_CHECKING:
    from orderdesk.desk.verb import Desk
    from orderdesk.settings import Settings
    from orderdesk.store.store import Store
    from orderdesk.store.transaction import Reading, Transaction

P = ParamSpec("P")
T = TypeVar("T")

USAGE = 2


@dataclass(slots=True)
class Said:
    """The options that every command has, as far as they were said; the last one said counts."""

    db: str | None = None
    login: str | None = None
    today: str | None = None
    json: bool = False

    def add(self, db: str | None, login: str | None, today: str | None, json: bool) -> None:
        """Take over what was said once more."""
        self.db = db if db is not None else self.db
        self.login = login if login is not None else self.login
        self.today = today if today is not None else self.today
        self.json = self.json or json


def unix_login() -> str:
    """The account that runs this process; from the system, not from the environment."""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


class Session:
    """What a command works with.

    Attributes:
        said: the options given.
    """

    def __init__(self, said: Said) -> None:
        self.said = said
        self._store: Store | None = None

    # The desk ---------------------------------------------------------------------------------------------------------

    @property
    def login(self) -> str:
        """Who asks: `--as`, else ORDERDESK_USER, else the Unix account."""
        return self.said.login or os.environ.get("ORDERDESK_USER") or unix_login()

    @cached_property
    def day(self) -> date | None:
        """The business date that was said, if one was. Raises BadValue."""
        return None if self.said.today is None else values.parse_date(self.said.today, what="--today")

    @property
    def today(self) -> date:
        """The business date."""
        return self.day or date.today()

    @cached_property
    def store(self) -> Store:
        """The open database. Raises StoreTrouble."""
        from orderdesk.store.store import open_store

        self._store = open_store(self.said.db)
        return self._store

    @cached_property
    def desk(self) -> Desk:
        """The desk, with the person signed in. Raises StoreTrouble, NotAllowed."""
        return self.desk_on(self.store)

    def desk_on(self, store: Store) -> Desk:
        """The desk of another database, with the same person signed in. Raises NotAllowed."""
        from datetime import UTC, datetime

        from orderdesk.desk.verb import Desk
        from orderdesk.queries.people import sign_in
        from orderdesk.store.transaction import Actor

        with store.read(Actor(0, "sign-in"), self.today, datetime.now(UTC)) as reading:
            who = sign_in(reading, self.login, terminal=_terminal())
        return Desk(store, who, day=self.day)

    @cached_property
    def settings(self) -> Settings:
        """The company's settings."""
        from orderdesk.queries.settings import settings

        return self.desk.ask(settings)

    def do(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one verb as one transaction."""
        return self.desk.do(work, *args, **kwargs)

    def ask(self, query: Callable[Concatenate[Reading, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one query on one snapshot."""
        return self.desk.ask(query, *args, **kwargs)

    def close(self) -> None:
        """Give the database back."""
        if self._store is not None:
            self._store.close()

    # What was typed ---------------------------------------------------------------------------------------------------

    def money(self, text: str, what: str = "amount", *, negative: bool = False, **document: object) -> values.Money:
        """An amount in the company's currency, or in that of a document. Raises BadValue.

        Args:
            document: `customer`, `receipt`, `invoice`, `credit` or `order`: whose currency it is in.
        """
        from orderdesk.queries.currencies import said_in

        decimals = self.ask(said_in, document).decimals if document else self.settings.decimals
        return values.parse_money(text, decimals=decimals, negative=negative, what=what)

    # Answers ----------------------------------------------------------------------------------------------------------

    def show(
        self,
        value: object,
        *columns: str,
        within: Mapping[str, Sequence[str]] | None = None,
        empty: str = "nothing found",
    ) -> None:
        """Answer with a value: JSON when asked for, else a card or a table of these columns.

        Args:
            within: the columns of the lists that a card has; an empty one is not shown.
            empty: what is said when there is nothing.
        """
        from orderdesk.cli.as_json import dumps, plain
        from orderdesk.cli.print import lines

        tree = plain(value, self.settings.decimals)
        if self.said.json:
            print(dumps(tree))
            return
        if tree == []:
            self.talk(empty)
        for line in lines(tree, columns, within or {}):
            print(line)

    def done(self, name: str, value: object, sentence: str = "") -> None:
        """Answer what a verb did: the document's name alone on stdout, a sentence on stderr; in JSON, an object."""
        from orderdesk.cli.as_json import dumps, plain
        from orderdesk.cli.print import cell

        if self.said.json:
            print(dumps({name: plain(value, self.settings.decimals)}))
            return
        print(cell(plain(value, self.settings.decimals)))
        if sentence:
            self.talk(sentence)

    def talk(self, sentence: str) -> None:
        """Say something that is not data."""
        print(visible(sentence), file=sys.stderr)

    def refuse(self, error: OrderdeskError) -> int:
        """Write a refusal down and return the exit code it ends with."""
        code = exit_code(error)
        if self.said.json:
            from orderdesk.cli.as_json import dumps

            print(dumps(refusal(error, self._decimals())))
            return code
        findings = tuple(getattr(error, "findings", ()))
        if not findings:
            self.talk(f"orderdesk: {error}")
        for finding in findings:
            where = f"line {finding.line}: " if finding.line is not None else ""
            self.talk(f"{finding.severity.value}  {finding.kind}  {where}{finding.message}")
        return code

    def findings(self, found: Sequence[object]) -> None:
        """Say what was found about something that was done all the same: holds and notes."""
        for finding in found:
            severity, kind = getattr(finding, "severity", ""), getattr(finding, "kind", "")
            self.talk(f"{severity!s}  {kind!s}  {getattr(finding, 'message', finding)}")

    def _decimals(self) -> int:
        try:
            return self.settings.decimals
        except OrderdeskError:  # the refusal is that there is no desk
            return 2


def exit_code(error: OrderdeskError) -> int:
    """1 refused by a rule, 2 not what can be read, 3 database trouble, 4 not allowed."""
    return USAGE if isinstance(error, BadValue) else error.exit_code


def refusal(error: OrderdeskError, decimals: int) -> dict[str, object]:
    """A refusal as an object: the sentence, what it ends with, and every finding with its figures."""
    from orderdesk.cli.as_json import plain

    return {
        "ok": False,
        "refused": str(error),
        "exit": exit_code(error),
        "findings": plain(tuple(getattr(error, "findings", ())), decimals),
    }


def _terminal() -> str:
    """Which terminal the person sits at, for the event log."""
    try:
        return os.ttyname(0)
    except OSError:
        return os.environ.get("SSH_CONNECTION", "").partition(" ")[0]
