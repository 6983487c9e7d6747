"""The labelled answers are well-formed, and the analysis agrees with them as well as it did when it was measured."""

from collections import Counter

import pytest

from tests.feedback.evaluate import FRESH, OWNERSHIP, STAR, TUNED_ON, Entry, Report, load, report

SLACK = 0.03

Figures = dict[str, tuple[float, float]]

# (precision, recall) as measured. Rules were tuned on both splits, so these only guard what has been reached.
MEASURED: dict[str, Figures] = {
    "dev": {
        "situation": (1.0, 1.0),
        "task": (1.0, 1.0),
        "action": (1.0, 1.0),
        "result": (1.0, 1.0),
        "quantified": (0.969, 1.0),
        "off_topic": (1.0, 0.9),
        "ownership": (1.0, 1.0),
    },
    "held_out": {
        "situation": (0.966, 0.966),
        "task": (1.0, 1.0),
        "action": (1.0, 0.983),
        "result": (0.981, 0.964),
        "quantified": (1.0, 0.935),
        "off_topic": (1.0, 1.0),
        "ownership": (0.967, 0.978),
    },
}

FRESH_MEASURED: Figures = {
    "situation": (0.951, 0.879),
    "task": (0.975, 0.848),
    "action": (0.954, 0.939),
    "result": (0.9, 0.964),
    "quantified": (0.943, 0.943),
    "off_topic": (0.562, 0.6),
    "ownership": (0.958, 0.973),
}
"""The same for "fresh", the figures to quote: measured once, after the last change of the rules."""


def name_of(entry: Entry) -> str:
    """Its id, for the names of the tests."""
    return str(entry["id"])


def test_there_are_enough_answers_and_half_of_them_are_hard() -> None:
    entries = load()
    splits = Counter(entry["split"] for entry in entries)
    assert len(entries) >= 80
    assert set(splits) == {"dev", "held_out"}
    assert min(splits.values()) >= 80
    for split in splits:
        assert 2 * sum(entry["hard"] for entry in load(split)) >= splits[split]


def test_ids_and_texts_are_unique() -> None:
    entries = load()
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert len({entry["text"] for entry in entries}) == len(entries)


def assert_labelled_in_full(entry: Entry) -> None:
    """Every label is there, and every quote stands in its text."""
    assert entry["prompt"].strip()
    assert len(entry["key_points"]) > 1
    assert entry["ownership"] in OWNERSHIP
    assert all(isinstance(entry[part], bool) for part in (*STAR, "quantified", "off_topic", "behavioural"))
    for part in STAR:
        quote = entry.get(f"{part}_quote")
        assert (quote is not None) is entry[part]
        assert quote is None or quote in entry["text"]
    assert entry["result"] or not entry["quantified"]
    assert not entry["hard"] or entry["why_hard"]


@pytest.mark.parametrize("entry", load(), ids=name_of)
def test_each_answer_is_labelled_in_full(entry: Entry) -> None:
    assert_labelled_in_full(entry)


def test_the_fresh_answers_are_labelled_in_full_and_new() -> None:
    if not FRESH.exists():
        pytest.skip("tests/feedback/fresh.toml is not written yet")
    fresh, known = load("fresh"), load()
    assert fresh
    for entry in fresh:
        assert_labelled_in_full(entry)
    for key in ("id", "text"):
        assert len({entry[key] for entry in (*fresh, *known)}) == len(fresh) + len(known)


def fallen(found: Report, floors: Figures) -> dict[str, object]:
    """What is lower than it was, beyond the slack."""
    measured = {part: (score.precision, score.recall) for part, score in found.parts.items()}
    measured["ownership"] = (found.ownership_precision, found.ownership_recall)
    return {
        part: (floor, measured[part])
        for part, floor in floors.items()
        if any(now < then - SLACK for now, then in zip(measured[part], floor, strict=True))
    }


@pytest.mark.parametrize("split", TUNED_ON)
def test_agreement_does_not_fall(split: str) -> None:
    assert not fallen(report(split), MEASURED[split]), "measured before and now"


def test_agreement_on_fresh_answers_does_not_fall() -> None:
    assert not fallen(report("fresh"), FRESH_MEASURED), "measured before and now"
