"""People: who may sign in, as what, and that somebody always can."""

from __future__ import annotations

import pytest

from orderdesk.desk import people
from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, Conflict, NotAllowed, NotFound, Refused
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.rows import events, last_event, row, rows

ROLES = "SELECT role FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = :login ORDER BY role"


@pytest.fixture
def root(store: Store) -> Desk:
    return person(store, "root")


def test_somebody_new_has_a_name_and_each_role_once(store: Store, root: Desk) -> None:
    assert root.do(people.new, "zoe.k", "Zoë [/b] K\x1b\u202e", ["receivables", "clerk", "clerk"]) == "zoe.k"
    assert rows(store, ROLES, login="zoe.k") == [("clerk",), ("receivables",)]
    assert last_event(store) == (
        "user.new", {"login": "zoe.k", "name": "Zoë [/b] K", "roles": ["clerk", "receivables"]}
    )  # fmt: skip
    with pytest.raises(Refused, match=r"user zoe\.k exists already"):
        root.do(people.new, "zoe.k", "Again", ["clerk"])


@pytest.mark.parametrize("login", ["", "two words", "-rf", "a/b", "x;y", "system", "[b]", "tom\x1b[2J", "l" * 65])
def test_a_login_that_no_account_could_have_is_refused(root: Desk, login: str) -> None:
    with pytest.raises(BadValue, match="login"):
        root.do(people.new, login, "Somebody", ["clerk"])


@pytest.mark.parametrize("roles", [[], ["boss"], ["clerk", "Admin"], "boss"])
def test_a_role_must_be_one_that_there_is(root: Desk, roles: list[str]) -> None:
    with pytest.raises(BadValue, match="clerk, approver1, approver2"):
        root.do(people.new, "new", "New", roles)
    with pytest.raises(BadValue, match="clerk, approver1, approver2"):
        root.do(people.change, "ann", roles=roles)


def test_a_change_replaces_all_roles_and_records_from_and_to(store: Store, root: Desk) -> None:
    root.do(people.change, "ann", roles=["clerk", "warehouse"], name="Ann B.")
    assert last_event(store) == (
        "user.change", {"name": ["Ann", "Ann B."], "roles": [["clerk"], ["clerk", "warehouse"]]}
    )  # fmt: skip
    root.do(people.change, "ann", active=False)
    assert last_event(store)[1] == {"active": [True, False]}
    before = events(store)
    root.do(people.change, "ann", roles=["warehouse", "clerk"], active=False)
    assert (events(store), row(store, "SELECT version FROM app_user WHERE login = 'ann'").version) == (before, 3)
    with pytest.raises(NotFound, match="there is no user nobody"):
        root.do(people.change, "nobody", active=False)


def test_the_last_admin_stays(store: Store, root: Desk) -> None:
    with pytest.raises(Refused, match="root is the only admin; make somebody else admin first"):
        root.do(people.change, "root", active=False)
    with pytest.raises(Refused, match="only admin"):
        root.do(people.change, "root", roles=["viewer"])
    root.do(people.change, "kim", roles=["admin"])
    root.do(people.change, "root", roles=["viewer"])
    assert rows(store, ROLES, login="root") == [("viewer",)]


def test_an_admin_who_may_not_sign_in_does_not_count(root: Desk) -> None:
    root.do(people.new, "away", "Away", ["admin"])
    root.do(people.change, "away", active=False)
    with pytest.raises(Refused, match="only admin"):
        root.do(people.change, "root", active=False)


def test_a_stale_version_is_a_conflict_that_says_who_and_when(root: Desk) -> None:
    root.do(people.change, "ann", name="Ann B.")
    with pytest.raises(Conflict, match="user ann was changed by root on 2026-11-12 at 14:05"):
        root.do(people.change, "ann", name="Ann C.", version=1)


def test_only_an_admin_lets_people_in(store: Store) -> None:
    with pytest.raises(NotAllowed, match=r"ann may not do user\.new; that takes admin"):
        person(store, "ann").do(people.new, "friend", "Friend", ["admin"])
