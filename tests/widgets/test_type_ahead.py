from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual.events import Key, Paste

from orderdesk.widgets.type_ahead import TypeAhead

pytestmark = pytest.mark.asyncio


def key(name: str) -> Key:
    return Key(name, name if len(name) == 1 else None)


def names(typed: TypeAhead) -> list[str]:
    events = [typed.next() for _ in range(len(typed))]
    return [event.text if isinstance(event, Paste) else event.key for event in events]


async def test_the_oldest_comes_first_and_what_is_put_back_before_it() -> None:
    typed = TypeAhead(print)
    for name in "abc":
        typed.take(key(name))
    first = typed.next()
    typed.put_back(Paste("paste"))
    typed.put_back(first)
    assert names(typed) == ["a", "paste", "b", "c"]


async def test_a_newline_is_an_enter_unless_it_follows_one() -> None:
    typed = TypeAhead(print)
    for name in ("enter", "ctrl+j", "x", "ctrl+j", "ctrl+j"):
        typed.take(key(name))
    assert names(typed) == ["enter", "x", "enter", "enter"]


async def test_a_drop_lasts_until_the_line_is_silent_and_counts_all() -> None:
    counts: list[int] = []
    typed = TypeAhead(counts.append)
    for name in "abc":
        typed.take(key(name))
    assert typed.drop(silence=0.0) == 3
    typed.take(key("d"))  # came before anybody could see the refusal
    assert len(typed) == 0 and counts == []
    typed.await_quiet()
    while not counts:
        await asyncio.sleep(0)
    typed.take(key("e"))
    assert (names(typed), counts) == (["e"], [4])


async def test_each_key_that_still_comes_starts_the_silence_again(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    begun: list[asyncio.TimerHandle] = []
    later = loop.call_later

    def call_later(delay: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        begun.append(later(delay, callback))
        return begun[-1]

    monkeypatch.setattr(loop, "call_later", call_later)
    typed = TypeAhead(print)
    typed.drop(silence=60.0)
    typed.await_quiet()
    typed.take(key("a"))
    typed.take(key("b"))
    assert [handle.cancelled() for handle in begun] == [True, True, False]
    begun[-1].cancel()
