"""What somebody may have meant by a word that nothing begins with: one or two letters wrong, missing, extra, swapped.

The index of words can only be asked for beginnings, so a mistake is tried out: every beginning that is one mistake away
from the first letters that were typed, and every beginning before the mistake. That finds one mistake anywhere, and two
where one of them is behind the first letters. Two among the first letters are many thousand beginnings, which are worth
trying only where nothing else was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from string import ascii_lowercase

FIRST = 5  # letters, among which a second mistake may not be
WHOLE = 8  # letters, among which one mistake is tried out in the whole beginning, which few words have
SHORTEST = 4  # letters; what is shorter is one mistake away from too much


def mistakes_allowed(word: str) -> int:
    """How many mistakes a typed word may have: none in codes, figures and short words, one up to five letters, two."""
    if len(word) < SHORTEST or any(character.isdigit() for character in word):
        return 0
    return 1 if len(word) <= FIRST else 2


def beginnings(word: str) -> tuple[str, ...]:
    """Beginnings that a folded word may have which was typed as this one, the longest first; each at least two letters.

    Empty where no mistake is allowed.
    """
    if not mistakes_allowed(word):
        return ()
    found = set(_one_mistake(word[:WHOLE]))
    if mistakes_allowed(word) > 1:
        found.update(_one_mistake(word[:FIRST]))
    found.update(word[:length] for length in range(SHORTEST - 1, len(word) + 1))
    return _sorted(found)


@lru_cache(maxsize=16)  # asked for customers and then for products
def far_beginnings(word: str) -> tuple[str, ...]:
    """Beginnings two mistakes away, both among the first letters: two wrong ones, or any and a swap or one too many.

    Empty where two mistakes are not allowed. Up to some fifteen thousand, of which an index knows a handful.
    """
    if mistakes_allowed(word) < 2:
        return ()
    whole = word[:WHOLE]
    found = {far for once in _without_new_letters(whole) for far in _one_mistake(once)}
    found.update(far for once in _one_wrong(whole, FIRST) for far in _one_wrong(once, FIRST))
    return _sorted(found)


def _one_mistake(word: str) -> Iterator[str]:
    """The word with one mistake taken back."""
    yield from _without_new_letters(word)
    if word.isascii():  # of other scripts nobody lists all letters
        for place in range(len(word)):  # behind its end there is nothing to try out: beginnings go on as they like
            for letter in ascii_lowercase:
                yield word[:place] + letter + word[place:]
        yield from _one_wrong(word, len(word))


def _one_wrong(word: str, first: int) -> Iterator[str]:
    """The word with another letter in the place of one of so many first ones."""
    if word.isascii():
        for place in range(min(first, len(word))):
            for letter in ascii_lowercase:
                yield word[:place] + letter + word[place + 1 :]


def _without_new_letters(word: str) -> Iterator[str]:
    """The word with a letter too many taken out, or two that were swapped put back."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
        yield word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]


def _sorted(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((one for one in found if len(one) > 1), key=lambda one: (-len(one), one)))
