"""The approval table as it stands: the steps, and on whose authority whoever asks may release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.findings import HoldKind
from orderdesk.models import ApprovalStep, Deputy, HoldRelease, User, UserRole
from orderdesk.rules.approval import Authority, Held, Step, levels_of
from orderdesk.store.transaction import Actor, Reading, table

_STEP, _DEPUTY, _RELEASE = table(ApprovalStep), table(Deputy), table(HoldRelease)
_USER, _ROLE = table(User), table(UserRole)
_AWAY, _FOR = _USER.alias("away"), _USER.alias("for_user")

_STEPS = select(_STEP).order_by(_STEP.c.kind, _STEP.c.rule, _STEP.c.level, _STEP.c.id)
_DEPUTIES = (
    select(_DEPUTY, _AWAY.c.login.label("away_login"), _AWAY.c.name.label("away_name"), _USER.c.login, _USER.c.name)
    .join(_AWAY, _AWAY.c.id == _DEPUTY.c.user_id)
    .join(_USER, _USER.c.id == _DEPUTY.c.deputy_id)
    .where(_DEPUTY.c.last_day >= bindparam("a_day"))
    .order_by(_DEPUTY.c.first_day, _DEPUTY.c.id)
)
_PEOPLE = (
    select(_USER.c.id, _USER.c.login, _USER.c.name, _ROLE.c.role)
    .join(_ROLE, _ROLE.c.user_id == _USER.c.id)
    .where(_USER.c.active)
    .order_by(_USER.c.name, _USER.c.id)
)
_RELEASES = (
    select(_RELEASE, _USER.c.login, _USER.c.name, _FOR.c.name.label("for_name"), _FOR.c.login.label("for_login"))
    .join(_USER, _USER.c.id == _RELEASE.c.user_id, isouter=True)
    .join(_FOR, _FOR.c.id == _RELEASE.c.for_user_id, isouter=True)
    .where(_RELEASE.c.hold_id.in_(bindparam("holds", expanding=True)))
    .order_by(_RELEASE.c.id)
)


@dataclass(frozen=True, slots=True)
class StandsIn:
    """Somebody who is away, and who may release in his or her place; both days included."""

    id: int
    away: str
    away_name: str
    deputy: str
    deputy_name: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in, with everything he or she may act on today."""

    name: str
    authorities: tuple[Authority, ...]


def steps(reading: Reading) -> tuple[Step, ...]:
    """Every row of the approval table; read once a transaction."""
    if "approval_steps" not in reading.kept:
        reading.kept["approval_steps"] = tuple(step_of(row) for row in reading.all(_STEPS))
    found: tuple[Step, ...] = reading.kept["approval_steps"]
    return found


def step_of(row: Row[Any]) -> Step:
    """A row of the table as the step it is."""
    return Step(HoldKind(row.kind) if row.kind else None, row.role, row.level, row.up_to, row.in_turn, row.rule)


def deputies(reading: Reading) -> tuple[StandsIn, ...]:
    """Who stands in for whom, today or later, by the first day; read once a transaction."""
    if "deputies" not in reading.kept:
        reading.kept["deputies"] = tuple(
            StandsIn(
                row.id, row.away_login, row.away_name, row.login, row.name, row.first_day, row.last_day
            )
            for row in reading.all(_DEPUTIES, a_day=reading.today)
        )
    found: tuple[StandsIn, ...] = reading.kept["deputies"]
    return found


def people(reading: Reading) -> tuple[Person, ...]:
    """Who can sign in, by name, each with what he or she may act on today; read once a transaction."""
    if "approval_people" not in reading.kept:
        actors = _actors(reading)
        reading.kept["approval_people"] = tuple(
            Person(actor.name or actor.login, _authorities(reading, actor, actors)) for actor in actors.values()
        )
    found: tuple[Person, ...] = reading.kept["approval_people"]
    return found


def own_authorities(reading: Reading) -> tuple[Authority, ...]:
    """On whose authority whoever asks may release today: oneself first."""
    if not any(one.deputy == reading.who.login for one in deputies(reading)):
        return (Authority(reading.who.user_id, levels_of(reading.who.roles)),)
    return _authorities(reading, reading.who, _actors(reading))


def _actors(reading: Reading) -> dict[str, Actor]:
    roles: defaultdict[str, set[str]] = defaultdict(set)
    rows = reading.all(_PEOPLE)
    for row in rows:
        roles[row.login].add(row.role)
    return {row.login: Actor(row.id, row.login, row.name, frozenset(roles[row.login])) for row in rows}


def _authorities(reading: Reading, who: Actor, actors: Mapping[str, Actor]) -> tuple[Authority, ...]:
    """One's own levels, and those of everybody one stands in for; who cannot sign in any more lends nobody anything."""
    away = [
        actors[one.away]
        for one in deputies(reading)
        if one.deputy == who.login and one.first_day <= reading.today and one.away in actors
    ]
    return (
        Authority(who.user_id, levels_of(who.roles)),
        *(Authority(one.user_id, levels_of(one.roles), one.name or one.login) for one in away),
    )


def releases(reading: Reading, holds: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The releases that were given so far, by hold."""
    found: dict[int, list[Row[Any]]] = {}
    for row in reading.all(_RELEASES, holds=sorted(holds)) if holds else ():
        found.setdefault(row.hold_id, []).append(row)
    return found


def held(hold: Any, entered_by: int | None, given: Collection[Row[Any]]) -> Held:
    """A hold's row as the approval rule takes it; a release that was given for less does not count."""
    given = [row for row in given if row.covers >= hold.amount]
    signed = {key for row in given for key in (row.user_id, row.for_user_id) if key is not None}
    return Held(HoldKind(hold.kind), hold.amount, hold.rule, entered_by, frozenset(signed), len(given))


def signature(row: Row[Any]) -> str:
    """A release as it is told: Kim for Lou, level 2."""
    by = row.name or row.login or "the desk"
    away = row.for_name or row.for_login
    return f"{by}{f' for {away}' if away else ''}, level {row.level}"
