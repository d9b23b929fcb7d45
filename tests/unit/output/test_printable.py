"""A terminal shows text from elsewhere literally and does not act on it."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from loader.output.printable import printable


def test_what_would_act_is_shown() -> None:
    assert printable("\x1b[31mred\r\n\u202etxt\ud800") == "\\u001b[31mred\\r\\n\\u202etxt\\ud800"


def test_words_of_any_language_and_joined_emoji_stay() -> None:
    for text in ("Größe", "שלום", "\U0001f469\u200d\U0001f52c", "a b"):
        assert printable(text) == text


@given(st.text())
def test_one_line_without_control_characters(text: str) -> None:
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Zl", "Zp"}
