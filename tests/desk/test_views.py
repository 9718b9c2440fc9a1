"""Saved views: everybody keeps their own, and only filters that the list can read."""

from __future__ import annotations

import pytest

from orderdesk.desk import views as verbs
from orderdesk.errors import BadValue, NotFound
from orderdesk.queries.views import view, views
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.rows import last_event


def test_a_view_is_kept_under_its_name_and_replaced_by_the_next(store: Store) -> None:
    ann = person(store, "ann")
    assert ann.do(verbs.save, "orders", "  Big  Ones ", "over:1000  state:draft") == "big ones"
    ann.do(verbs.save, "orders", "big ones", "over:2000")
    ann.do(verbs.save, "late", "mine", "mine")
    assert last_event(store) == ("view.save", {"list": "late", "name": "mine", "filter": [None, "mine"]})
    assert [(one.list, one.name, one.filter) for one in ann.ask(views)] == [
        ("late", "mine", "mine"), ("orders", "big ones", "over:2000"),
    ]  # fmt: skip
    assert ann.ask(view, "orders", "BIG ones").filter == "over:2000"


def test_nobody_sees_or_loses_the_views_of_others(store: Store) -> None:
    ann, vic = person(store, "ann"), person(store, "vic")
    ann.do(verbs.save, "orders", "big", "over:1")
    vic.do(verbs.save, "orders", "big", "over:2")
    vic.do(verbs.discard, "orders", "big")
    assert vic.ask(views) == ()
    assert ann.ask(view, "orders", "big").filter == "over:1"


def test_what_is_no_list_no_filter_or_no_name_is_refused(sqlite_store: Store) -> None:
    ann = person(sqlite_store, "ann")
    with pytest.raises(NotFound, match="there is no list 'papers'; there are orders, "):
        ann.do(verbs.save, "papers", "big", "")
    with pytest.raises(BadValue, match="no field colour:"):
        ann.do(verbs.save, "orders", "big", "colour:red")
    with pytest.raises(BadValue, match="needs a name"):
        ann.do(verbs.save, "orders", " ", "late")
    with pytest.raises(NotFound, match="you keep no view 'big' of orders; there is none"):
        ann.ask(view, "orders", "big")
    with pytest.raises(NotFound, match="you keep no view 'big'"):
        ann.do(verbs.discard, "orders", "big")
