"""Upkeep of the people who use the desk, and of their roles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, select

from orderdesk.desk import find
from orderdesk.desk.rights import ROLES
from orderdesk.desk.upkeep import add, changes, named, require_version
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import User, UserRole
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, visible

_USER = table(User)
_ROLE = table(UserRole)
_LOGIN = select(_USER.c.id).where(_USER.c.login == bindparam("a_login"))
_ROLES = select(_ROLE.c.role).where(_ROLE.c.user_id == bindparam("a_user")).order_by(_ROLE.c.role)
_DROP_ROLES = delete(_ROLE).where(_ROLE.c.user_id == bindparam("a_user"))
_ADMINS = select(_USER.c.id).join(_ROLE, _ROLE.c.user_id == _USER.c.id).where(_ROLE.c.role == "admin", _USER.c.active)
# What a Unix account may be called, with the domain's backslash or the realm's @ where there is one.
_LOGIN_FORM = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@\\-]*\$?")
_OURS = "system"  # what the program itself acts as


@verb("user.new")
def new(tx: Transaction, login: str, name: str, roles: Iterable[str]) -> str:
    """Let somebody use the desk; the login.

    Args:
        login: the Unix account's name, or what a forced command says.
        roles: at least one of `rights.ROLES`.

    Raises:
        BadValue: a login that no account could have, or an unknown role.
        Refused: the login is taken.
    """
    key = named(login, "login", limit=64)
    if not _LOGIN_FORM.fullmatch(key) or key == _OURS:
        raise BadValue(f"login {visible(key)!r} cannot be an account's name: letters, digits and ._-@ make one")
    granted = _roles(roles)
    taken = f"user {key} exists already; change that one"
    if tx.scalar(_LOGIN, a_login=key) is not None:
        raise Refused(taken)
    kept = User(login=key, name=clean(name, "name", limit=100) or key)
    user_id = add(tx, kept, taken)
    tx.add_all(UserRole, [{"user_id": user_id, "role": role} for role in granted])
    tx.record("user.new", "user", user_id, login=key, name=kept.name, roles=granted)
    return key


@verb("user.change")
def change(
    tx: Transaction,
    login: str,
    *,
    name: str | None = None,
    roles: Iterable[str] | None = None,
    active: bool | None = None,
    version: int | None = None,
) -> str:
    """Change somebody's name or roles, or whether they may sign in; the login. Nothing said, nothing changed.

    Args:
        roles: all that they have from now on.
        version: the one that was read, if the change is to be refused when somebody else was faster.

    Raises:
        Refused: nobody would be left who may let people in.
        Conflict: another terminal changed the user since that version; says who and when.
    """
    row = find.user(tx, login)
    admins = {one.id for one in tx.all(_ADMINS)}
    tx.lock(User, admins | {row.id})
    admins = {one.id for one in tx.all(_ADMINS)}  # again: now nobody else can change it
    row = find.user(tx, login)
    require_version(tx, "user", row.login, row, version)
    changed = changes(row, {"name": None if name is None else named(name, limit=100), "active": active})
    values: dict[str, Any] = {column: pair[1] for column, pair in changed.items()}
    had = [one.role for one in tx.all(_ROLES, a_user=row.id)]
    has = had if roles is None else _roles(roles)
    if has != had:
        changed["roles"] = [had, has]
    stays_admin = "admin" in has and (row.active if active is None else active)
    if admins == {row.id} and not stays_admin:
        raise Refused(f"{row.login} is the only admin; make somebody else admin first")
    if changed:
        tx.update(User, row.id, **values)
        if has != had:
            tx.change(_DROP_ROLES, a_user=row.id)
            tx.add_all(UserRole, [{"user_id": row.id, "role": role} for role in has])
        tx.record("user.change", "user", row.id, **changed)
    return str(row.login)


def _roles(roles: Iterable[str]) -> list[str]:
    """The roles, each once, sorted. Raises BadValue for one that there is not, or for none at all."""
    wanted = [roles] if isinstance(roles, str) else list(roles)
    for role in wanted:
        if role not in ROLES:
            raise BadValue(f"role {visible(str(role))[:40]!r} is not one of {', '.join(ROLES)}")
    if not wanted:
        raise BadValue(f"no role is given; choose from {', '.join(ROLES)}")
    return sorted(set(wanted))
