"""Re-ranking: whose place and whose day changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from orderdesk.rules.availability import Supply
from orderdesk.rules.queue import Waiting
from orderdesk.rules.ranking import Moved, re_ranked

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SOON, LATE = TODAY + timedelta(days=2), TODAY + timedelta(days=9)


def line(line_id: int, open: int, priority: int = 5) -> Waiting:
    return Waiting(line_id, line_id, open, priority, TODAY, NOON)


QUEUE = [line(1, 3), line(2, 4), line(3, 2)]
COMING = [Supply(SOON, 3), Supply(LATE, 4)]


def test_who_is_overtaken_comes_later_and_who_jumps_sooner() -> None:
    assert re_ranked(QUEUE, 3, 1, 0, COMING, TODAY) == (
        Moved(3, 3, 2, (3, 1), (None, SOON)),
        Moved(1, 1, 3, (1, 2), (SOON, LATE)),
        Moved(2, 2, 4, (2, 3), (LATE, None)),
    )
    assert [one.later for one in re_ranked(QUEUE, 3, 1, 0, COMING, TODAY)] == [False, True, True]


def test_a_place_further_back_lets_others_pass() -> None:
    assert re_ranked(QUEUE, 1, 9, 3, COMING, TODAY) == (
        Moved(2, 2, 4, (2, 1), (LATE, SOON)),
        Moved(3, 3, 2, (3, 2), (LATE, SOON)),
        Moved(1, 1, 3, (1, 3), (TODAY, LATE)),
    )


def test_what_changes_nothing_shows_everybody_where_they_stand() -> None:
    found = re_ranked(QUEUE, 1, 1, 3, [], TODAY)
    assert [one.place for one in found] == [(1, 1), (2, 2), (3, 3)]
    assert found[0] == Moved(1, 1, 3, (1, 1), (TODAY, TODAY))
    assert not any(one.later for one in found)
