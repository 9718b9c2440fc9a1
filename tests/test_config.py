"""A person's own file: what it says counts, and nothing in it can keep the desk from opening."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.config import Config, config_path, read_config, understood


def written(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    assert read_config(tmp_path / "none.toml") == Config()


def test_what_it_says_counts(tmp_path: Path) -> None:
    config = written(
        tmp_path,
        'theme = "light"\n[keys]\nConfirm = ["f4", "ctrl+o"]\nLookUp = "f10"\n'
        '[scanner]\nprefix = "\\u0002"\nsuffix = "tab"\n',
    )
    assert config == Config("light", {"Confirm": ("f4", "ctrl+o"), "LookUp": ("f10",)}, "\x02", "\t")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('theme = "pink"', "theme is not one of dark, light, terminal"),
        ("theme = [1]", "theme is not one of dark, light, terminal"),
        ("colour = 1", "colour is not known and does not count"),
        ("keys = 3", "[keys] is no table"),
        ("[keys]\nConfirm = 10", 'keys.Confirm is not a key like "f10"'),
        ('[keys]\nConfirm = "F 10"', 'keys.Confirm is not a key like "f10"'),
        ('[scanner]\nsuffix = "bell"', "scanner.suffix is not one of enter, lf, tab"),
        ('[scanner]\nprefix = "123456789"', "scanner.prefix is not at most 8 characters"),
        ("theme = ", "cannot be read and does not count"),
    ],
)
def test_what_is_wrong_is_said_and_does_not_count(tmp_path: Path, text: str, sentence: str) -> None:
    config = written(tmp_path, text)
    assert (config.theme, config.keys, config.scanner_prefix, config.scanner_suffix) == ("dark", {}, "", "\r")
    (said,) = config.wrong
    assert sentence in said
    assert "config.toml" in said


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.sampled_from(["theme", "keys", "scanner", "x"]), _ANYTHING))
def test_nothing_in_it_is_an_error(said: dict[str, object]) -> None:
    config = understood(said)
    assert config.theme in ("dark", "light", "terminal")
    assert all(keys for keys in config.keys.values())


def test_the_environment_moves_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "mine.toml"))
    assert config_path() == tmp_path / "mine.toml"
