"""Parts that make an answer."""

import pytest

from bot.domain.drafts import Attachment, attachments, human_size, is_blank, join
from tests.domain.values import make_part


def test_parts_join_in_order_and_unchanged() -> None:
    texts = ["  one ", "", "two\n\n", "\u202ethree\u200b"]
    parts = [make_part(number, text) for number, text in enumerate(texts)]
    assert join(parts) == "  one \ntwo\n\n\n\u202ethree\u200b"
    assert join([]) == ""


def test_files_of_all_parts_in_order() -> None:
    one, two = Attachment(name="a.sql", size=1), Attachment(name="b.sql", size=2)
    assert attachments([make_part(1, attachments=(one,)), make_part(2), make_part(3, attachments=(two,))]) == (one, two)


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (12_345, "12 KB"), (1024**2, "1.0 MB"), (3_565_158, "3.4 MB")],
)
def test_sizes_as_people_read_them(size: int, shown: str) -> None:
    assert human_size(size) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(None, "v.ogg, 2 KB"), (0.4, "voice message v.ogg, 2 KB, 0:00 min"), (59.6, "voice message v.ogg, 2 KB, 1:00 min"),
     (125, "voice message v.ogg, 2 KB, 2:05 min")],
)  # fmt: skip
def test_how_a_file_is_named(seconds: float | None, shown: str) -> None:
    assert str(Attachment(name="v.ogg", size=2048, seconds=seconds)) == shown


def test_what_no_store_can_hold_is_replaced_and_everything_else_stays() -> None:
    assert make_part(1, "a\x00b\ud800c").content == "a\ufffdb\ufffdc"
    assert make_part(1, "\u202e👩‍👩‍👧\u200b\x07").content == "\u202e👩‍👩‍👧\u200b\x07"


@pytest.mark.parametrize(("text", "blank"), [("", True), (" \n\t", True), ("\u200b\u2060", True), ("0", False)])
def test_blank(text: str, blank: bool) -> None:
    assert is_blank(text) is blank
