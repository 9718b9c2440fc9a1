"""The people who use the desk, and their roles."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from orderdesk.models.columns import own_id, ref, word


class User(SQLModel, table=True):
    """Somebody who signs in. The login is the Unix account's name, or what a forced command says."""

    __tablename__ = "app_user"  # "user" is a reserved word in PostgreSQL

    id: int | None = own_id()
    login: str = word(unique=True)
    name: str
    active: bool = True
    pin_hash: str | None = None
    version: int = 1


class UserRole(SQLModel, table=True):
    """One role of one user: clerk, approver1, approver2, warehouse, warehouse_lead, receivables, viewer, admin."""

    __tablename__ = "user_role"

    user_id: int = ref("app_user", primary_key=True)
    role: str = Field(primary_key=True)
