"""The filters that somebody keeps under a name, for each list."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import SavedView
from orderdesk.store.transaction import Reading, table

_VIEW = table(SavedView)
_OWN = select(_VIEW).where(_VIEW.c.user_id == bindparam("a_user")).order_by(_VIEW.c.screen, _VIEW.c.name)
_OF_LIST = _OWN.where(_VIEW.c.screen == bindparam("a_list"))


@dataclass(frozen=True, slots=True)
class View:
    """A filter under a name; as it was typed, so that `before:today` is of the day it is applied on."""

    list: str
    name: str
    filter: str


def views(reading: Reading, list: str | None = None) -> tuple[View, ...]:
    """The views of whoever asks, by list and name; of one list where one is named."""
    if list is None:
        rows = reading.all(_OWN, a_user=reading.who.user_id)
    else:
        rows = reading.all(_OF_LIST, a_user=reading.who.user_id, a_list=list)
    return tuple(View(row.screen, row.name, row.filter) for row in rows)


def view(reading: Reading, list: str, name: str) -> View:
    """The view of this name. Raises NotFound with the names that there are."""
    found = views(reading, list)
    for one in found:
        if one.name == name.strip().lower():
            return one
    names = ", ".join(one.name for one in found)
    raise NotFound(f"you keep no view {name[:40]!r} of {list}; " + (f"there are {names}" if names else "there is none"))
