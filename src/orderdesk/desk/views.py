"""Saved views: a filter of a list that somebody keeps under a name. Everybody has only their own."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound
from orderdesk.filters import LONGEST
from orderdesk.models import SavedView
from orderdesk.queries.listings import listing
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean

_VIEW = table(SavedView)
_MINE = (
    (_VIEW.c.user_id == bindparam("a_user"))
    & (_VIEW.c.screen == bindparam("a_list"))
    & (_VIEW.c.name == bindparam("a_name"))
)
_THERE = select(_VIEW.c.id, _VIEW.c.filter).where(_MINE)
_CHANGE = update(_VIEW).where(_MINE).values(filter=bindparam("a_filter"))
_DROP = delete(_VIEW).where(_MINE)


@verb("view.save")
def save(tx: Transaction, list: str, name: str, filter: str) -> str:
    """Keep a filter of a list under a name, or another one under that name; the name as it is kept.

    Raises:
        NotFound: there is no such list.
        BadValue: the name is empty, or the list cannot read the filter.
    """
    named = clean(name, "the view's name", limit=40).lower()
    if not named:
        raise BadValue("a view needs a name")
    kept = clean(filter, "the filter", limit=LONGEST)
    listing(list).read(tx, kept)
    was = tx.first(_THERE, a_user=tx.who.user_id, a_list=list, a_name=named)
    if was is None:
        key = tx.add(SavedView(user_id=tx.who.user_id, screen=list, name=named, filter=kept))
    else:
        key = was.id
        tx.change(_CHANGE, a_user=tx.who.user_id, a_list=list, a_name=named, a_filter=kept)
    tx.record("view.save", "view", key, list=list, name=named, filter=[was.filter if was else None, kept])
    return named


@verb("view.discard")
def discard(tx: Transaction, list: str, name: str) -> None:
    """Forget a view. Raises NotFound when there is none of that name."""
    named = name.strip().lower()
    was = tx.first(_THERE, a_user=tx.who.user_id, a_list=list, a_name=named)
    if was is None:
        raise NotFound(f"you keep no view {name[:40]!r} of {list}")
    tx.change(_DROP, a_user=tx.who.user_id, a_list=list, a_name=named)
    tx.record("view.discard", "view", was.id, list=list, name=named, filter=was.filter)
