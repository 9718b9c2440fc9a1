"""Client tokens: pressing Enter again after a crash gives the first answer and does nothing twice."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from orderdesk.models import Answer
from orderdesk.store.transaction import Transaction, table

_ANSWER = table(Answer)
_FIND = select(_ANSWER.c.document_id).where(_ANSWER.c.token == bindparam("a_token"))


def first_answer(tx: Transaction, token: str | None) -> int | None:
    """The document that this token led to before; None when it is new (or there is none)."""
    return None if token is None else tx.scalar(_FIND, a_token=token)


def remember(tx: Transaction, token: str | None, verb: str, document_id: int) -> None:
    """Keep the answer with the token; its uniqueness makes a second writer fail and start again with `first_answer`."""
    if token is not None:
        tx.add(Answer(token=token, verb=verb, document_id=document_id, at=tx.now))
