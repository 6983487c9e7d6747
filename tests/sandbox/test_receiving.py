"""A child that was taken over may send anything: the bot believes none of it."""

import asyncio
import json

import pytest

from bot.domain.sql_results import ErrorKind
from bot.sandbox.receiving import Nonsense, result

HEAD = {"columns": ["a"], "types": ["INTEGER"]}
END = {"end": {"truncated": False, "seconds": 0.1}}


def fed(*frames: bytes) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    for frame in frames:
        reader.feed_data(len(frame).to_bytes(4, "big") + frame)
    reader.feed_eof()
    return reader


def packed(*values: object) -> list[bytes]:
    return [json.dumps(value).encode() for value in values]


async def test_a_proper_result_is_read() -> None:
    found = await result(fed(*packed(HEAD, {"rows": [[1], [2]]}, {"rows": [[3]]}, END)), 10, 1000)
    assert found.rows == ((1,), (2,), (3,))
    assert found.error is None


async def test_an_error_is_read() -> None:
    told = {"error": {"kind": "memory", "sentence": "Too much.", "place": ""}, "seconds": 1}
    found = await result(fed(*packed(told)), 10, 1000)
    assert found.error is not None
    assert found.error.kind is ErrorKind.MEMORY


@pytest.mark.parametrize(
    "frames",
    [
        [b"no json"],
        [b"[" * 100_000],
        [b"[]"],
        [b"9" * 5000],
        [b'"\xff"'],
        packed({}),
        packed({"end": {}}),
        packed({"end": None}),
        packed({"error": {"kind": "unheard of", "sentence": "", "place": ""}, "seconds": 1}),
        packed({"error": "x"}),
        packed({"columns": 5, "types": []}),
        packed({"columns": ["x"] * 10_000, "types": []}),
        packed({"columns": []}),
        packed(HEAD, {"rows": 5}),
        packed(HEAD, {"rows": [5]}),
        packed(HEAD, {"rows": [[1, 2]]}),
        packed(HEAD, {"rows": [[]]}),
        packed(HEAD, {"rows": [[1]] * 11}),
        packed(HEAD, *[{"rows": [["x" * 500_000]]}] * 5),
        packed({"columns": ["a"], "types": ["DATE", "DATE"]}, {"rows": [["2024-01-01"]]}),
    ],
)
async def test_nonsense_is_recognised(frames: list[bytes]) -> None:
    with pytest.raises(Nonsense):
        await result(fed(*frames), 10, 1000)


async def test_a_frame_of_gigabytes_is_not_waited_for() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(b"\xff\xff\xff\xff")
    with pytest.raises(Nonsense):
        await result(reader, 10, 1000)


async def test_an_early_end_is_an_early_end() -> None:
    with pytest.raises(EOFError):
        await result(fed(*packed(HEAD)), 10, 1000)


@pytest.mark.parametrize(
    ("kind", "text"), [("DATE", "10000-01-01"), ("DECIMAL(9,2)", "x"), ("INTERVAL", "1"), ("TIMESTAMP", "290000-01-01")]
)
async def test_what_python_cannot_hold_stays_text(kind: str, text: str) -> None:
    found = await result(fed(*packed({"columns": ["a"], "types": [kind]}, {"rows": [[text], [None]]}, END)), 10, 1000)
    assert found.rows == ((text,), (None,))
