"""Opening the desk from the command line: at once, before typer and the database are loaded.

`orderdesk desk`, as it is typed every morning, is read here; anything else about it is left to the ordinary command.
"""

from __future__ import annotations

from collections.abc import Sequence

from orderdesk.cli.session import Said, Session
from orderdesk.errors import OrderdeskError
from orderdesk.store.identity import require_current, schema_of
from orderdesk.store.location import locate

OPTIONS = {"--db": "db", "--as": "login", "--today": "today"}


def sit_down(session: Session) -> int:
    """Hand the terminal to the desk; the exit code when it is left.

    That there is no such database, or one of another schema, is said before the screen is taken. Who may not sign in is
    told when the screen has been given back.

    Raises:
        StoreTrouble, NotAllowed: as opening does.
    """
    location = locate(session.said.db)
    if location.path is not None:
        require_current(schema_of(location.path), location.path)
    from orderdesk.app import run

    return run(lambda: session.desk)


def sit_down_now(arguments: Sequence[str]) -> int | None:
    """Do `desk` with its usual options; None for what the ordinary command must do."""
    said = _said(arguments)
    if said is None:
        return None
    session = Session(said)
    try:
        return sit_down(session)
    except OrderdeskError as error:
        return session.refuse(error)
    finally:
        session.close()


def _said(arguments: Sequence[str]) -> Said | None:
    said, words = Said(), []
    rest = iter(arguments)
    for word in rest:
        name, equals, value = word.partition("=")
        if name in OPTIONS:
            if not equals:
                value = next(rest, "")
            if not value or value.startswith("-"):
                return None
            setattr(said, OPTIONS[name], value)
        else:
            words.append(word)
    return said if words == ["desk"] else None
