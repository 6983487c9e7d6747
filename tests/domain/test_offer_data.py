"""``data/offers.toml``: the shipped employers, and what a mistake in the file says."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.domain.catalogue import ContentError
from bot.domain.offer import Issue, load_employers
from bot.domain.offer.employer import Employers, Tone
from bot.domain.offer.sayings import Moment, say
from tests.domain.offer_values import DATA, SHIPPED, make_employer


def test_the_shipped_employers_differ_in_what_they_guard_and_how_they_concede() -> None:
    assert len(SHIPPED) >= 4
    assert len({tuple(one.by_weight()) for one in SHIPPED.values()}) == len(SHIPPED)
    assert min(one.beta for one in SHIPPED.values()) < 0.6
    assert max(one.beta for one in SHIPPED.values()) > 1.4
    assert {one.tone for one in SHIPPED.values()} == set(Tone)
    assert len({one.currency for one in SHIPPED.values()}) >= 3


def test_the_first_and_last_of_each_employers_weights_are_clear() -> None:
    for one in SHIPPED.values():
        weights = sorted((term.weight for term in one.terms.values()), reverse=True)
        assert weights[0] > weights[1] > weights[2]
        assert weights[-1] < weights[-2] < weights[-3]


def test_every_moment_has_several_ways_and_the_seed_chooses() -> None:
    for tone in Tone:
        employer = make_employer(tone=tone)
        for moment in Moment:
            ways = {say(moment, employer, seed, 0) for seed in range(40)}
            assert len(ways) >= 2
            assert say(moment, employer, 7, 1) == say(moment, employer, 7, 1) != say(moment, employer, 7, 2)
            assert not any(re.search(r"\d", way) for way in ways)


def wrong(change: str) -> dict[str, Any]:
    """The shipped file with one mistake in its first employer."""
    content = tomllib.loads((DATA / "offers.toml").read_text(encoding="utf-8"))
    one = content["employers"][0]
    match change:
        case "weights":
            one["terms"]["base"]["weight"] += 1
        case "issue":
            del one["terms"]["start"]
        case "digit":
            one["answers"]["band"] = "The band ends at 66,000, and we do not go over it for anyone."
        case "answer":
            del one["answers"]["review"]
        case "grid":
            one["terms"]["equity"]["limit"] = 17300
        case "flat":
            one["terms"]["bonus"]["limit"] = one["terms"]["bonus"]["aspiration"]
        case "upside_down":
            one["terms"]["base"]["limit"] = 40000
        case "week":
            one["terms"]["remote"]["limit"] = 6
        case "twice":
            content["employers"].append(one)
    return content


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("weights", "add up to 101"),
        ("issue", "have no terms: start"),
        ("digit", "pattern"),
        ("answer", "answers are needed"),
        ("grid", "multiples of 500"),
        ("flat", "are the same"),
        ("upside_down", "pay less than its limit"),
        ("week", "five days"),
        ("twice", "used twice: scale-up"),
    ],
)
def test_a_mistake_is_named(change: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Employers.model_validate(wrong(change))


def test_a_broken_file_is_reported_like_other_content(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"offers\.toml: -: the file is missing"):
        load_employers(tmp_path)
    text = (DATA / "offers.toml").read_text(encoding="utf-8").replace("kappa = 0.06", "kappa = 6")
    (tmp_path / "offers.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"employers\[scale-up-short-of-cash\]\.kappa"):
        load_employers(tmp_path)


def test_every_issue_has_a_step_that_divides_its_range() -> None:
    for one in SHIPPED.values():
        for issue in Issue:
            assert (one.terms[issue].limit - one.terms[issue].aspiration) % one.step(issue) == 0
