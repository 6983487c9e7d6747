"""Every reason for which figures are refused has a sentence of its own, with the criterion and what was written."""

import pytest

from bot.domain.matrix import MatrixReason, MatrixRefused
from bot.ui.sentences import sentence
from tests.cogs.plain import plain

NAMING = {MatrixReason.NOT_A_NUMBER, MatrixReason.NEGATIVE, MatrixReason.TOO_LARGE, MatrixReason.NOT_A_SCORE}


@pytest.mark.parametrize("reason", MatrixReason)
def test_every_reason_has_a_plain_sentence(reason: MatrixReason) -> None:
    said = plain(sentence(MatrixRefused(reason, "Evidence so far", "lots")))
    assert reason.value not in said
    assert ("Evidence so far" in said and "lots" in said) == (reason in NAMING)


def test_no_two_reasons_share_a_sentence() -> None:
    said = [sentence(MatrixRefused(reason, "Reach", "x")) for reason in MatrixReason]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    "text", ["", "   ", "x" * 5000, "@everyone", "**3**", "`3`", "{criterion}", "\u202e3", "3\n4", "\x00"]
)
def test_whatever_was_written_the_sentence_stays_one(text: str) -> None:
    said = sentence(MatrixRefused(MatrixReason.NOT_A_SCORE, "Reach", text))
    assert len(said) < 300
    assert "\n" not in said
    assert "@everyone" not in said
    assert "\u202e" not in said
    assert said.endswith("write a whole number from `1` to `5`.")
    if not text.strip():
        assert "an empty field" in said
