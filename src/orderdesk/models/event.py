"""The audit log, and the answers already given to client tokens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, instant, maybe_ref, own_id, word


class Event(SQLModel, table=True):
    """Who did what to which document, from what to what (`data`, JSON). Append-only, each chained to the one before.

    `hash` is SHA-256 over the previous event's hash and this one's content; see `orderdesk.store.audit`.
    """

    __table_args__ = (Index("ix_event_document", "document", "document_id", "id"),)

    id: int | None = own_id()
    at: datetime = instant()
    user_id: int | None = maybe_ref("app_user")
    login: str = word()
    terminal: str = ""
    verb: str = word()
    document: str = word()
    document_id: int = Field(sa_type=Id)
    data: str = "{}"
    previous: str = ""
    hash: str = ""


class Answer(SQLModel, table=True):
    """The document that a client's token led to: the same token gives the same answer again, and does nothing."""

    token: str = Field(primary_key=True)
    verb: str = word()
    document_id: int = Field(sa_type=Id)
    at: datetime = instant()
