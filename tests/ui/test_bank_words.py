"""Two versions of a text, shown from where they differ."""

from bot.ui.bank.words import apart

_ISOLATES = "\u2068\u2069"
_SAME = "The same words stand at the beginning of both of them, and there are many"


def plain(text: str) -> str:
    return text.strip(_ISOLATES)


def test_short_texts_are_shown_whole() -> None:
    assert [plain(one) for one in apart("Why us?", "Why\nthem?", 40)] == ["Why us?", "Why them?"]


def test_a_change_far_behind_is_seen() -> None:
    before, after = map(plain, apart(f"{_SAME}: old end.", f"{_SAME}: new end.", 40))
    assert before.startswith("… ")
    assert before.endswith("there are many: old end.")
    assert after.endswith("there are many: new end.")


def test_what_was_only_appended_or_taken_away_is_seen() -> None:
    before, after = map(plain, apart(_SAME, f"{_SAME} more", 40))
    assert before.endswith("there are many")
    assert after.endswith("there are many more")


def test_nothing_stays_nothing() -> None:
    assert apart("", _SAME, 40)[0] == ""
    assert apart(" \n", "", 40) == ("", "")
