"""Who may sit at the desk: signing in by login, and the list of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from orderdesk.errors import NotAllowed
from orderdesk.models import User, UserRole
from orderdesk.store.transaction import Actor, Reading, table
from orderdesk.texts import visible

_USER = table(User)
_ROLE = table(UserRole)
_BY_LOGIN = select(_USER.c.id, _USER.c.name, _USER.c.active).where(_USER.c.login == bindparam("a_login"))
_ROLES = select(_ROLE.c.role).where(_ROLE.c.user_id == bindparam("a_user"))
_EVERYBODY = select(_USER.c.id, _USER.c.login, _USER.c.name, _USER.c.active).order_by(_USER.c.login)
_ALL_ROLES = select(_ROLE.c.user_id, _ROLE.c.role).order_by(_ROLE.c.user_id, _ROLE.c.role)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the desk."""

    login: str
    name: str
    roles: tuple[str, ...]
    active: bool


def sign_in(reading: Reading, login: str, *, terminal: str = "") -> Actor:
    """The user with this login, with the roles as they are now.

    Raises:
        NotAllowed: nobody has this login, or the account was closed; says what to do.
    """
    login = login.strip()
    row = reading.first(_BY_LOGIN, a_login=login) if login.isprintable() and len(login) <= 100 else None
    shown = visible(login)[:40]
    if row is None:
        raise NotAllowed(
            f"nobody at this desk has the login {shown!r}. Sign in as somebody else with --as LOGIN or ORDERDESK_USER, "
            f"or have an admin add you: orderdesk user new {shown or 'LOGIN'} NAME --role clerk"
        )
    if not row.active:
        raise NotAllowed(
            f"the account of {shown} is closed. An admin can open it again: orderdesk user change {shown} --active"
        )
    roles = frozenset(str(role.role) for role in reading.all(_ROLES, a_user=row.id))
    return Actor(int(row.id), login, str(row.name), roles, terminal)


def people(reading: Reading) -> Sequence[Person]:
    """Everybody, by login."""
    roles: dict[int, list[str]] = {}
    for row in reading.all(_ALL_ROLES):
        roles.setdefault(row.user_id, []).append(row.role)
    return [
        Person(row.login, row.name, tuple(roles.get(row.id, ())), bool(row.active)) for row in reading.all(_EVERYBODY)
    ]
