"""What is looked through while somebody types."""

import pytest

from bot.domain.bank.likeness import normal_form
from bot.domain.bank.shelf import Kind, Shelf, Shelved


def _kind(**changes: object) -> Kind:
    kind = Kind("analyst", "screen", "communication", "easy", retired=False, builtin=False)
    return kind._replace(**changes)  # type: ignore[arg-type]


@pytest.fixture
def shelf() -> Shelf:
    """Four questions, put in without order."""
    made = Shelf()
    rows = [
        Shelved("q-3", "tell me about a test.", _kind(retired=True)),
        Shelved("q-1", "why did sales rise?", _kind()),
        Shelved("q-10", "who rang?", _kind(builtin=True)),
        Shelved("q-2", "did sales fall by 100% then?", _kind(difficulty="hard")),
    ]
    made.update(rows, 5)
    return made


@pytest.mark.parametrize(
    ("words", "filters", "found"),
    [
        ([], {}, ["q-1", "q-10", "q-2", "q-3"]),
        (["rise"], {}, ["q-1"]),
        (["did", "sales"], {}, ["q-1", "q-2"]),
        (["q-3"], {}, ["q-3"]),
        ([], {"retired": True}, ["q-3"]),
        (["sales"], {"difficulty": "hard"}, ["q-2"]),
        (["100%"], {}, ["q-2"]),
        (["_"], {}, []),
        (["nothing"], {}, []),
        ([], {"stage_id": "offer"}, []),
    ],
)
def test_search(shelf: Shelf, words: list[str], filters: dict[str, object], found: list[str]) -> None:
    assert shelf.search(words, filters, 0, 10) == found


def test_pages(shelf: Shelf) -> None:
    assert shelf.search([], {}, 1, 2) == ["q-10", "q-2"]
    assert shelf.search([], {}, 4, 2) == []


def test_a_row_takes_the_place_of_the_one_with_its_id(shelf: Shelf) -> None:
    assert len(shelf.forms()) == 3
    assert shelf.touched == {"q-10"}
    shelf.update([Shelved("q-1", "why did costs rise?", _kind(retired=True)), Shelved("q-0", "and?", _kind())], 6)
    assert (len(shelf), shelf.revision) == (5, 6)
    assert shelf.search([], {}, 0, 9) == ["q-0", "q-1", "q-10", "q-2", "q-3"]
    assert shelf.search(["sales"], {}, 0, 9) == ["q-2"]
    assert shelf.search(["costs"], {"retired": True}, 0, 9) == ["q-1"]
    shelf.update([Shelved("q-1", "why did prices rise?", _kind())], 7)
    assert dict(shelf.forms())["q-1"] == normal_form("why did prices rise?")
    assert dict(shelf.forms()).keys() == {"q-0", "q-1", "q-10", "q-2"}
